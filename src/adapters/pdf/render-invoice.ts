import type { DocumentPayment, InvoiceDocument } from '../../core/ports/documents.js';
import { drawFeet, drawHeading, drawSection, drawTitle, drawTotals, heightOfTotals } from './heading.js';
import type { Heading, TotalRow } from './heading.js';
import { MUTED, closePaper, heightOf, need, openPaper, sizeFor, write } from './paper.js';
import type { Element, Paper } from './paper.js';
import { drawTable } from './table.js';
import type { Column } from './table.js';
import { MARKS, calendarDay, card, dayOf, money, refundReason } from './words.js';

const LINE_COLUMNS: readonly Column[] = [
  { title: 'Description', share: 0.44 }, { title: 'Quantity', share: 0.12, align: 'right' }, { title: 'Unit price', share: 0.16, align: 'right' },
  { title: 'Tax', share: 0.1, align: 'right' }, { title: 'Amount', share: 0.18, align: 'right' },
];
const PAYMENT_COLUMNS: readonly Column[] = [
  { title: 'Date', share: 0.26 }, { title: 'Paid by', share: 0.38 }, { title: 'Returned', share: 0.18, align: 'right' }, { title: 'Amount', share: 0.18, align: 'right' },
];
const NOTE_COLUMNS: readonly Column[] = [
  { title: 'Number', share: 0.26 }, { title: 'Date', share: 0.26 }, { title: 'Reason', share: 0.3 }, { title: 'Amount', share: 0.18, align: 'right' },
];

/** Draws the whole invoice; the same values give the same bytes. */
export function renderInvoice(invoice: InvoiceDocument, logo: Uint8Array | null): Promise<Buffer> {
  const paper = openPaper({
    title: invoice.number ? `Invoice ${invoice.number}` : 'Draft of an invoice', author: invoice.business.name,
    size: sizeFor(invoice.currency), at: new Date(invoice.changedAt),
  });
  drawHeading(paper, headingOf(invoice), logo);
  drawSection(paper, (section) => {
    const sums = totals(invoice);
    drawTable(paper, section, LINE_COLUMNS, invoice.lines.map((line) => [
      line.description, line.quantity, money(line.unitPrice, invoice.currency), `${line.taxPercent} %`, money(line.amount, invoice.currency),
    ]), heightOfTotals(sums));
    drawTotals(paper, section, sums);
  });
  if (invoice.payments.length > 0) drawSection(paper, (section) => drawPayments(paper, section, invoice));
  if (invoice.creditNotes.length > 0) drawSection(paper, (section) => drawNotes(paper, section, invoice));
  drawClosing(paper, invoice);
  drawFeet(paper, [invoice.number, invoice.business.name].filter(Boolean).join(' · '));
  return closePaper(paper);
}

function headingOf(invoice: InvoiceDocument): Heading {
  const { timeZone, status } = invoice;
  return {
    title: 'Invoice', number: invoice.number, mark: MARKS[status], business: invoice.business, toTitle: 'Billed to', customer: invoice.customer,
    facts: [
      { name: 'Invoice number', value: invoice.number },
      { name: 'Issued', value: invoice.issuedAt && dayOf(invoice.issuedAt, timeZone) },
      { name: 'Due', value: invoice.dueDate && calendarDay(invoice.dueDate) },
      { name: 'Milestone', value: invoice.milestone },
      { name: 'Status', value: status === 'cancelled' ? 'Cancelled' : MARKS[status].word },
      { name: 'Paid on', value: invoice.paidAt && dayOf(invoice.paidAt, timeZone) },
      { name: 'Cancelled on', value: invoice.voidedAt && dayOf(invoice.voidedAt, timeZone) },
      { name: 'Amount due', value: money(invoice.due, invoice.currency), strong: true },
    ],
    ...(status === 'cancelled' && { stamp: 'VOID' }),
  };
}

function totals(invoice: InvoiceDocument): TotalRow[] {
  const rows: [string, string | null, boolean][] = [
    ['Subtotal', invoice.subtotal, false],
    ['Infrastructure costs', invoice.infrastructureCosts, false],
    ['Tax', invoice.tax, false],
    ['Total', invoice.total, true],
    ['Paid', invoice.paid, false],
    ['Forgiven with credit notes', invoice.credited, false],
    ['Returned with credit notes', invoice.refunded, false],
    ['Amount due', invoice.due, true],
  ];
  return rows.flatMap(([name, amount, strong]) => (amount === null ? [] : [{ name, amount: money(amount, invoice.currency), strong }]));
}

function drawPayments(paper: Paper, section: Element, { payments, currency, timeZone }: InvoiceDocument): void {
  drawTitle(paper, section, 'Payments');
  drawTable(paper, section, PAYMENT_COLUMNS, payments.map((payment) => [
    payment.at.length === 10 ? calendarDay(payment.at) : dayOf(payment.at, timeZone), `${howPaid(payment)}${payment.pending ? ' (under way)' : ''}`,
    payment.refunded === null ? '–' : money(payment.refunded, currency), money(payment.amount, currency),
  ]));
  paper.y += 10;
}

const BY_HAND = { cash: 'Cash', cheque: 'Cheque', bank_transfer: 'Bank transfer', other: 'By hand', credit: 'From your credit' } as const;

function howPaid(payment: DocumentPayment): string {
  if (payment.method === 'card') return card(payment.cardBrand, payment.cardLast4) ?? 'Payment';
  return [BY_HAND[payment.method], payment.reference].filter(Boolean).join(', ');
}

function drawNotes(paper: Paper, section: Element, { creditNotes, currency, timeZone }: InvoiceDocument): void {
  drawTitle(paper, section, 'Credit notes');
  drawTable(paper, section, NOTE_COLUMNS, creditNotes.map((note) => [note.number, dayOf(note.issuedAt, timeZone), refundReason(note.reason) ?? '–', money(note.amount, currency)]));
  paper.y += 10;
}

function drawClosing(paper: Paper, { memo, business }: InvoiceDocument): void {
  const box = { x: paper.left, width: paper.width };
  if (memo) drawSection(paper, (section) => {
    drawTitle(paper, section, 'Notes');
    need(paper, heightOf(paper, memo, paper.width, { maxHeight: 400 }));
    paper.y += write(paper, section, 'P', memo, { ...box, y: paper.y }, { maxHeight: 400 }) + 14;
  });
  if (!business.footer) return;
  need(paper, heightOf(paper, business.footer, paper.width, { maxHeight: 300 }));
  paper.y += write(paper, paper.root, 'P', business.footer, { ...box, y: paper.y }, { color: MUTED, maxHeight: 300 });
}
