import { getInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { createInbox } from '../../src/core/inbox/index.js';
import { confirmPayment, refundPayment, resolvePayment, resolvePayments } from '../../src/core/payments/index.js';
import type { ProcessorDispute } from '../../src/core/ports/processor.js';
import { pointsFor, readPoints } from '../../src/core/rewards/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { isFailure } from '../../src/kernel/failure.js';
import { newId } from '../../src/kernel/ids.js';
import type { Random } from '../random.js';
import type { TestWorld } from '../world.js';

/** What an invoice must look like by now: kept by hand, in plain numbers. */
interface Expected {
  total: bigint;
  paid: bigint;
  refunded: bigint;
  disputed: bigint;
}

interface Settled {
  readonly id: string;
  readonly externalId: string;
  left: bigint;
  dispute: ProcessorDispute | null;
}

/**
 * One invoice, `steps` random commands: start, pay, decline, confirm (also twice), the webhook instead, refunds of
 * both kinds, disputes opened, won and lost, the resolver. After each, the invoice and the points must be what the
 * plain numbers say. Throws at the first difference, with the commands so far.
 */
export async function liveThrough(t: TestWorld, random: Random, steps: number): Promise<void> {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, [{ description: 'Work', quantity: 1 + random.below(4), unitPrice: BigInt(500 + random.below(20_000)), taxPpm: random.pick([0, 82_500, 190_000]) }]);
  const expected: Expected = { total: invoice.total, paid: 0n, refunded: 0n, disputed: 0n };
  const settled: Settled[] = [];
  const done: string[] = [];
  const inbox = createInbox(t.world, { lanes: 1 });

  const commands: Record<string, () => Promise<void>> = {
    async pay() {
      const open = expected.total - expected.paid;
      if (open < 100n) return;
      const amount = random.below(2) === 0 || open < 200n ? open : 50n + BigInt(random.below(Number(open - 100n)));
      const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id, amount }], actor: SYSTEM });
      if (random.below(4) === 0) await t.payAtProcessor(clientSecret!, '4000000000000002');
      await t.payAtProcessor(clientSecret!);
      const externalId = payment.externalId!;
      await random.pick([() => confirm(externalId), () => hear(externalId), () => resolvePayment(t.world, payment.id).then(() => undefined), async () => { await confirm(externalId); await hear(externalId); await confirm(externalId); }])();
      expected.paid += amount;
      settled.push({ id: payment.id, externalId, left: amount, dispute: null });
    },
    async refund() {
      const payment = random.pick(settled.length > 0 ? settled : [null]);
      if (!payment || payment.left === 0n || payment.dispute) return;
      const amount = random.below(2) === 0 ? payment.left : 1n + BigInt(random.below(Number(payment.left)));
      const keepOwing = random.below(3) === 0;
      await refundPayment(t.world, { paymentId: payment.id, amount, keepOwing, actor: SYSTEM });
      payment.left -= amount;
      if (keepOwing) expected.paid -= amount;
      else expected.refunded += amount;
    },
    async tooMuch() {
      const payment = random.pick(settled.length > 0 ? settled : [null]);
      if (!payment) return;
      await refundPayment(t.world, { paymentId: payment.id, amount: payment.left + 1n, actor: SYSTEM }).then(
        () => { throw new Error('more than was left went back'); },
        (error: unknown) => { if (!isFailure(error, 'refund_exceeds_payment', 'payment_not_refundable')) throw error; });
    },
    async dispute() {
      const payment = random.pick(settled.length > 0 ? settled : [null]);
      if (!payment || payment.left === 0n) return;
      const before = payment.dispute;
      const status = before === null ? 'open' : random.pick(['open', 'won', 'lost'] as const);
      if (before && before.status !== 'open') return;
      const amount = before?.amount ?? payment.left;
      const dispute: ProcessorDispute = {
        processor: 'stripe', account: 'platform', externalId: before?.externalId ?? `dp_${newId()}`, intentExternalId: payment.externalId, status,
        amount, withdrawn: status === 'won' ? 0n : amount, reason: 'fraudulent',
      };
      const event = { processor: 'stripe', account: 'platform', eventId: newId(), externalType: 'charge.dispute.updated', type: 'dispute.changed', dispute } as const;
      await Promise.all([inbox.receive({ event, payload: Buffer.from('{}') }), inbox.receive({ event, payload: Buffer.from('{}') })]);
      expected.disputed += dispute.withdrawn - (before?.withdrawn ?? 0n);
      payment.dispute = dispute;
    },
    resolve: async () => void (await resolvePayments(t.world)),
  };

  const confirm = async (externalId: string) => void (await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId }));
  const hear = async (externalId: string) => {
    const intent = { ...(await t.processor.retrieveIntent(externalId)), card: null, fee: null };
    await inbox.receive({ event: { processor: 'stripe', account: 'platform', eventId: newId(), externalType: 'payment_intent.succeeded', type: 'intent.changed', intent }, payload: Buffer.from('{}') });
  };

  for (let step = 0; step < steps; step++) {
    const name = random.pick(['pay', 'pay', 'refund', 'refund', 'tooMuch', 'dispute', 'dispute', 'resolve']);
    done.push(name);
    await commands[name]!();
    await compare(t, { invoiceId: invoice.id, customerId, expected, done, seed: random.seed });
  }
}

interface Lived { readonly invoiceId: string; readonly customerId: string; readonly expected: Expected; readonly done: readonly string[]; readonly seed: number }

async function compare(t: TestWorld, { invoiceId, customerId, expected, done, seed }: Lived): Promise<void> {
  const { total, amountPaid, amountRefunded, amountDisputed, creditNotes, paidAt } = await getInvoice(t.world.read, invoiceId);
  const seen = { total, paid: amountPaid, refunded: amountRefunded, disputed: amountDisputed };
  const credited = creditNotes.reduce((sum, note) => sum + note.amount, 0n);
  const points = await readPoints(t.world.read, customerId);
  const wanted = pointsFor(expected.paid - expected.refunded - expected.disputed, 10);
  const wrong = [
    ...(Object.keys(expected) as (keyof Expected)[]).filter((key) => expected[key] !== seen[key]).map((key) => `${key} is ${seen[key]}, not ${expected[key]}`),
    ...(credited === expected.refunded ? [] : [`credit notes over ${credited}`]),
    ...(points === wanted ? [] : [`${points} points, not ${wanted}`]),
    ...((paidAt !== null) === (expected.paid === expected.total) ? [] : ['the paid mark is wrong']),
  ];
  if (wrong.length > 0) throw new Error(`seed ${seed}: ${wrong.join('; ')} after ${done.join(', ')}`);
}
