import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeForm } from '../form.js';
import { escapeHtml, readBody, sendHtml } from '../http.js';
import type { Api } from './api.js';
import type { Call } from './call.js';
import { StripeFailure } from './failure.js';
import { newId } from './ids.js';
import { sameText } from './resources/client-secret.js';
import { finishAuthentication } from './resources/confirm-payment.js';
import { finishSetup } from './resources/setup-intents.js';
import type { PaymentIntentRow, SetupIntentRow } from './rows.js';
import { BANK_MARK, moneyText, sheetPage } from './sheet-page.js';
import { beginWork } from './work.js';

type Intent = { kind: 'payment_intent'; row: PaymentIntentRow } | { kind: 'setup_intent'; row: SetupIntentRow };

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
  // The form ends in redirects, which browsers hold to the same rule: over a checkout page they lead on to the shop.
  const session = intent?.kind === 'payment_intent' ? api.state.tables.checkout_session.get(intent.row.checkout ?? '') : undefined;
  const origin = [intent?.row.return_url, session?.success_url].map((back) => (back && URL.canParse(back) ? ` ${new URL(back).origin}` : '')).join('');
  const frames = api.origins.length > 0 ? api.origins.join(' ') : "'self'";
  return `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'self'${origin}; frame-ancestors 'self' ${frames}; base-uri 'none'`;
}

function askPage(api: Api, intent: Intent, key: string): string {
  const card = api.state.tables.payment_method.get(intent.row.payment_method ?? '')?.card;
  const paying = intent.kind === 'payment_intent';
  const rows: [string, string, string][] = [];
  if (intent.kind === 'payment_intent') rows.push(['Amount', moneyText(intent.row.amount, intent.row.currency), 'sum']);
  if (card) rows.push(['Card', `${card.brand[0]?.toUpperCase()}${card.brand.slice(1)} ending in ${card.last4}`, '']);
  if (intent.row.description) rows.push(['For', intent.row.description, '']);
  const list = rows.map(([name, value, kind]) => `<div><dt>${name}</dt><dd class="${kind}">${escapeHtml(value)}</dd></div>`).join('');
  return sheetPage(paying ? 'Confirm your payment' : 'Confirm your card', `<section class="sheet" aria-labelledby="ask">
<div class="bank">${BANK_MARK}<span>Sandbox Bank</span></div>
<h1 id="ask">${paying ? 'Is this payment yours?' : 'Is this card yours?'}</h1>
<p class="lead">${paying ? 'Your bank asks you to confirm before it pays.' : 'Your bank asks you to confirm before the card is saved.'}</p>
<dl>${list}</dl>
<form method="post" action="/3ds/${escapeHtml(intent.row.id)}"><input type="hidden" name="key" value="${escapeHtml(key)}">
<button class="main" name="answer" value="approve">Approve</button><button name="answer" value="refuse">Refuse</button></form>
<p class="test">Test mode: no real bank is involved and no money moves.</p></section>`);
}

function notePage(title: string, text: string, status = ''): string {
  const tell = status ? `<script>for (const w of [window.parent, window.opener]) if (w && w !== window) w.postMessage({type: 'sandbox-authentication', status: ${JSON.stringify(status)}}, '*')</script>` : '';
  return sheetPage(title, `<section class="sheet"><div class="bank">${BANK_MARK}<span>Sandbox Bank</span></div><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(text)}</p></section>${tell}`);
}
