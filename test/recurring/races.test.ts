import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { pursueInvoices } from '../../src/core/dunning/index.js';
import { draftInvoice, issueInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { confirmPayment } from '../../src/core/payments/index.js';
import { generateDueInvoices, generateRecurring } from '../../src/core/recurring/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { Statement, Tx, World } from '../../src/core/tx.js';
import { playUntilRed } from '../harness/play-until-red.js';
import { seeded } from '../random.js';
import { GOOD, openStage } from './stage.js';
import type { Stage } from './stage.js';

const AT_ONCE = 20;
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const random = seeded('recurring races');
const DUE = '2027-03-15T17:00:00Z';

/** Whoever loses a race is told one of these; anything else is a break. */
const LOST = ['recurring_already_billed', 'payment_in_progress', 'invoice_already_paid', 'invoice_not_payable', 'payment_not_successful', 'payment_declined', 'charge_not_allowed'];

async function allAtOnce(wishes: readonly (() => Promise<unknown>)[], alsoLost: readonly string[] = []): Promise<void> {
  const ended = await Promise.allSettled(random.shuffle([...wishes]).map((wish) => wish()));
  const codes = ended.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []));
  expect(codes.filter((code) => !LOST.includes(code) && !alsoLost.includes(code))).toEqual([]);
}

/** Counted in the database and at the processor, never from answers. */
async function counted(t: Stage, customerId: string): Promise<{ invoices: number; charged: number; paid: bigint; credit: bigint; mails: number }> {
  const { rows: [row] } = await t.pool.query(`SELECT (SELECT count(*)::int FROM invoices WHERE customer_id = $1) AS invoices, (SELECT coalesce(sum(amount_paid), 0)::bigint FROM invoices WHERE customer_id = $1) AS paid,
    (SELECT count(*)::int FROM outbox_messages WHERE recipient = $2 AND template = 'payment_receipt') AS mails,
    (SELECT coalesce(-sum(e.amount), 0)::bigint FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'customer_credit' AND a.owner_id = $1::text) AS credit`, [customerId, `${customerId}@example.com`]);
  const { rows: [known] } = await t.pool.query('SELECT external_id FROM processor_customers WHERE customer_id = $1', [customerId]);
  const response = await fetch(`${t.sandbox.urls.stripe}/v1/payment_intents?limit=100&customer=${known.external_id}`, { headers: { authorization: `Bearer ${t.secretKey}` } });
  const { data } = await response.json() as { data: { status: string }[] };
  return { ...row, charged: data.filter((intent) => intent.status === 'succeeded').length };
}

const billed = (t: Stage) => t.billed('Ada', { monthlyFee: 10_000n, billingDay: 15 }, GOOD);

/** A button pressed ten times while ten schedules run. */
async function billAtOnce(world: World, customerId: string, alsoLost: readonly string[] = []): Promise<void> {
  const half = Array.from({ length: AT_ONCE / 2 });
  await allAtOnce([...half.map(() => () => generateRecurring(world, { customerId, month: '2027-03-01', actor: SYSTEM })), ...half.map(() => () => generateDueInvoices(world))], alsoLost);
}

/** Ten workers charge the card while the customer pays, at the form and with his saved card. */
async function payAtOnce(t: Stage, world: World, customerId: string): Promise<void> {
  const invoice = await t.world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines: [{ description: 'Launch', quantity: 1, unitPrice: 10_000n, taxPpm: 0 }], autoCharge: true, actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { dueDate: '2027-03-15' });
  });
  const { rows: [{ method_id: methodId }] } = await t.pool.query('SELECT method_id FROM billing_settings WHERE customer_id = $1', [customerId]);
  const wish = { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM };
  const atTheForm = async () => {
    const { payment, clientSecret } = await payInvoices(world, wish);
    if (clientSecret === null) return;
    await t.payAtProcessor(clientSecret);
    await confirmPayment(world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
  };
  const half = Array.from({ length: AT_ONCE / 2 });
  await allAtOnce([...half.map(() => () => pursueInvoices(world)), ...half.map((_, i) => (i % 2 === 0 ? atTheForm : () => payInvoices(world, { ...wish, methodId, payerPresent: true })))], ['processor_refused']);
}

