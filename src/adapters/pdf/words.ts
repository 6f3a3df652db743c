import type { InvoiceDocument } from '../../core/ports/documents.js';

export { card, money, refundReason } from '../mail/templates/words.js';

/** An instant as the day it is in the business's zone: "March 3, 2026". */
export function dayOf(iso: string, timeZone: string): string {
  let format = DAYS.get(timeZone);
  if (!format) DAYS.set(timeZone, format = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone }));
  return format.format(new Date(iso));
}

const DAYS = new Map<string, Intl.DateTimeFormat>();

/** A calendar day the same way. */
export function calendarDay(day: string): string {
  return dayOf(`${day}T12:00:00Z`, 'UTC');
}

/** What is stamped on the invoice, in a colour that is read on white. */
export const MARKS: Readonly<Record<InvoiceDocument['status'], { readonly word: string; readonly color: string }>> = {
  draft: { word: 'Draft', color: '#555d6b' },
  pending: { word: 'Pending', color: '#1d4ed8' },
  overdue: { word: 'Overdue', color: '#b42318' },
  paid: { word: 'Paid', color: '#146c2e' },
  cancelled: { word: 'Void', color: '#b42318' },
};

export { instant as instantOf } from '../mail/templates/words.js';
