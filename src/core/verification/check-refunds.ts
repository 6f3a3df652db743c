import { expectInstant, expectLine, sumOf } from './posted.js';
import type { AllocationRow, CreditNoteRow, PaymentRow, PostedLine, RefundRow } from './money-store.js';
import type { Survey } from './survey.js';

interface Own {
  readonly allocations: readonly AllocationRow[];
  readonly refunds: readonly RefundRow[];
}

/** A refund is settled exactly when the book has it; credit notes and allocations say the same as the book. */
export function checkRefunds(survey: Survey, payment: PaymentRow, own: Own, notes: ReadonlyMap<string, CreditNoteRow[]>, posted: ReadonlyMap<string, PostedLine[]>): void {
  const settled = own.refunds.filter((r) => r.state === 'succeeded');
  const returned = sumOf(settled.filter((r) => !r.to_credit), (r) => r.amount);
  if (payment.amount_refunded !== returned) survey.found('payments', payment.id, `amount_refunded ${payment.amount_refunded}; its refunds add up to ${returned}`);
  for (const refund of own.refunds) {
    checkRefund(survey, payment, refund, posted.get(`refund.settled:${refund.id}`));
    checkBounce(survey, payment, refund, posted.get(`refund.bounced:${refund.id}`));
    checkCreditNotes(survey, refund, notes.get(refund.id) ?? [], posted.get(`refund.settled:${refund.id}`) ?? []);
  }
  for (const allocation of own.allocations) checkAllocation(survey, allocation, own.refunds, notes, posted);
}

function checkRefund(survey: Survey, payment: PaymentRow, refund: RefundRow, posted: readonly PostedLine[] | undefined): void {
  const wrong = (problem: string) => survey.found('refunds', refund.id, problem);
  const succeeded = refund.state === 'succeeded';
  if (succeeded !== (posted !== undefined)) wrong(succeeded ? 'succeeded, but the book never booked it' : `is ${refund.state}, but the book says that its money went back`);
  if (succeeded !== (refund.settled_at !== null)) wrong('is settled without having succeeded, or the reverse');
  if (!posted) return;
  if (refund.to_credit || payment.processor === 'credit') expectLine(posted, 'customer_credit', -refund.amount, wrong);
  else expectLine(posted.filter((line) => line.owner === `${payment.processor}:${payment.account}`), 'cash', -refund.amount, wrong);
  expectInstant('settled', refund.settled_at, posted, wrong);
  const owedAgain = posted.some((line) => line.kind === 'receivable');
  const forgiven = posted.some((line) => line.kind === 'sales_returned' || line.kind === 'tax_payable');
  if (refund.keep_owing ? forgiven : owedAgain) wrong(refund.keep_owing ? 'is to be owed again, but was booked as forgiven' : 'is forgiven, but was booked as owed again');
}

function checkBounce(survey: Survey, payment: PaymentRow, refund: RefundRow, posted: readonly PostedLine[] | undefined): void {
  const wrong = (problem: string) => survey.found('refunds', refund.id, problem);
  if ((refund.bounced_at !== null) !== (posted !== undefined)) wrong(posted ? 'went back, but the book says that its money returned' : 'bounced, but the book never booked its money');
  if (!posted || refund.bounced_at === null) return;
  expectLine(posted.filter((line) => line.owner === `${payment.processor}:${payment.account}`), 'cash', refund.amount, wrong);
  expectLine(posted, payment.customer_id === null ? 'refunds_due' : 'customer_credit', -refund.amount, wrong);
  expectInstant('bounced', refund.bounced_at, posted, wrong);
}

function checkCreditNotes(survey: Survey, refund: RefundRow, notes: readonly CreditNoteRow[], posted: readonly PostedLine[]): void {
  const tax = sumOf(posted.filter((line) => line.kind === 'tax_payable'), (line) => line.amount);
  const net = sumOf(posted.filter((line) => line.kind === 'sales_returned'), (line) => line.amount);
  const amount = sumOf(notes, (note) => note.amount);
  const noteTax = sumOf(notes, (note) => note.tax_amount);
  if (amount < net + tax) survey.found('credit_notes', refund.id, `credit notes of this refund are over ${amount}; the book says ${net + tax}: one is missing or too low`);
  for (const note of notes) {
    if (amount !== net + tax) survey.found('credit_notes', note.id, `credit notes of refund ${refund.id} are over ${amount}; the book says ${net + tax}`);
    if (noteTax !== tax) survey.found('credit_notes', note.id, `credit notes of refund ${refund.id} give back ${noteTax} of tax; the book says ${tax}`);
  }
}

function checkAllocation(survey: Survey, a: AllocationRow, refunds: readonly RefundRow[], notes: ReadonlyMap<string, CreditNoteRow[]>, posted: ReadonlyMap<string, PostedLine[]>): void {
  const name = `${a.payment_id}/${a.invoice_id}`;
  const credited = sumOf(refunds.flatMap((r) => notes.get(r.id) ?? []).filter((note) => note.invoice_id === a.invoice_id), (note) => note.amount);
  if (a.returned !== credited) survey.found('allocations', name, `returned ${a.returned}; credit notes say ${credited}`);
  const owedAgain = refunds.flatMap((r) => posted.get(`refund.settled:${r.id}`) ?? []).filter((line) => line.kind === 'receivable' && line.owner === a.invoice_id);
  const reversed = sumOf(owedAgain, (line) => line.amount);
  if (a.reversed !== reversed) survey.found('allocations', name, `reversed ${a.reversed}; the book says ${reversed}`);
}