async function settle(t: Stage): Promise<void> {
  for (let minutes = 0; minutes < 3; minutes += 1) {
    t.clock.advance(40 * 60_000);
    await t.run();
  }
}

let t: Stage;
beforeAll(async () => { t = await openStage('America/New_York', { points_per_dollar: 0 }); });
afterAll(() => t.close());

it(`makes one invoice and one charge of a period, ${ROUNDS} rounds of ${AT_ONCE}`, { timeout: 600_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    t.at('2027-03-01T12:00:00Z');
    const customerId = await billed(t);
    t.at(DUE);
    await billAtOnce(t.world, customerId);
    expect(await counted(t, customerId)).toEqual({ invoices: 1, charged: 1, paid: 10_000n, credit: 0n, mails: 1 });
  }
});

it(`takes the money once, by whoever comes first, ${ROUNDS} rounds of ${AT_ONCE}`, { timeout: 600_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    t.at('2027-03-01T12:00:00Z');
    const customerId = await t.billed('Ada', {}, GOOD);
    t.at(DUE);
    await payAtOnce(t, t.world, customerId);
    await settle(t);
    expect(await counted(t, customerId)).toEqual({ invoices: 1, charged: 1, paid: 10_000n, credit: 0n, mails: 1 });
  }
});

it('sees more than one where the locks and the unique keys are taken away', async () => {
  const open = await openStage('America/New_York', { points_per_dollar: 0 });
  try {
    await withoutGuards(open);
    const world = withoutLocks(open.world);
    await playUntilRed(async () => {
      open.at('2027-03-01T12:00:00Z');
      const customerId = await billed(open);
      const payer = await open.billed('Bo', {}, GOOD);
      open.at(DUE);
      await billAtOnce(world, customerId, ['bug', 'invoice_not_editable']).catch(() => undefined);
      const { invoices } = await counted(open, customerId);
      await payAtOnce(open, world, payer).catch(() => undefined);
      const { charged } = await counted(open, payer);
      return [...(invoices > 1 ? [`${invoices} invoices`] : []), ...(charged > 1 ? [`${charged} charges`] : [])];
    }, [/invoices/, /charges/]);
  } finally {
    await open.close();
  }
});

/** The planted bug: nobody waits for anybody. */
function withoutLocks(world: World): World {
  const unlocked = <Row>(statement: Statement<Row>): Statement<Row> => ({ name: `${statement.name}_bare`, text: statement.text.replace(/ FOR (NO KEY )?UPDATE( OF \w+)?( SKIP LOCKED)?/, '') });
  const bare = (tx: Tx): Tx => new Proxy(tx, {
    get(target, name) {
      if (name === 'run') return <Row>(statement: Statement<Row>, values?: readonly unknown[]) => target.run(unlocked(statement), values);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...world, transact: (work) => world.transact((tx) => work(bare(tx))) };
}

async function withoutGuards(open: Stage): Promise<void> {
  const client = await connectOnce(open.database.superuserUrl);
  try {
    await client.query(`ALTER TABLE recurring_months DROP CONSTRAINT recurring_months_pkey; DROP INDEX invoices_period_once; DROP INDEX payment_targets_one_live;
      ALTER TABLE allocations DROP CONSTRAINT IF EXISTS allocations_pkey; ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_settled_at_most;`);
    const { rows } = await client.query<{ name: string }>(`SELECT indexname AS name FROM pg_indexes WHERE tablename = 'payments' AND indexdef LIKE '%UNIQUE%request_key%'`);
    for (const { name } of rows) await client.query(`ALTER TABLE payments DROP CONSTRAINT IF EXISTS ${name}; DROP INDEX IF EXISTS ${name}`);
  } finally {
    await client.end();
  }
}
