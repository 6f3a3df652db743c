import { paramsOf, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { badParameter, wrongState } from '../failure.js';
import { newId } from '../ids.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { bool, expandable, integer, mergeMetadata, metadata, oneOf, range, text } from '../params.js';
import type { ChargeRow, RefundRow } from '../rows.js';
import type { Work } from '../work.js';

const createSpec = {
  ...expandable,
  amount: integer,
  charge: text(),
  payment_intent: text(),
  metadata,
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: bool,
  reverse_transfer: bool,
};

function create(call: Call): Answer {
  const params = paramsOf(call, createSpec);
  const charge = chargeToRefund(call, params.charge, params.payment_intent);
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = params.amount ?? left;
  checkRefundable(charge, amount, left);
  const late = charge.payment_method && call.work.find('payment_method', charge.payment_method)?.behaviour === 'refunds_late';
  const refund = call.work.put('refund', {
    id: newId('re'),
    created: call.work.now,
    metadata: mergeMetadata({}, params.metadata),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    balance_transaction: null,
    failure_balance_transaction: null,
    failure_reason: null,
    reason: params.reason ?? null,
    status: late ? 'pending' : 'succeeded',
  });
  const booked = bookRefund(call.work, refund);
  const refunded = call.work.put('charge', { ...charge, amount_refunded: charge.amount_refunded + amount });
  call.work.emit('refund.created', 'refund', booked);
  call.work.emit('charge.refunded', 'charge', refunded, { amount_refunded: charge.amount_refunded });
  return answer(booked, params);
}

function chargeToRefund(call: Call, charge?: string | null, intent?: string | null): ChargeRow {
  if (charge) return call.work.need('charge', charge, 'charge', 404);
  if (!intent) throw badParameter('One of the following params should be provided for this request: payment_intent or charge.');
  const paid = call.work.need('payment_intent', intent, 'payment_intent', 404);
  const latest = call.work.find('charge', paid.charge);
  if (latest?.status === 'succeeded') return latest;
  throw wrongState(`This PaymentIntent (${intent}) does not have a successful charge to refund.`, 'charge_not_refundable', 'payment_intent');
}

function checkRefundable(charge: ChargeRow, amount: number, left: number): void {
  if (charge.status !== 'succeeded' || !charge.captured) throw wrongState(`Charge ${charge.id} cannot be refunded: it was not captured.`, 'charge_not_refundable');
  if (charge.disputed) throw wrongState(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed');
  if (left === 0) throw wrongState(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  if (amount < 1) throw badParameter('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (amount > left) {
    throw wrongState(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount_too_large', 'amount');
  }
}

function bookRefund(work: Work, refund: RefundRow): RefundRow {
  const transaction = work.put('balance_transaction', {
    id: newId('txn'),
    created: work.now,
    metadata: {},
    amount: -refund.amount,
    fee: 0,
    currency: refund.currency,
    type: 'refund',
    reporting_category: 'refund',
    source: refund.id,
    description: `REFUND FOR CHARGE (${refund.charge})`,
  });
  return work.put('refund', { ...refund, balance_transaction: transaction.id });
}

/** A pending refund reached the card, or any refund came back from the bank. */
export function settleRefund(work: Work, refund: RefundRow, outcome: 'succeeded' | 'failed'): RefundRow {
  const before = { status: refund.status };
  const settled = outcome === 'succeeded' ? work.put('refund', { ...refund, status: outcome }) : failRefund(work, refund);
  work.emit(outcome === 'failed' ? 'refund.failed' : 'refund.updated', 'refund', settled, before);
  work.emit('charge.refund.updated', 'refund', settled, before);
  return settled;
}

function failRefund(work: Work, refund: RefundRow): RefundRow {
  const charge = work.need('charge', refund.charge);
  work.put('charge', { ...charge, amount_refunded: charge.amount_refunded - refund.amount });
  const back = work.put('balance_transaction', {
    id: newId('txn'),
    created: work.now,
    metadata: {},
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    type: 'refund_failure',
    reporting_category: 'refund_failure',
    source: refund.id,
    description: `REFUND FAILURE FOR CHARGE (${refund.charge})`,
  });
  return work.put('refund', { ...refund, status: 'failed', failure_reason: 'expired_or_canceled_card', failure_balance_transaction: back.id });
}

function update(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, metadata });
  const refund = rowInPath(call, 'refund');
  const updated = call.work.put('refund', { ...refund, metadata: mergeMetadata(refund.metadata, params.metadata) });
  call.work.emit('refund.updated', 'refund', updated, { metadata: refund.metadata });
  call.work.emit('charge.refund.updated', 'refund', updated, { metadata: refund.metadata });
  return answer(updated, params);
}

function retrieve(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return answer(rowInPath(call, 'refund'), params);
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, charge: text(), created: range, payment_intent: text() });
  const rows = createdIn(call.work.list('refund', params.charge ?? params.payment_intent ?? undefined), params.created);
  return listAnswer(call, 'refund', rows, '/v1/refunds', params);
}

const answer = (row: RefundRow, params: { expand?: string[] | null }): Answer => ({ kind: 'refund', id: row.id, expand: params.expand });

export const refundRoutes: Route[] = [
  { method: 'POST', path: 'refunds', run: create },
  { method: 'GET', path: 'refunds', run: list },
  { method: 'GET', path: 'refunds/:', run: retrieve },
  { method: 'POST', path: 'refunds/:', run: update },
];
