import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeHtml, sendHtml } from '../http.js';
import type { Api } from './api.js';
import type { ChargeRow } from './rows.js';
import { BANK_MARK, moneyText, sheetPage } from './sheet-page.js';

const POLICY = { 'Content-Security-Policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'" };

/** The page behind a charge's `receipt_url`; the charge's id is its key, as on Stripe's own receipts. */
export function serveReceiptPage(api: Api, request: IncomingMessage, response: ServerResponse): void {
  const charge = api.state.tables.charge.get((request.url ?? '').split(/[/?]/)[2] ?? '');
  if (!charge || charge.status !== 'succeeded') return sendHtml(response, 404, page('No such receipt', []), POLICY);
  sendHtml(response, 200, page('Receipt', rowsOf(charge)), POLICY);
}

function rowsOf(charge: ChargeRow): [string, string][] {
  const rows: [string, string][] = [
    ['Paid', moneyText(charge.amount, charge.currency)],
    ['Card', `${charge.card.brand} ending in ${charge.card.last4}`],
    ['On', new Date(charge.created * 1000).toISOString().slice(0, 10)],
  ];
  if (charge.description) rows.push(['For', charge.description]);
  if (charge.amount_refunded > 0) rows.push(['Refunded', moneyText(charge.amount_refunded, charge.currency)]);
  return rows;
}

function page(title: string, rows: [string, string][]): string {
  const list = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join('');
  return sheetPage(title, `<section class="sheet"><div class="bank">${BANK_MARK}<span>Sandbox Bank</span></div><h1>${title}</h1>${list && `<dl>${list}</dl>`}<p class="test">Test mode: no money has moved.</p></section>`);
}
