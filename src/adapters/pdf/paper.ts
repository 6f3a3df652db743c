import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

export type Element = PDFKit.PDFStructureElement;

/** A document being written from top to bottom. Whatever is on it belongs to its structure, or is an artifact. */
export interface Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly root: Element;
  readonly left: number;
  readonly width: number;
  /** Where the next thing goes. */
  y: number;
}

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'right';
  /** The rest is cut off with an ellipsis. */
  readonly maxHeight?: number;
}

export const INK = '#16181d';
export const MUTED = '#555d6b';
export const HAIRLINE = '#d5d9e0';

const MARGIN = 54;
const FOOT = 66;
/** Pages are turned by us: pdfkit would turn them in the middle of a table row. */
const LAST_RESORT = 12;

/** A default font would be opened anew with every use of ours by name. */
const NO_FONT = null as unknown as string;

const font = (file: string) => readFileSync(fileURLToPath(new URL(`fonts/${file}`, import.meta.url)));
const FONTS = { plain: font('DejaVuSans.ttf'), bold: font('DejaVuSans-Bold.ttf') };

const LETTER_PAPER = new Set(['USD', 'CAD', 'MXN', 'PHP', 'COP', 'CLP']);

/** The paper people have where this currency is spent. */
export function sizeFor(currency: string): 'LETTER' | 'A4' {
  return LETTER_PAPER.has(currency) ? 'LETTER' : 'A4';
}

export interface PaperFacts {
  readonly title: string;
  readonly author: string;
  readonly size: 'LETTER' | 'A4';
  /** The same invoice gives the same bytes. */
  readonly at: Date;
}

/** A tagged PDF 1.7 with our fonts embedded: built-in ones have no letters beyond Western Europe. */
export function openPaper({ title, author, size, at }: PaperFacts): Paper {
  const doc = new PDFDocument({
    size, margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: LAST_RESORT }, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: 'en-US',
    displayTitle: true, font: NO_FONT, info: { Title: clean(title), Author: clean(author), CreationDate: at, ModDate: at },
  });
  doc.registerFont('plain', FONTS.plain).registerFont('bold', FONTS.bold);
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, left: MARGIN, width: doc.page.width - 2 * MARGIN, y: MARGIN };
}

/** Ends the document and gives its bytes. */
export function closePaper({ doc, root }: Paper): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
    root.end();
    doc.end();
  });
}

/** Is there `height` left above the foot? Else turns the page; `onTurn` repeats what a new page begins with. */
export function need(paper: Paper, height: number, onTurn: () => void = () => undefined): void {
  const { doc } = paper;
  if (paper.y + height <= doc.page.height - FOOT || paper.y <= MARGIN) return;
  doc.addPage();
  paper.y = MARGIN;
  onTurn();
}

/** Text as a part of `parent`; gives its height. */
export function write(paper: Paper, parent: Element, tag: string, text: string, box: { x: number; y: number; width: number }, style: TextStyle = {}): number {
  const height = heightOf(paper, text, box.width, style);
  parent.add(paper.doc.struct(tag, {}, () => put(paper, text, box, style)));
  return height;
}

/** Text that repeats or decorates: readers pass over it. */
export function decorate(paper: Paper, draw: () => void): void {
  paper.doc.markContent('Artifact', { type: 'Layout' });
  draw();
  paper.doc.endMarkedContent();
}

export function put({ doc }: Paper, text: string, { x, y, width }: { x: number; y: number; width: number }, style: TextStyle = {}): void {
  styled(doc, style).fillColor(style.color ?? INK).text(clean(text), x, y, layout(width, style));
}

export function heightOf({ doc }: Paper, text: string, width: number, style: TextStyle = {}): number {
  const height = styled(doc, style).heightOfString(clean(text) || ' ', layout(width, style));
  return style.maxHeight === undefined ? height : Math.min(height, style.maxHeight);
}

export function rule(paper: Paper, y: number): void {
  decorate(paper, () => paper.doc.moveTo(paper.left, y).lineTo(paper.left + paper.width, y).lineWidth(0.7).strokeColor(HAIRLINE).stroke());
}

function styled(doc: PDFKit.PDFDocument, { size = 9, bold = false }: TextStyle): PDFKit.PDFDocument {
  return doc.font(bold ? 'bold' : 'plain').fontSize(size);
}

function layout(width: number, { align = 'left', maxHeight }: TextStyle): PDFKit.Mixins.TextOptions {
  return { width, align, lineGap: 1.5, ...(maxHeight !== undefined && { height: maxHeight, ellipsis: true }) };
}

/** Composed letters, as fonts have them; line ends stay, other control characters and changes of direction do not. */
export function clean(text: string): string {
  return text.normalize('NFC').replace(/[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
