import type { InvoiceDocument } from '../../core/ports/documents.js';
import { MUTED, clean, decorate, heightOf, need, put, rule, write } from './paper.js';
import type { Element, Paper } from './paper.js';

const LOGO = { width: 170, height: 52 };
const GAP = 24;

/** What stands at the top of every document of ours. */
export interface Heading {
  readonly title: string;
  readonly number: string | null;
  /** How it stands, in a colour that is read on white. */
  readonly mark: { readonly word: string; readonly color: string };
  readonly business: InvoiceDocument['business'];
  /** Over the customer: "Billed to". */
  readonly toTitle: string;
  readonly customer: InvoiceDocument['customer'];
  readonly facts: readonly Fact[];
  /** Across every page: nobody pays a void invoice by mistake. */
  readonly stamp?: string;
}

export interface Fact {
  readonly name: string;
  /** Null: left out. */
  readonly value: string | null;
  readonly strong?: boolean;
}

/** Who writes to whom, the facts that matter, and the mark that says how it stands. */
export function drawHeading(paper: Paper, heading: Heading, logo: Uint8Array | null): void {
  const half = (paper.width - GAP) / 2;
  const right = paper.left + half + GAP;
  const top = paper.y;
  const section = paper.doc.struct('Sect');
  paper.root.add(section);
  const leftEnd = drawBusiness(paper, section, heading, logo, half);
  let y = top + write(paper, section, 'H1', heading.title, { x: right, y: top, width: half }, { size: 22, bold: true, align: 'right' });
  if (heading.number) y += write(paper, section, 'P', heading.number, { x: right, y, width: half }, { size: 11, color: MUTED, align: 'right' });
  drawMark(paper, section, heading.mark, right + half, y + 6);
  paper.y = Math.max(leftEnd, y + 34) + 18;
  drawParties(paper, section, heading, half, right);
  section.end();
  if (heading.stamp !== undefined) stamp(paper, heading.stamp);
}

function drawBusiness(paper: Paper, section: Element, { business }: Heading, logo: Uint8Array | null, width: number): number {
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

function drawParties(paper: Paper, section: Element, { customer, toTitle, facts }: Heading, half: number, right: number): void {
  let y = paper.y;
  y += write(paper, section, 'H2', toTitle, { x: paper.left, y, width: half }, { size: 8, bold: true, color: MUTED }) + 2;
  y += write(paper, section, 'P', customer.name, { x: paper.left, y, width: half }, { size: 11, bold: true, maxHeight: 46 });
  y += write(paper, section, 'P', [...customer.addressLines, customer.email].join('\n'), { x: paper.left, y, width: half }, { maxHeight: 110 });
  let at = paper.y;
  for (const { name, value, strong } of facts) {
    if (value === null) continue;
    const box = { x: right, y: at, width: half };
    section.add(paper.doc.struct('P', {}, () => {
      put(paper, name, { ...box, width: half * 0.45 }, { color: MUTED });
      put(paper, value, { ...box, x: right + half * 0.45, width: half * 0.55 }, { align: 'right', bold: strong });
    }));
    at += Math.max(heightOf(paper, name, half * 0.45), heightOf(paper, value, half * 0.55, { bold: strong })) + 3;
  }
  paper.y = Math.max(y, at) + 20;
}

function drawMark(paper: Paper, section: Element, { word, color }: Heading['mark'], rightEdge: number, y: number): void {
  const text = word.toUpperCase();
  const { doc } = paper;
  const width = doc.font('bold').fontSize(11).widthOfString(text) + 22;
  decorate(paper, () => doc.roundedRect(rightEdge - width, y, width, 22, 4).lineWidth(1.4).strokeColor(color).stroke());
  section.add(doc.struct('P', {}, () => doc.font('bold').fontSize(11).fillColor(color).text(text, rightEdge - width + 11, y + 5, { lineBreak: false })));
}

function stamp(paper: Paper, word: string): void {
  const { doc } = paper;
  const draw = () => decorate(paper, () => {
    doc.save().rotate(-32, { origin: [doc.page.width / 2, doc.page.height / 2] }).font('bold').fontSize(150).fillColor('#b42318', 0.09);
    doc.text(word, doc.page.width / 2 - doc.widthOfString(word) / 2, doc.page.height / 2 - 80, { lineBreak: false });
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

/** Known only when all pages are there. */
export function drawFeet(paper: Paper, text: string): void {
  const { doc } = paper;
  const { start, count } = doc.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    doc.switchToPage(start + i);
    const y = doc.page.height - 44;
    rule(paper, y - 8);
    decorate(paper, () => {
      put(paper, text, { x: paper.left, y, width: paper.width * 0.7 }, { size: 7.5, color: MUTED, maxHeight: 11 });
      put(paper, `Page ${i + 1} of ${count}`, { x: paper.left + paper.width * 0.7, y, width: paper.width * 0.3 }, { size: 7.5, color: MUTED, align: 'right' });
    });
  }
}

export interface TotalRow { readonly name: string; readonly amount: string; readonly strong: boolean }

/** Sums under a table, at its right edge. */
/** How high totals are with what parts them from the table above, in points. */
export const heightOfTotals = (rows: readonly TotalRow[]): number => rows.length * 17 + 16;

export function drawTotals(paper: Paper, section: Element, rows: readonly TotalRow[]): void {
  need(paper, heightOfTotals(rows) - 8);
  const width = 280;
  const x = paper.left + paper.width - width - 5;
  for (const { name, amount: text, strong } of rows) {
    const style = { bold: strong, size: strong ? 10.5 : 9 };
    section.add(paper.doc.struct('P', {}, () => {
      put(paper, name, { x, y: paper.y, width: width * 0.55 }, { ...style, color: strong ? undefined : MUTED });
      put(paper, text, { x: x + width * 0.4, y: paper.y, width: width * 0.6 }, { ...style, align: 'right' });
    }));
    paper.y += Math.max(heightOf(paper, text, width * 0.6, style), heightOf(paper, name, width * 0.55, style)) + 4;
  }
  paper.y += 18;
}

export function drawSection(paper: Paper, draw: (section: Element) => void): void {
  const section = paper.doc.struct('Sect');
  paper.root.add(section);
  draw(section);
  section.end();
}
