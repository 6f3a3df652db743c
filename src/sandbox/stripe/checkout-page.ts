import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeForm, type Form } from '../form.js';
import { readBody, sendHtml } from '../http.js';
import type { Api } from './api.js';
import type { Call } from './call.js';
import { checkoutSheet, endedSheet, PAGE_SCRIPT } from './checkout-sheet.js';
import { StripeFailure } from './failure.js';
import { newId } from './ids.js';
import { payCheckout, type TypedPayment } from './resources/pay-checkout.js';
import type { CheckoutSessionRow } from './rows.js';
import { nextActionView } from './views/next-action.js';
import { beginWork } from './work.js';

/** The page behind a session's `url`: shows what is bought, takes a card, sends the payer back to the shop. */
export async function serveCheckoutPage(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = (request.url ?? '').split(/[/?#]/)[3] ?? '';
  const session = api.state.tables.checkout_session.get(id);
  const headers = { 'Content-Security-Policy': policy(session), 'Referrer-Policy': 'same-origin' };
  if (!session) return sendHtml(response, 404, endedSheet('There is nothing to pay here', 'This page does not exist, or it was removed.', null), headers);
  if (session.status === 'complete') return request.method === 'POST' || cameFromBank(request) ? goTo(response, successOf(session)) : sendHtml(response, 200, endedSheet('You have paid', 'This page was used already. You can go back to the shop.', successOf(session)), headers);
  if (session.status === 'expired') return sendHtml(response, 200, endedSheet('This page has expired', 'Nothing was charged. Go back to the shop to begin anew.', session.cancel_url), headers);
  if (request.method !== 'POST') return sendHtml(response, 200, checkoutSheet(session, {}, reasonOf(api, session)), headers);
  const form = decodeForm(await readBody(request));
  const outcome = await submit(api, session, form);
  if ('goTo' in outcome) return goTo(response, outcome.goTo);
  sendHtml(response, 402, checkoutSheet(session, form, outcome.refused), headers);
}

type Outcome = { readonly goTo: string } | { readonly refused: string };

async function submit(api: Api, session: CheckoutSessionRow, form: Form): Promise<Outcome> {
  const typed = readTyped(form);
  if (typeof typed === 'string') return { refused: typed };
  // The address that Stripe's own page calls, so that faults can be aimed at it.
  const fault = api.faults.match('POST', `/v1/payment_pages/${session.id}/confirm`);
  if (fault?.mode === 'slow') await sleep(fault.ms ?? 1000);
  const current = api.state.tables.checkout_session.get(session.id) ?? session;
  if (current.status !== 'open') return { goTo: `${session.base}/c/pay/${session.id}` };
  const work = beginWork(api.state, { id: newId('req'), idempotency_key: null }, api.targets);
  const call: Call = { work, state: api.state, form: {}, ids: [session.id], role: 'public', version: api.version, base: session.base };
  if (fault?.mode === 'decline') call.refuse = fault.decline_code ?? 'generic_decline';
  if (fault?.mode === 'processing') call.undecided = true;
  try {
    const intent = payCheckout(call, current, typed);
    api.courier.carry(work.commit());
    const ask = nextActionView(intent, { shape: 'current', base: session.base, availableUntil: 0, find: () => undefined });
    const place = ask?.redirect_to_url as { url?: string } | undefined;
    return { goTo: place?.url ?? successOf(session) };
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    if (error.effects) api.courier.carry(work.commit());
    return { refused: error.message };
  }
}

/** What was typed, or what is wrong with it. */
function readTyped(form: Form): TypedPayment | string {
  const field = (name: string): string => (typeof form[name] === 'string' ? form[name].trim() : '');
  const [month = '', year = ''] = field('expiry').split(/[^\d]+/).length > 1 ? field('expiry').split(/[^\d]+/) : [field('expiry').slice(0, 2), field('expiry').slice(2)];
  if (!/^\S+@\S+\.\S+$/.test(field('email'))) return 'Please give an e-mail address.';
  if (field('number') === '') return 'Please give the number of the card.';
  if (!/^\d{1,2}$/.test(month) || !/^(\d{2}|\d{4})$/.test(year)) return 'The expiry date has a month and a year: 12 / 34.';
  if (field('cvc') === '') return 'Please give the security code.';
  if (field('name') === '') return 'Please give the name on the card.';
  const part = (name: string): string | null => field(name) || null;
  return {
    number: field('number'), month: Number(month), year: Number(year), cvc: field('cvc'), name: field('name'), email: field('email'),
    address: { country: part('country'), postal_code: part('postal_code'), line1: part('line1'), city: part('city'), state: part('state') },
  };
}

/** Why the last attempt did not go through, for who comes back from his bank. */
function reasonOf(api: Api, session: CheckoutSessionRow): string | null {
  return api.state.tables.payment_intent.get(session.payment_intent ?? '')?.error?.message ?? null;
}

const cameFromBank = (request: IncomingMessage): boolean => (request.url ?? '').includes('payment_intent=');
const successOf = (session: CheckoutSessionRow): string => session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id).replaceAll('%7BCHECKOUT_SESSION_ID%7D', session.id);

function goTo(response: ServerResponse, address: string): void {
  response.writeHead(303, { Location: address, 'Cache-Control': 'no-store' }).end();
}

/** The form ends in a redirect, which browsers hold to the same rule. */
function policy(session: CheckoutSessionRow | undefined): string {
  const places = [session?.success_url, session?.base].flatMap((place) => (place && URL.canParse(place) ? [new URL(place).origin] : []));
  return `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${PAGE_SCRIPT.hash}'; form-action 'self' ${places.join(' ')}; frame-ancestors 'none'; base-uri 'none'`;
}
