import { INK, MUTED, decorate, heightOf, need, put, rule } from './paper.js';
import type { Element, Paper, TextStyle } from './paper.js';

export interface Column {
  readonly title: string;
  /** Share of the width. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

const PAD = 5;
const HEAD_FILL = '#eef0f4';
/** One cell is never taller than this: a row has to fit on a page. */
const TALLEST = 320;

/** A table whose head is repeated on every page; readers hear it once. Its last row is on the same page as what comes after, `after` high. */
export function drawTable(paper: Paper, parent: Element, columns: readonly Column[], rows: readonly (readonly string[])[], after = 0): void {
  const { doc } = paper;
  const table = doc.struct('Table');
  parent.add(table);
  const boxes = boxesOf(paper, columns);
  need(paper, 60);
  drawHead(paper, table, columns, boxes);
  const body = doc.struct('TBody');
  table.add(body);
  for (const [place, row] of rows.entries()) drawRow(paper, body, columns, boxes, { cells: row, after: place === rows.length - 1 ? after : 0 });
  table.end();
  paper.y += 8;
}

interface Box { readonly x: number; readonly width: number }

function boxesOf({ left, width }: Paper, columns: readonly Column[]): Box[] {
  let x = left;
  return columns.map((column) => {
    const box = { x: x + PAD, width: column.share * width - 2 * PAD };
    x += column.share * width;
    return box;
  });
}

function drawHead(paper: Paper, table: Element, columns: readonly Column[], boxes: readonly Box[]): void {
  const { doc } = paper;
  fillHead(paper);
  const head = doc.struct('THead');
  const row = doc.struct('TR');
  table.add(head);
  head.add(row);
  columns.forEach((column, i) => {
    row.add(doc.struct('TH', { scope: 'Column' } as never, () => put(paper, column.title, { ...boxes[i]!, y: paper.y + PAD }, headStyle(column))));
  });
  head.end();
  paper.y += headHeight(paper);
}

function repeatHead(paper: Paper, columns: readonly Column[], boxes: readonly Box[]): void {
  fillHead(paper);
  decorate(paper, () => columns.forEach((column, i) => put(paper, column.title, { ...boxes[i]!, y: paper.y + PAD }, headStyle(column))));
  paper.y += headHeight(paper);
}

function fillHead(paper: Paper): void {
  decorate(paper, () => paper.doc.rect(paper.left, paper.y, paper.width, headHeight(paper)).fill(HEAD_FILL));
}

function headHeight(paper: Paper): number {
  return heightOf(paper, 'Amount', 200, { size: 8, bold: true }) + 2 * PAD;
}

function headStyle({ align = 'left' }: Column): TextStyle {
  return { size: 8, bold: true, color: MUTED, align };
}

function drawRow(paper: Paper, body: Element, columns: readonly Column[], boxes: readonly Box[], { cells, after }: { readonly cells: readonly string[]; readonly after: number }): void {
  const { doc } = paper;
  const styles = columns.map(({ align = 'left' }): TextStyle => ({ align, color: INK, maxHeight: TALLEST }));
  const height = Math.max(...cells.map((text, i) => heightOf(paper, text, boxes[i]!.width, styles[i]!))) + 2 * PAD;
  need(paper, height + after, () => repeatHead(paper, columns, boxes));
  const row = doc.struct('TR');
  body.add(row);
  cells.forEach((text, i) => {
    row.add(doc.struct('TD', {}, () => put(paper, text, { ...boxes[i]!, y: paper.y + PAD }, styles[i])));
  });
  row.end();
  paper.y += height;
  rule(paper, paper.y);
}
