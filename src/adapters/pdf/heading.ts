import type { InvoiceDocument } from '../../core/ports/documents.js';
import { MUTED, clean, decorate, heightOf, need, put, write } from './paper.js';
import type { Element, Paper } from './paper.js';
import { MARKS, calendarDay, dayOf, money } from './words.js';

const LOGO = { width: 170, height: 52 };
const GAP = 24;

/** Who bills whom for how much until when, and the mark that says how it stands. */
export function drawHeading(paper: Paper, invoice: InvoiceDocument, logo: Uint8Array | null): void {
  const half = (paper.width - GAP) / 2;
  const right = paper.left + half + GAP;
  const top = paper.y;
  const section = paper.doc.struct('Sect');
  paper.root.add(section);
  const leftEnd = drawBusiness(paper, section, invoice, logo, half);
  let y = top + write(paper, section, 'H1', 'Invoice', { x: right, y: top, width: half }, { size: 22, bold: true, align: 'right' });
  if (invoice.number) y += write(paper, section, 'P', invoice.number, { x: right, y, width: half }, { size: 11, color: MUTED, align: 'right' });
  drawMark(paper, section, invoice.status, right + half, y + 6);
  paper.y = Math.max(leftEnd, y + 34) + 18;
  drawParties(paper, section, invoice, half, right);
  section.end();
  if (invoice.status === 'cancelled') stamp(paper);
}

function drawBusiness(paper: Paper, section: Element, { business }: InvoiceDocument, logo: Uint8Array | null, width: number): number {
  let y = paper.y;
  if (logo) {
    section.add(paper.doc.struct('Figure', { alt: `Logo of ${clean(business.name)}`, bbox: [paper.left, y, paper.left + LOGO.width, y + LOGO.height] } as never,
      () => paper.doc.image(Buffer.from(logo), paper.left, y, { fit: [LOGO.width, LOGO.height] })));
    y += LOGO.height + 8;
  }
  y += write(paper, section, 'P', business.name, { x: paper.left, y, width }, { size: 13, bold: true, maxHeight: 36 }) + 2;
  const more = [business.address, business.supportEmail].filter(Boolean).join('\n');
  return more === '' ? y : y + write(paper, section, 'P', more, { x: paper.left, y, width }, { color: MUTED, maxHeight: 120 });
}

function drawParties(paper: Paper, section: Element, invoice: InvoiceDocument, half: number, right: number): void {
  const { customer } = invoice;
  let y = paper.y;
  y += write(paper, section, 'H2', 'Billed to', { x: paper.left, y, width: half }, { size: 8, bold: true, color: MUTED }) + 2;
  y += write(paper, section, 'P', customer.name, { x: paper.left, y, width: half }, { size: 11, bold: true, maxHeight: 46 });
  y += write(paper, section, 'P', [...customer.addressLines, customer.email].join('\n'), { x: paper.left, y, width: half }, { maxHeight: 110 });
  let at = paper.y;
  for (const [name, value] of facts(invoice)) {
    const box = { x: right, y: at, width: half };
    section.add(paper.doc.struct('P', {}, () => {
      put(paper, name, { ...box, width: half * 0.45 }, { color: MUTED });
      put(paper, value, { ...box, x: right + half * 0.45, width: half * 0.55 }, { align: 'right', bold: name === 'Amount due' });
    }));
    at += Math.max(heightOf(paper, name, half * 0.45), heightOf(paper, value, half * 0.55, { bold: name === 'Amount due' })) + 3;
  }
  paper.y = Math.max(y, at) + 20;
}

function facts(invoice: InvoiceDocument): [string, string][] {
  const { timeZone, status } = invoice;
  const rows: [string, string | null][] = [
    ['Invoice number', invoice.number],
    ['Issued', invoice.issuedAt && dayOf(invoice.issuedAt, timeZone)],
    ['Due', invoice.dueDate && calendarDay(invoice.dueDate)],
    ['Status', status === 'cancelled' ? 'Cancelled' : MARKS[status].word],
    ['Paid on', invoice.paidAt && dayOf(invoice.paidAt, timeZone)],
    ['Cancelled on', invoice.voidedAt && dayOf(invoice.voidedAt, timeZone)],
    ['Amount due', money(invoice.due, invoice.currency)],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

function drawMark(paper: Paper, section: Element, status: InvoiceDocument['status'], rightEdge: number, y: number): void {
  const { word, color } = MARKS[status];
  const text = word.toUpperCase();
  const { doc } = paper;
  const width = doc.font('bold').fontSize(11).widthOfString(text) + 22;
  decorate(paper, () => doc.roundedRect(rightEdge - width, y, width, 22, 4).lineWidth(1.4).strokeColor(color).stroke());
  section.add(doc.struct('P', {}, () => doc.font('bold').fontSize(11).fillColor(color).text(text, rightEdge - width + 11, y + 5, { lineBreak: false })));
}

/** Nobody pays a void invoice by mistake, not even from its second page. */
function stamp(paper: Paper): void {
  const { doc } = paper;
  const draw = () => decorate(paper, () => {
    doc.save().rotate(-32, { origin: [doc.page.width / 2, doc.page.height / 2] }).font('bold').fontSize(150).fillColor('#b42318', 0.09);
    doc.text('VOID', doc.page.width / 2 - doc.widthOfString('VOID') / 2, doc.page.height / 2 - 80, { lineBreak: false });
    doc.restore().fillOpacity(1);
  });
  draw();
  doc.on('pageAdded', draw);
}

/** A heading over what follows, never left alone at the end of a page. */
export function drawTitle(paper: Paper, section: Element, title: string): void {
  need(paper, 60);
  paper.y += write(paper, section, 'H2', title, { x: paper.left, y: paper.y, width: paper.width }, { size: 11, bold: true }) + 6;
}
