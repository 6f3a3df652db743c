import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeForm } from '../form.js';
import { escapeHtml, readBody, sendHtml } from '../http.js';
import { PAGE_STYLE } from '../page-style.js';
import type { Api } from './api.js';
import type { Call } from './call.js';
import { StripeFailure } from './failure.js';
import { newId } from './ids.js';
import { sameText } from './resources/client-secret.js';
import { finishAuthentication } from './resources/confirm-payment.js';
import { finishSetup } from './resources/setup-intents.js';
import type { PaymentIntentRow, SetupIntentRow } from './rows.js';
import { beginWork } from './work.js';

type Intent = { kind: 'payment_intent'; row: PaymentIntentRow; } | { kind: 'setup_intent'; row: SetupIntentRow; };

/** The bank's page at `/3ds/<intent>`: shows what is being paid, takes Approve or Refuse, and sends the payer back. */
export async function serveAuthenticationPage(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const posted = request.method === 'POST' ? decodeForm(await readBody(request)) : undefined;
  const key = posted?.key ?? decodeForm(query).key;
  const intent = findIntent(api, path.split('/')[2] ?? '');
  const frame = { 'Content-Security-Policy': policy(api, intent) };
  if (!intent || typeof key !== 'string' || !sameText(key, intent.row.secret.slice(-12))) {
    return sendHtml(response, 404, notePage('This page has moved on', 'There is no payment to confirm at this address.'), frame);
  }
  if (intent.row.status !== 'requires_action') return leave(intent, response, frame);
  if (!posted) return sendHtml(response, 200, askPage(api, intent, key), frame);
  decide(api, request, intent, posted.answer === 'approve');
  leave(findIntent(api, intent.row.id) ?? intent, response, frame);
}

function findIntent(api: Api, id: string): Intent | undefined {
  const payment = api.state.tables.payment_intent.get(id);
  if (payment) return { kind: 'payment_intent', row: payment };
  const setup = api.state.tables.setup_intent.get(id);
  return setup && { kind: 'setup_intent', row: setup };
}

function decide(api: Api, request: IncomingMessage, intent: Intent, approved: boolean): void {
  const work = beginWork(api.state, { id: newId('req'), idempotency_key: null }, api.targets);
  const call: Call = { work, state: api.state, form: {}, ids: [intent.row.id], role: 'public', version: api.version, base: `http://${request.headers.host ?? ''}` };
  try {
    if (intent.kind === 'payment_intent') finishAuthentication(call, intent.row, approved);
    else finishSetup(call, intent.row, approved);
  } catch (error) {
    if (!(error instanceof StripeFailure) || !error.effects) throw error;
  }
  api.courier.carry(work.commit());
}

/** Back to the shop, as Stripe does it; where no address is known, the page that opened this one is told. */
function leave(intent: Intent, response: ServerResponse, headers: Record<string, string>): void {
  const { row, kind } = intent;
  const good = ['succeeded', 'requires_capture'].includes(row.status);
  const back = row.return_url;
  if (!back || !URL.canParse(back)) {
    const said = good ? ['Thank you', 'You can close this window now.'] : ['Not confirmed', 'Nothing was charged. You can close this window now.'];
    return sendHtml(response, 200, notePage(said[0] ?? '', said[1] ?? '', row.status), headers);
  }
  const target = new URL(back);
  target.searchParams.set(kind, row.id);
  target.searchParams.set(`${kind}_client_secret`, row.secret);
  target.searchParams.set('redirect_status', good ? 'succeeded' : 'failed');
  response.writeHead(303, { Location: target.href, 'Cache-Control': 'no-store', ...headers }).end();
}

function policy(api: Api, intent: Intent | undefined): string {
  const back = intent?.row.return_url;
  const origin = back && URL.canParse(back) ? ` ${new URL(back).origin}` : '';
  const frames = api.origins.length > 0 ? api.origins.join(' ') : "'self'";
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'self'${origin}; frame-ancestors 'self' ${frames}; base-uri 'none'`;
}

const STYLE = `
main { min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px; }
.sheet { width: 100%; max-width: 420px; background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 28px 24px 24px; box-shadow: 0 12px 32px rgb(10 14 30 / 0.10); }
.bank { display: flex; align-items: center; gap: 10px; font-weight: 600; padding-bottom: 18px; border-bottom: 1px solid var(--line); }
.bank svg { color: var(--accent); flex: none; }
h1 { font-size: 1.35rem; line-height: 1.25; letter-spacing: -0.01em; margin-top: 22px; }
.lead { color: var(--soft); margin-top: 8px; }
dl { margin-top: 20px; border-radius: 10px; background: var(--tint); padding: 6px 16px; }
dl > div { display: flex; justify-content: space-between; gap: 16px; padding: 9px 0; }
dl > div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.sum { font-weight: 650; }
form { display: grid; gap: 10px; margin-top: 22px; }
button { min-height: 48px; border-radius: 10px; border: 1px solid var(--line); background: transparent; font-weight: 600; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:hover { filter: brightness(0.96); }
.test { margin-top: 20px; padding: 10px 14px; border-radius: 10px; background: var(--warn-ground); color: var(--warn); font-size: 0.9rem; }
`;

function shell(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${PAGE_STYLE}${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

const MARK = '<svg width="26" height="26" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 3l8 3.5v5c0 4.6-3.2 8-8 9.5-4.8-1.5-8-4.9-8-9.5v-5z"/><path d="M8.7 12l2.4 2.4 4.3-4.7"/></svg>';

function askPage(api: Api, intent: Intent, key: string): string {
  const card = api.state.tables.payment_method.get(intent.row.payment_method ?? '')?.card;
  const paying = intent.kind === 'payment_intent';
  const rows: [string, string, string][] = [];
  if (intent.kind === 'payment_intent') rows.push(['Amount', moneyText(intent.row.amount, intent.row.currency), 'sum']);
  if (card) rows.push(['Card', `${card.brand[0]?.toUpperCase()}${card.brand.slice(1)} ending in ${card.last4}`, '']);
  if (intent.row.description) rows.push(['For', intent.row.description, '']);
  const list = rows.map(([name, value, kind]) => `<div><dt>${name}</dt><dd class="${kind}">${escapeHtml(value)}</dd></div>`).join('');
  return shell(paying ? 'Confirm your payment' : 'Confirm your card', `<section class="sheet" aria-labelledby="ask">
<div class="bank">${MARK}<span>Sandbox Bank</span></div>
<h1 id="ask">${paying ? 'Is this payment yours?' : 'Is this card yours?'}</h1>
<p class="lead">${paying ? 'Your bank asks you to confirm before it pays.' : 'Your bank asks you to confirm before the card is saved.'}</p>
<dl>${list}</dl>
<form method="post" action="/3ds/${escapeHtml(intent.row.id)}"><input type="hidden" name="key" value="${escapeHtml(key)}">
<button class="main" name="answer" value="approve">Approve</button><button name="answer" value="refuse">Refuse</button></form>
<p class="test">Test mode: no real bank is involved and no money moves.</p></section>`);
}

function notePage(title: string, text: string, status = ''): string {
  const tell = status ? `<script>for (const w of [window.parent, window.opener]) if (w && w !== window) w.postMessage({type: 'sandbox-authentication', status: ${JSON.stringify(status)}}, '*')</script>` : '';
  return shell(title, `<section class="sheet"><div class="bank">${MARK}<span>Sandbox Bank</span></div><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(text)}</p></section>${tell}`);
}

function moneyText(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
