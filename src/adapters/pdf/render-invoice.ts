import type { InvoiceDocument } from '../../core/ports/documents.js';
import { drawHeading, drawTitle } from './heading.js';
import { MUTED, closePaper, decorate, heightOf, need, openPaper, put, rule, write } from './paper.js';
import type { Element, Paper } from './paper.js';
import { drawTable } from './table.js';
import type { Column } from './table.js';
import { card, dayOf, money, refundReason } from './words.js';

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
const LETTER_PAPER = new Set(['USD', 'CAD', 'MXN', 'PHP', 'COP', 'CLP']);

/** Draws the whole invoice; the same values give the same bytes. */
export function renderInvoice(invoice: InvoiceDocument, logo: Uint8Array | null): Promise<Buffer> {
  const paper = openPaper({
    title: invoice.number ? `Invoice ${invoice.number}` : 'Draft of an invoice', author: invoice.business.name,
    size: LETTER_PAPER.has(invoice.currency) ? 'LETTER' : 'A4', at: new Date(invoice.changedAt),
  });
  drawHeading(paper, invoice, logo);
  drawSection(paper, (section) => {
    drawTable(paper, section, LINE_COLUMNS, invoice.lines.map((line) => [
      line.description, line.quantity, money(line.unitPrice, invoice.currency), `${line.taxPercent} %`, money(line.amount, invoice.currency),
    ]));
    drawTotals(paper, section, invoice);
  });
  if (invoice.payments.length > 0) drawSection(paper, (section) => drawPayments(paper, section, invoice));
  if (invoice.creditNotes.length > 0) drawSection(paper, (section) => drawNotes(paper, section, invoice));
  drawClosing(paper, invoice);
  drawFeet(paper, invoice);
  return closePaper(paper);
}

function drawSection(paper: Paper, draw: (section: Element) => void): void {
  const section = paper.doc.struct('Sect');
  paper.root.add(section);
  draw(section);
  section.end();
}

function drawTotals(paper: Paper, section: Element, invoice: InvoiceDocument): void {
  const rows = totals(invoice);
  need(paper, rows.length * 17 + 8);
  const width = 240;
  const x = paper.left + paper.width - width - 5;
  for (const { name, amount, strong } of rows) {
    const style = { bold: strong, size: strong ? 10.5 : 9 };
    const text = money(amount, invoice.currency);
    section.add(paper.doc.struct('P', {}, () => {
      put(paper, name, { x, y: paper.y, width: width * 0.55 }, { ...style, color: strong ? undefined : MUTED });
      put(paper, text, { x: x + width * 0.4, y: paper.y, width: width * 0.6 }, { ...style, align: 'right' });
    }));
    paper.y += heightOf(paper, text, width * 0.6, style) + 4;
  }
  paper.y += 18;
}

interface TotalRow { readonly name: string; readonly amount: string; readonly strong: boolean }

function totals(invoice: InvoiceDocument): TotalRow[] {
  const rows: [string, string | null, boolean][] = [
    ['Subtotal', invoice.subtotal, false],
    ['Infrastructure costs', invoice.infrastructureCosts, false],
    ['Tax', invoice.tax, false],
    ['Total', invoice.total, true],
    ['Paid', invoice.paid, false],
    ['Returned with credit notes', invoice.refunded, false],
    ['Amount due', invoice.due, true],
  ];
  return rows.flatMap(([name, amount, strong]) => (amount === null ? [] : [{ name, amount, strong }]));
}

function drawPayments(paper: Paper, section: Element, { payments, currency, timeZone }: InvoiceDocument): void {
  drawTitle(paper, section, 'Payments');
  drawTable(paper, section, PAYMENT_COLUMNS, payments.map((payment) => [
    dayOf(payment.at, timeZone), `${card(payment.cardBrand, payment.cardLast4) ?? 'Payment'}${payment.pending ? ' (under way)' : ''}`,
    payment.refunded === null ? '–' : money(payment.refunded, currency), money(payment.amount, currency),
  ]));
  paper.y += 10;
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

/** Known only when all pages are there. */
function drawFeet(paper: Paper, invoice: InvoiceDocument): void {
  const { doc } = paper;
  const { start, count } = doc.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    doc.switchToPage(start + i);
    const y = doc.page.height - 44;
    rule(paper, y - 8);
    decorate(paper, () => {
      put(paper, [invoice.number, invoice.business.name].filter(Boolean).join(' · '), { x: paper.left, y, width: paper.width * 0.7 }, { size: 7.5, color: MUTED, maxHeight: 11 });
      put(paper, `Page ${i + 1} of ${count}`, { x: paper.left + paper.width * 0.7, y, width: paper.width * 0.3 }, { size: 7.5, color: MUTED, align: 'right' });
    });
  }
}
