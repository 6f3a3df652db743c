import { expectInstant, expectLine, sumOf } from './posted.js';
import { checkRefunds } from './check-refunds.js';
import { allocationsFromPayments, creditNotesFor, disputesOf, postedUnder, readPayments, refundsOf, targetsOf } from './money-store.js';
import type { AllocationRow, DisputeRow, PaymentRow, PostedLine, TargetRow } from './money-store.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

const LIVE = ['created', 'open', 'processing', 'unknown'];

/** A payment is settled exactly when the book has it, with what arrived, where it arrived, and for which invoices. */
export async function checkPayments(survey: Survey): Promise<void> {
  const { reader } = survey;
  for await (const page of inPages(FIRST_UUID, (after) => readPayments(reader, after), (p) => p.id)) {
    const ids = page.map((p) => p.id);
    const [targets, allocations, refunds, disputes] = await Promise.all([targetsOf(reader, ids), allocationsFromPayments(reader, ids), refundsOf(reader, ids), disputesOf(reader, ids)]);
    const refundIds = [...refunds.values()].flat().map((r) => r.id);
    const [notes, posted] = await Promise.all([
      creditNotesFor(reader, refundIds),
      postedUnder(reader, [
        ...ids.flatMap((id) => [`payment.settled:${id}`, `payment.fee:${id}`]), ...refundIds.flatMap((id) => [`refund.settled:${id}`, `refund.bounced:${id}`]),
        ...[...disputes.values()].flat().flatMap(movesOf),
      ]),
    ]);
    for (const payment of page) {
      const own = { allocations: allocations.get(payment.id) ?? [], refunds: refunds.get(payment.id) ?? [] };
      checkPayment(survey, payment, targets.get(payment.id) ?? [], posted.get(`payment.settled:${payment.id}`));
      checkFee(survey, payment, posted.get(`payment.fee:${payment.id}`) ?? []);
      checkAllocations(survey, payment, own.allocations, posted.get(`payment.settled:${payment.id}`) ?? []);
      checkRefunds(survey, payment, own, notes, posted);
      checkDisputes(survey, payment, disputes.get(payment.id) ?? [], posted);
    }
    survey.counted('payments', page.length);
    survey.counted('refunds', refundIds.length);
    survey.counted('disputes', [...disputes.values()].flat().length);
    survey.counted('allocations', [...allocations.values()].flat().length);
  }
}

/** The occasions a dispute was booked under, and the one after, which must not exist. */
function movesOf(dispute: DisputeRow): string[] {
  return Array.from({ length: Math.max(dispute.moves, 0) + 1 }, (_, i) => `dispute.moved:${dispute.id}:${i + 1}`);
}

function checkPayment(survey: Survey, payment: PaymentRow, targets: readonly TargetRow[], posted: readonly PostedLine[] | undefined): void {
  const wrong = (problem: string) => survey.found('payments', payment.id, problem);
  const succeeded = payment.state === 'succeeded';
  const account = payment.processor === 'credit' ? 'customer' : payment.processor === 'manual' ? payment.manual_method : payment.account;
  if (payment.account !== account) wrong(`is in account ${payment.account}; ${account} would be right`);
  if (succeeded !== (posted !== undefined)) wrong(succeeded ? 'succeeded, but the book never booked it' : `is ${payment.state}, but the book says that its money arrived`);
  if (posted) {
    const where = payment.processor === 'credit' ? ['customer_credit', payment.customer_id] as const : ['cash', `${payment.processor}:${payment.account}`] as const;
    expectLine(posted.filter((line) => line.owner === where[1] && line.unit === payment.currency), where[0], payment.amount_received, wrong);
    expectInstant('settled', payment.settled_at, posted, wrong);
  }
  if (!succeeded && payment.amount_received !== 0n) wrong(`is ${payment.state} and has received ${payment.amount_received}`);
  if (succeeded !== (payment.settled_at !== null)) wrong('is settled without having succeeded, or the reverse');
  const meant = sumOf(targets, (target) => target.amount);
  if (meant !== payment.amount) wrong(`amount ${payment.amount}; what it is for adds up to ${meant}`);
  for (const target of targets) {
    if (meant !== payment.amount) survey.found('payment_targets', `${target.payment_id}/${target.position}`, `amount ${target.amount}; with the others it is ${meant}, the payment is over ${payment.amount}`);
    checkTarget(survey, payment, target);
  }
}

/** What a processor keeps is booked as soon as it is known, and only then. */
function checkFee(survey: Survey, payment: PaymentRow, posted: readonly PostedLine[]): void {
  const booked = sumOf(posted.filter((line) => line.kind === 'processor_fees'), (line) => line.amount);
  if (booked !== (payment.fee ?? 0n)) survey.found('payments', payment.id, `fee ${payment.fee ?? 'unknown'}, but the book has ${booked}`);
}

function checkTarget(survey: Survey, payment: PaymentRow, target: TargetRow): void {
  const wrong = (problem: string) => survey.found('payment_targets', `${target.payment_id}/${target.position}`, problem);
  const live = LIVE.includes(payment.state);
  if (target.live !== live) wrong(live ? `is not live, but its payment is ${payment.state}` : `is live, but its payment is ${payment.state}`);
  if (target.kind !== 'invoice') return;
  if (target.invoice_customer === null) survey.found('invoices', target.subject_id, `is missing: payment ${payment.id} is for it`);
  else if (target.invoice_customer !== payment.customer_id) {
    // Only the two together are wrong, so both are named.
    survey.found('invoices', target.subject_id, `is of customer ${target.invoice_customer}; payment ${payment.id} for it is of ${payment.customer_id}`);
    survey.found('payments', payment.id, `is of customer ${payment.customer_id}; invoice ${target.subject_id} that it is for is of ${target.invoice_customer}`);
  }
}

function checkAllocations(survey: Survey, payment: PaymentRow, allocations: readonly AllocationRow[], posted: readonly PostedLine[]): void {
  const booked = new Map(posted.filter((line) => line.kind === 'receivable').map((line) => [line.owner, -line.amount]));
  for (const a of allocations) {
    const amount = booked.get(a.invoice_id);
    const name = `${a.payment_id}/${a.invoice_id}`;
    if (amount === undefined) survey.found('allocations', name, 'the book knows nothing of it');
    else if (amount !== a.amount) survey.found('allocations', name, `amount ${a.amount}; the book says ${amount}`);
    booked.delete(a.invoice_id);
  }
  for (const [invoiceId, amount] of booked) survey.found('allocations', `${payment.id}/${invoiceId}`, `is missing: the book gave ${amount} of the payment to this invoice`);
}

function checkDisputes(survey: Survey, payment: PaymentRow, disputes: readonly DisputeRow[], posted: ReadonlyMap<string, PostedLine[]>): void {
  const heldBack = sumOf(disputes, (d) => d.withdrawn);
  if (payment.amount_disputed !== heldBack) survey.found('payments', payment.id, `amount_disputed ${payment.amount_disputed}; its disputes hold back ${heldBack}`);
  for (const dispute of disputes) {
    const moves = movesOf(dispute);
    const wrong = (problem: string) => survey.found('disputes', dispute.id, problem);
    expectLine(moves.flatMap((occasion) => posted.get(occasion) ?? []), 'disputed_receivable', dispute.withdrawn, wrong);
    const booked = moves.filter((occasion) => posted.has(occasion)).length;
    if (booked !== dispute.moves) wrong(`moved ${dispute.moves} times; the book has ${booked === dispute.moves + 1 ? 'more' : booked}`);
  }
}
