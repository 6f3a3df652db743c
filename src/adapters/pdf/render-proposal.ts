import type { ProposalDocument } from '../../core/ports/documents.js';
import { drawFeet, drawHeading, drawSection, drawTitle, drawTotals, heightOfTotals } from './heading.js';
import type { Heading, TotalRow } from './heading.js';
import { MUTED, clean, closePaper, heightOf, need, openPaper, sizeFor, write } from './paper.js';
import type { Paper } from './paper.js';
import { drawTable } from './table.js';
import type { Column } from './table.js';
import { dayOf, instantOf, money } from './words.js';

const STAGE_COLUMNS: readonly Column[] = [
  { title: 'Milestone', share: 0.35 }, { title: 'Share', share: 0.12, align: 'right' }, { title: 'Due', share: 0.35 }, { title: 'Amount', share: 0.18, align: 'right' },
];

const MARKS: Readonly<Record<ProposalDocument['status'], { readonly word: string; readonly color: string }>> = {
  draft: { word: 'Draft', color: '#555d6b' },
  sent: { word: 'Open', color: '#1d4ed8' },
  accepted: { word: 'Accepted', color: '#146c2e' },
  rejected: { word: 'Declined', color: '#b42318' },
  expired: { word: 'Expired', color: '#b42318' },
};

/** A paragraph is written whole, so it has to fit on a page. */
const LONGEST_PIECE = 1_400;

/** Draws the whole offer; the same values give the same bytes. */
export function renderProposal(proposal: ProposalDocument, logo: Uint8Array | null): Promise<Buffer> {
  const paper = openPaper({ title: proposal.title, author: proposal.business.name, size: sizeFor(proposal.currency), at: new Date(proposal.changedAt) });
  drawHeading(paper, headingOf(proposal), logo);
  drawSection(paper, (section) => {
    need(paper, heightOf(paper, proposal.title, paper.width, { size: 15, bold: true }) + 60);
    paper.y += write(paper, section, 'H2', proposal.title, { x: paper.left, y: paper.y, width: paper.width }, { size: 15, bold: true }) + 8;
    if (proposal.description !== null) drawText(paper, section, proposal.description);
  });
  drawSection(paper, (section) => {
    const sums = totals(proposal);
    drawTitle(paper, section, 'What is paid when');
    drawTable(paper, section, STAGE_COLUMNS, proposal.stages.map((stage) => [stage.milestone, `${stage.percent} %`, stage.due, money(stage.amount, proposal.currency)]), heightOfTotals(sums));
    drawTotals(paper, section, sums);
  });
  drawSection(paper, (section) => drawClosing(paper, section, proposal));
  drawFeet(paper, [proposal.business.name, proposal.documentHash === null ? null : `Document ${proposal.documentHash.slice(0, 32)}`].filter(Boolean).join(' · '));
  return closePaper(paper);
}

function headingOf(proposal: ProposalDocument): Heading {
  const { timeZone, status } = proposal;
  return {
    title: 'Offer', number: null, mark: MARKS[status], business: proposal.business, toTitle: 'Prepared for', customer: proposal.customer,
    facts: [
      { name: 'Sent', value: proposal.sentAt && dayOf(proposal.sentAt, timeZone) },
      { name: 'Valid until', value: proposal.validUntil && instantOf(proposal.validUntil, timeZone) },
      { name: status === 'rejected' ? 'Declined on' : 'Accepted on', value: proposal.decidedAt && dayOf(proposal.decidedAt, timeZone) },
      { name: 'Total before tax', value: money(proposal.total, proposal.currency), strong: true },
    ],
  };
}

function drawText(paper: Paper, section: Parameters<typeof write>[1], text: string): void {
  for (const paragraph of text.split('\n')) {
    if (paragraph.trim() === '') { paper.y += 5; continue; }
    for (const piece of piecesOf(clean(paragraph))) {
      const style = { size: 10 };
      need(paper, heightOf(paper, piece, paper.width, style));
      paper.y += write(paper, section, 'P', piece, { x: paper.left, y: paper.y, width: paper.width }, style) + 4;
    }
  }
  paper.y += 12;
}

function* piecesOf(text: string): Generator<string> {
  let rest = text;
  while (rest.length > LONGEST_PIECE) {
    const space = rest.lastIndexOf(' ', LONGEST_PIECE);
    const cut = space > 0 ? space : LONGEST_PIECE;
    yield rest.slice(0, cut);
    rest = rest.slice(cut).trimStart();
  }
  yield rest;
}

function totals({ total, monthly, currency }: ProposalDocument): TotalRow[] {
  const rows: TotalRow[] = [{ name: 'Total before tax', amount: money(total, currency), strong: true }];
  return monthly === null ? rows : [...rows, { name: 'Every month from acceptance', amount: money(monthly, currency), strong: false }];
}

function drawClosing(paper: Paper, section: Parameters<typeof write>[1], proposal: ProposalDocument): void {
  const lines = [
    'Amounts are before tax. Each invoice carries the tax of the day it is issued.',
    ...(proposal.monthly === null ? [] : ['The monthly amount is billed by itself from the first billing day after acceptance on.']),
    ...decisionOf(proposal),
    proposal.business.footer,
  ];
  for (const line of lines.filter((text) => text !== '')) {
    const style = { color: MUTED, maxHeight: 300 };
    need(paper, heightOf(paper, line, paper.width, style));
    paper.y += write(paper, section, 'P', line, { x: paper.left, y: paper.y, width: paper.width }, style) + 5;
  }
}

function decisionOf({ status, signer, onBehalf, decidedAt, timeZone, documentHash }: ProposalDocument): string[] {
  if (decidedAt === null || signer === null) return [];
  const word = status === 'rejected' ? 'Declined' : 'Accepted';
  const by = onBehalf ? `${word} in the customer’s name, entered by ${signer}` : `${word} by ${signer}`;
  return [`${by} on ${instantOf(decidedAt, timeZone)}.${documentHash === null ? '' : ` Document ${documentHash}`}`];
}
