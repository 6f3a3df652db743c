import { postedUnder } from './money-store.js';
import type { PostedLine } from './money-store.js';
import { expectLine } from './posted.js';
import { lostPurchases, readOrderDays, readPurchases } from './purchases-store.js';
import type { PurchaseRow } from './purchases-store.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

/** An order is completed exactly when its money is booked as earned, and went back as far as its payment says. Its numbers have no gaps. */
export async function checkPurchases(survey: Survey): Promise<void> {
  const { reader } = survey;
  for await (const page of inPages(FIRST_UUID, (after) => readPurchases(reader, after), (p) => p.id)) {
    const posted = await postedUnder(reader, page.flatMap(({ payment_id: id }) => (id === null ? [] : [`payment.settled:${id}`])));
    for (const purchase of page) checkPurchase(survey, purchase, posted.get(`payment.settled:${purchase.payment_id}`));
    survey.counted('purchases', page.length);
  }
  for (const { id, payment_id: payment } of await lostPurchases(reader)) survey.found('purchases', id, `is missing: payment ${payment} is for it`);
  for (const { series, next, given, highest } of await readOrderDays(reader)) {
    if (given !== next - 1n || highest !== next - 1n) survey.found('number_series', series, `is at ${next}; ${given} orders of that day have numbers, the last one ${highest}`);
  }
}

function checkPurchase(survey: Survey, p: PurchaseRow, posted: readonly PostedLine[] | undefined): void {
  const wrong = (problem: string) => survey.found('purchases', p.id, problem);
  const over = p.state === 'completed' || p.state === 'refunded';
  if (p.payment_id === null) {
    if (p.final_price !== 0n) wrong(`costs ${p.final_price}, and there is no payment for it`);
    return;
  }
  if (p.asked !== p.final_price || p.for_it !== p.final_price) wrong(`costs ${p.final_price}; its payment is over ${p.asked}, ${p.for_it} of it for this order`);
  const paid = p.money === 'succeeded';
  if (over && !paid) wrong(`is ${p.state}, but its payment is ${p.money}`);
  if (paid && !over && !p.surplus) wrong(`is ${p.state}, but its payment has succeeded`);
  if (p.amount_refunded !== (p.refunded ?? 0n)) wrong(`amount_refunded ${p.amount_refunded}; its payment says ${p.refunded}`);
  if (p.amount_disputed !== (p.disputed ?? 0n)) wrong(`amount_disputed ${p.amount_disputed}; its payment says ${p.disputed}`);
  if (!posted) return;
  expectLine(posted, 'program_revenue', p.surplus ? 0n : -(p.received ?? 0n), wrong);
  expectLine(posted, 'refunds_due', p.surplus ? -(p.received ?? 0n) : 0n, wrong);
}
