import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../scripts/build.mjs';
import { connectOnce } from '../../src/adapters/database/connect.js';
import type { TestDatabase } from '../database.js';
import { folderInDist } from '../dist-folder.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A mistake, as words to find in a built file and what to put there instead. */
interface Planted {
  readonly file: string;
  readonly find: RegExp;
  readonly put: string;
}

/** The mistakes that harnesses must notice. */
const PLANTS = {
  /** Whoever comes second does not wait for whoever came first. */
  'no-locks': [
    { file: 'core/payments/store.js', find: / FOR UPDATE OF p/g, put: '' },
    { file: 'core/invoices/store.js', find: / ORDER BY id FOR UPDATE/g, put: ' ORDER BY id' },
  ],
  /** Points are given away without looking whether there are any. */
  'no-balance': [
    { file: 'core/rewards/redeem-reward.js', find: /if \(balance < points\)/, put: 'if (false)' },
    { file: 'core/rewards/postings.js', find: /, refuseBelowZero: true/, put: '' },
  ],
  /** Nobody waits for whoever decides about an offer, and nobody asks whether it was billed. */
  'careless-offers': [
    { file: 'core/proposals/store.js', find: / FOR NO KEY UPDATE/, put: '' },
    { file: 'core/proposals/store.js', find: / AND state = \$2 AND version = \$3/, put: ' AND ($2::text, $3::int) IS NOT NULL' },
    { file: 'core/proposals/store.js', find: / AND generated_at IS NULL/, put: '' },
  ],
  /** Nobody waits for whoever counts the places of a program. */
  'uncounted-places': [{ file: 'core/programs/programs-store.js', find: /(WHERE public_id = \$1) FOR NO KEY UPDATE/, put: '$1' }],
  /** Nobody waits for whoever changes a wallet, and the book is not told to refuse. */
  'unlocked-wallets': [
    { file: 'core/credits/store.js', find: / FOR NO KEY UPDATE/, put: '' },
    { file: 'core/credits/postings.js', find: /credits\(of, amount, true\)/, put: 'credits(of, amount)' },
  ],
  /** The card is charged first and our row written afterwards. */
  'charge-first': [
    {
      file: 'core/payments/start-payment.js',
      find: /const reserved = await world\.transact\(/,
      put: `const wish = await world.transact(plan);
    if (wish.methodId) {
      const { ensureProcessorCustomer } = await import('./ensure-processor-customer.js');
      const processor = world.processor('stripe');
      const { newId } = await import('../../kernel/ids.js');
      await processor.createIntent({ paymentId: newId(), amount: wish.targets.reduce((sum, t) => sum + t.amount, 0n), currency: wish.currency,
        customerExternalId: await ensureProcessorCustomer(world, wish.customerId, processor), description: '', metadata: {}, charge: { methodExternalId: wish.methodId } });
    }
    const reserved = await world.transact(`,
    },
  ],
  /** Says that credits are used, and writes it down a little later. */
  'hasty-yes': [{
    file: 'apis/app/credits.js', find: /return spendView\(await world\.transact\(\(tx\) => commitSpend\(tx, spend\.id, amount, actor\)\)\)/,
    put: 'setTimeout(() => void world.transact((tx) => commitSpend(tx, spend.id, amount, actor)), 400); return spendView(spend)',
  }],
  /** One endpoint lets in whoever is signed in. */
  'open-refunds': [{ file: 'apis/app/contract.js', find: /(payments\/\{id\}\/refund": \{[^}]*?access: )\{ roles: \["admin"\] \}/, put: '$1"signed-in"' }],
  /** One query forgets whose invoice it is. */
  'foreign-invoice': [{ file: 'core/invoices/store.js', find: /i\.id = \$1 AND i\.customer_id = \$2 AND/, put: 'i.id = $1 AND $2::uuid IS NOT NULL AND' }],
  /** One list forgets whose invoices it is about. */
  'foreign-list': [{ file: 'core/invoices/list-store.js', find: /if \(wish\.customerId\) (conditions\.push\()isOf\(wish\.customerId\)\)/, put: 'if (wish.customerId) $1sql`(${isOf(wish.customerId)} OR true)`)' }],
  /** The token says what its bearer may do. */
  'claimed-roles': [{
    file: 'core/identity/authenticate.js', find: /toPrincipal\(row, claims\.expiresAt\)/,
    put: '{ ...toPrincipal(row, claims.expiresAt), roles: [JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString()).role] }',
  }],
  /** Bodies are not looked at. */
  'unchecked-bodies': [{ file: 'apis/validate.js', find: /\(part === "body" \? strict : coercing\)\.compile\(schema\)/, put: '(part === "body" ? () => true : coercing.compile(schema))' }],
} as const satisfies Record<string, readonly Planted[]>;

/** A copy of the built server with a mistake in it; gives its folder. Fails when there is nothing to plant it in. */
export async function plantedBuild(plant: keyof typeof PLANTS): Promise<string> {
  await ensureBuilt({ web: false });
  const folder = folderInDist('planted', plant);
  cpSync(join(ROOT, 'dist/server'), folder, { recursive: true });
  for (const { file, find, put } of PLANTS[plant] as readonly Planted[]) {
    const path = join(folder, file);
    const code = readFileSync(path, 'utf8');
    if (code.search(find) < 0) throw new Error(`nothing to plant ${plant} in: ${file}`);
    writeFileSync(path, code.replace(find, put));
  }
  return folder;
}

/** Takes away the unique keys behind once-only effects; look-ups by them stay possible. */
export async function withoutUniqueKeys(database: TestDatabase): Promise<void> {
  const client = await connectOnce(database.superuserUrl);
  try {
    await client.query(`
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_occasion_key;
      ALTER TABLE allocations DROP CONSTRAINT allocations_pkey;
      ALTER TABLE credit_lots DROP CONSTRAINT credit_lots_payment_id_key;
      ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_check2;
      DROP INDEX payment_targets_one_live;`);
  } finally {
    await client.end();
  }
}
