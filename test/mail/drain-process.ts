import { createPool } from '../../src/adapters/database/connect.js';
import { createWorld } from '../../src/adapters/database/transact.js';
import { poll } from '../../src/adapters/jobs/poll.js';
import { smtpMailer } from '../../src/adapters/mail/smtp.js';
import { writeLetter } from '../../src/adapters/mail/write-letter.js';
import { mailCarrier } from '../../src/core/notifications/index.js';
import { createDrain } from '../../src/core/outbox/index.js';
import { reactions } from '../../src/core/reactions.js';
import { silentLog } from '../bare-world.js';

// A process that does nothing but empty the outbox, to be killed: node --import tsx drain-process.ts <database> <smtp>
const [databaseUrl = '', smtpUrl = ''] = process.argv.slice(2);
const pool = createPool(databaseUrl, { max: 4 });
const world = createWorld({
  pool, reactions, prepared: true,
  clock: { now: () => new Date() },
  processor: () => {
    throw new Error('this process charges nobody');
  },
});
const none = async () => null;
const carry = mailCarrier({
  world, write: writeLetter, linkFor: ({ kind, id }) => `https://pay.lawn.example/app/p/${kind}-${id}`, invoicePdf: async () => new Uint8Array([37, 80, 68, 70]), publicUrl: 'https://pay.lawn.example',
  mailer: smtpMailer({ url: smtpUrl, from: 'billing@lawn.example' }),
  links: { verify_email: none, password_reset: none, sign_in_code: none, invitation: none, change_email: none },
});
const drain = createDrain({ world, log: silentLog, carriers: { mail: carry } });
poll({ name: 'drain', everyMs: 200, log: silentLog, run: () => drain.run() });
