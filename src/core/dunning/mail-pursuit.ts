import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import { queueMail } from '../notifications/index.js';
import type { Tx } from '../tx.js';
import type { PursuedInvoice } from './store.js';

/** A word before a card is charged on a later day than the invoice came. */
export function mailChargeAnnounced(tx: Tx, invoice: PursuedInvoice, chargeOn: Day): void {
  queueMail(tx, 'charge_announced', { occasion: `collection.announced:${chargeOn}`, ...to(invoice), data: { ...about(invoice), charge_on: chargeOn } });
}

export interface FailedCharge {
  readonly attempt: number;
  readonly code: string;
  /** His bank wants him. */
  readonly needsHolder: boolean;
  /** When the card is tried, or he is asked, again. */
  readonly next: Day | null;
  readonly cardLast4: string | null;
}

/** A word for every charge that did not go through, with what comes next. */
export function mailChargeFailed(tx: Tx, invoice: PursuedInvoice, { attempt, code, needsHolder, next, cardLast4 }: FailedCharge): void {
  const occasion = `collection.failed:${attempt}`;
  if (needsHolder) queueMail(tx, 'charge_action_needed', { occasion, ...to(invoice), data: { ...about(invoice), card_last4: cardLast4, again: false, last: next === null } });
  else queueMail(tx, 'charge_failed', { occasion, ...to(invoice), data: { ...about(invoice), failure_code: code, card_last4: cardLast4, next_on: next } });
}

/** The holder is asked once more to confirm at his bank. */
export function mailStillNeeded(tx: Tx, invoice: PursuedInvoice, { day, last }: { day: Day; last: boolean }): void {
  queueMail(tx, 'charge_action_needed', { occasion: `collection.asked:${day}`, ...to(invoice), data: { ...about(invoice), card_last4: null, again: true, last } });
}

/** A reminder of what is overdue. */
export function mailReminder(tx: Tx, invoice: PursuedInvoice, { place, last }: { place: number; last: boolean }): void {
  queueMail(tx, 'payment_reminder', { occasion: `collection.reminder:${place}`, ...to(invoice), data: { ...about(invoice), place, last } });
}

function to(invoice: PursuedInvoice): { subjectId: string; recipient: string } {
  return { subjectId: invoice.id, recipient: invoice.email };
}

function about(invoice: PursuedInvoice) {
  return {
    name: invoice.name, invoice_id: invoice.id, invoice_number: invoice.number, due_date: invoice.dueDate,
    amount: formatMajor(invoice.open, exponentOf(invoice.currency)), currency: invoice.currency,
  };
}
