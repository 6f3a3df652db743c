/** One file that breaks one wall. */
export interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

const plant = (rule: string, file: string, ...lines: string[]): Plant => ({ rule, file, text: `${lines.join('\n')}\n` });
const uses = (what: string) => `import * as planted from '${what}';\nexport const kept = planted;`;
const usesType = (name: string, what: string) => `import type { ${name} } from '${what}';\nexport type Kept = ${name};`;

/** Two API folders and a web app to be strangers in, so that the plants do not depend on what is built already. */
export const scenery: readonly { file: string; text: string }[] = [
  { file: 'src/core/planted/index.ts', text: `export { inside } from './inside.js';\n` },
  { file: 'src/core/planted/inside.ts', text: 'export const inside = 1;\n' },
  { file: 'src/apis/planted-a/words.ts', text: 'export const words = 1;\n' },
  { file: 'src/apis/planted-a/contract.ts', text: 'export interface Thing { id: string }\nexport const contract = 1;\n' },
  { file: 'src/adapters/processors/planted/client.ts', text: 'export const client = 1;\n' },
  { file: 'src/sandbox/planted.ts', text: 'export const planted = 1;\n' },
  { file: 'web/features/planted-a/page.tsx', text: 'export const page = 1;\n' },
  { file: 'test/planted.ts', text: 'export const planted = 1;\n' },
];

/** Every wall, broken once. */
export const plants: readonly Plant[] = [
  plant('kernel-knows-nobody', 'src/kernel/broken.ts', usesType('Tx', '../core/tx.js')),
  plant('ports-know-the-kernel-only', 'src/core/ports/broken.ts', usesType('Tx', '../tx.js')),
  plant('core-knows-no-outside', 'src/core/planted/broken-files.ts', uses('node:fs')),
  plant('core-modules-by-the-front', 'src/core/broken/broken-front.ts', uses('../planted/inside.js')),
  plant('only-app-sees-reactions', 'src/core/planted/broken-reactions.ts', uses('../reactions.js')),
  plant('sql-stays-in-stores', 'src/core/planted/broken-sql.ts', uses('kysely')),
  plant('apis-use-the-front', 'src/apis/planted-b/broken-front.ts', uses('../../core/planted/inside.js')),
  plant('apis-are-strangers', 'src/apis/planted-b/broken-neighbour.ts', uses('../planted-a/words.js')),
  plant('apis-touch-no-adapter', 'src/apis/planted-b/broken-adapter.ts', uses('../../adapters/processors/planted/client.js')),
  plant('contracts-are-portable', 'src/apis/planted-b/contract.ts', uses('../../core/planted/index.js')),
  plant('only-serve-knows-http', 'src/apis/planted-b/broken-http.ts', usesType('FastifyInstance', 'fastify')),
  plant('adapters-see-ports', 'src/adapters/planted/broken-core.ts', uses('../../core/planted/index.js')),
  plant('processors-are-strangers', 'src/adapters/processors/broken/broken.ts', uses('../planted/client.js')),
  plant('only-app-wires', 'src/planted-wiring.ts', uses('./adapters/processors/planted/client.js')),
  plant('sandbox-is-an-outsider', 'src/sandbox/broken-insider.ts', uses('../kernel/money.js')),
  plant('nobody-imports-the-sandbox', 'src/adapters/planted/broken-sandbox.ts', uses('../../sandbox/planted.js')),
  plant('web-sees-contracts-only', 'web/features/planted-b/broken-core.ts', usesType('Tx', '../../../src/core/tx.js')),
  plant('web-takes-types-only', 'web/features/planted-b/broken-value.ts', uses('../../../src/apis/planted-a/contract.js')),
  plant('features-are-strangers', 'web/features/planted-b/broken-neighbour.ts', uses('../planted-a/page.js')),
  plant('server-knows-no-web', 'src/apis/planted-b/broken-web.ts', uses('../../../web/features/planted-a/page.js')),
  plant('stripe-sdk-stays-home', 'src/core/planted/broken-stripe.ts', usesType('Stripe', 'stripe')),
  plant('pg-sdk-stays-home', 'src/core/planted/store.ts', usesType('Client', 'pg')),
  plant('pg-copy-streams-sdk-stays-home', 'src/adapters/planted/broken-copy.ts', uses('pg-copy-streams')),
  plant('pdfkit-sdk-stays-home', 'src/adapters/planted/broken-paper.ts', uses('pdfkit')),
  plant('nodemailer-sdk-stays-home', 'src/adapters/planted/broken-mail.ts', uses('nodemailer')),
  plant('graphile-worker-sdk-stays-home', 'src/adapters/planted/broken-queue.ts', uses('graphile-worker')),
  plant('@node-rs-sdk-stays-home', 'src/kernel/broken-hash.ts', uses('@node-rs/argon2')),
  plant('jose-sdk-stays-home', 'src/kernel/broken-token.ts', uses('jose')),
  plant('pdfkit-sdk-stays-home', 'src/adapters/planted/broken-pdf.ts', uses('pdfkit')),
  plant('@react-email-sdk-stays-home', 'src/adapters/planted/broken-letter.ts', uses('@react-email/html')),
  plant('pino-sdk-stays-home', 'src/adapters/planted/broken-log.ts', uses('pino')),
  plant('temporal-polyfill-sdk-stays-home', 'src/adapters/planted/broken-calendar.ts', uses('temporal-polyfill')),
  plant('nothing-imports-tests', 'src/kernel/broken-test.ts', uses('../../test/planted.js')),
  plant('no-circles', 'src/core/planted/round-a.ts', `import { b } from './round-b.js';`, 'export const a = () => b;'),
];

/** The other half of the circle. */
export const circle = { file: 'src/core/planted/round-b.ts', text: `import { a } from './round-a.js';\nexport const b = () => a;\n` };
