import { createPool } from '../../src/adapters/database/connect.js';
import { createWorld } from '../../src/adapters/database/transact.js';
import { poll } from '../../src/adapters/jobs/poll.js';
import { createStripeProcessor } from '../../src/adapters/processors/stripe/index.js';
import { pursueInvoices } from '../../src/core/dunning/index.js';
import { PLATFORM_ACCOUNT } from '../../src/core/ports/processor.js';
import { reactions } from '../../src/core/reactions.js';
import { generateDueInvoices } from '../../src/core/recurring/index.js';
import { silentLog } from '../bare-world.js';

// A process that only bills and charges, to be killed. Arguments: database, stripe, secret key, webhook secret, milliseconds ahead.
const [databaseUrl = '', baseUrl = '', secretKey = '', webhookSecret = '', ahead = '0'] = process.argv.slice(2);
const processor = createStripeProcessor({ secretKey, webhookSecrets: [webhookSecret], account: PLATFORM_ACCOUNT, baseUrl, timeoutMs: 5_000 });
const world = createWorld({
  pool: createPool(databaseUrl, { max: 4 }), reactions, prepared: true, processor: () => processor,
  clock: { now: () => new Date(Date.now() + Number(ahead)) },
});
poll({ name: 'bill', everyMs: 100, log: silentLog, run: () => generateDueInvoices(world) });
poll({ name: 'pursue', everyMs: 100, log: silentLog, run: () => pursueInvoices(world) });
