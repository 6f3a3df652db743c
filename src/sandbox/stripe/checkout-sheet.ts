import { createHash } from 'node:crypto';
import { escapeHtml } from '../http.js';
import { PAGE_STYLE } from '../page-style.js';
import type { Form } from '../form.js';
import type { CheckoutSessionRow } from './rows.js';
import { moneyText } from './sheet-page.js';

/** Cards that say beforehand what they will do. */
const TEST_CARDS = [
  ['4242 4242 4242 4242', 'Pays'],
  ['4000 0000 0000 0002', 'Is declined'],
  ['4000 0025 0000 3155', 'Asks bank'],
] as const;

const COUNTRIES = [['US', 'United States'], ['CA', 'Canada'], ['GB', 'United Kingdom'], ['DE', 'Germany'], ['FR', 'France'], ['AU', 'Australia']] as const;

const STYLE = `
body { min-height: 100dvh }
main { max-width: 1040px; margin: 0 auto; padding: 20px 16px 40px; display: grid; gap: 24px }
@media (min-width: 860px) { main { grid-template-columns: minmax(0, 1fr) minmax(0, 420px); gap: 64px; padding: 64px 32px; align-items: start } }
.back { display: inline-flex; gap: 8px; align-items: center; min-height: 44px; color: var(--soft); text-decoration: none; font-weight: 600 }
.back:hover { color: var(--ink) }
.for { color: var(--soft); margin-top: 12px }
.total { font-size: clamp(2rem, 8vw, 2.75rem); font-weight: 700; letter-spacing: -0.02em; line-height: 1.15; font-variant-numeric: tabular-nums; margin-top: 2px }
.items { list-style: none; margin: 24px 0 0; padding: 0; border-top: 1px solid var(--line) }
.items li { display: flex; justify-content: space-between; gap: 16px; padding: 14px 0; border-bottom: 1px solid var(--line) }
.items span { display: block; color: var(--soft); font-size: 0.92rem; overflow-wrap: anywhere }
.items b { font-weight: 600; overflow-wrap: anywhere }
.items .sum { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--ink); font-size: 1rem }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 24px 20px; box-shadow: 0 12px 32px rgb(10 14 30 / 0.08) }
h1 { font-size: 1.25rem; letter-spacing: -0.01em }
form { display: grid; gap: 14px; margin-top: 18px }
label { display: grid; gap: 6px; font-weight: 600; font-size: 0.94rem }
input, select { width: 100%; min-height: 46px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 9px; background: var(--ground); font-weight: 400; font-size: 1rem }
input[readonly] { color: var(--soft); background: var(--tint) }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px }
.pay { min-height: 50px; border: 0; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 650; cursor: pointer; margin-top: 4px }
.pay:hover { filter: brightness(0.95) }
.refused { border: 1px solid var(--bad); color: var(--bad); background: var(--bad-ground); border-radius: 9px; padding: 11px 14px; margin-top: 16px }
.test { margin-top: 20px; padding: 12px 14px 14px; border-radius: 10px; background: var(--warn-ground); color: var(--warn); font-size: 0.92rem }
.cards { display: grid; gap: 8px; margin-top: 10px }
.cards button { display: flex; justify-content: space-between; gap: 12px; min-height: 44px; align-items: center; padding: 0 12px; border: 1px solid currentColor; border-radius: 8px; background: transparent; color: inherit; cursor: pointer; font-variant-numeric: tabular-nums; text-align: left }
.ended { max-width: 420px; margin: 12vh auto 0; display: block }
.ended p { color: var(--soft); margin-top: 8px }
.ended a { display: inline-flex; margin-top: 18px; min-height: 44px; align-items: center; color: var(--accent); font-weight: 600 }
:root { --edge: #8b94a3; --bad: #a3182b; --bad-ground: #fdeef0 }
@media (prefers-color-scheme: dark) { :root { --edge: #6d7684; --bad: #ffb0ba; --bad-ground: #3a171d } }
`;

const SCRIPT = `for (const b of document.querySelectorAll('[data-card]')) b.addEventListener('click', () => { const f = document.forms[0]; f.number.value = b.dataset.card; f.expiry.value ||= '12 / 34'; f.cvc.value ||= '123'; f.name.value ||= 'Test Payer'; if (!f.email.value) f.email.value = 'payer@example.com'; f.querySelector('.pay').focus() });
document.forms[0].addEventListener('submit', (e) => { const b = e.target.querySelector('.pay'); if (b.disabled) e.preventDefault(); b.disabled = true; b.textContent = 'Paying…' });
addEventListener('pageshow', (e) => { if (e.persisted) location.reload() });`;

/** The page's only script, allowed by its hash. */
export const PAGE_SCRIPT = { text: SCRIPT, hash: `sha256-${createHash('sha256').update(SCRIPT).digest('base64')}` };

export function checkoutSheet(session: CheckoutSessionRow, typed: Form, refused: string | null): string {
  const total = moneyText(session.amount, session.currency);
  const value = (name: string): string => escapeHtml(typeof typed[name] === 'string' ? typed[name] : '');
  const email = session.customer_email;
  const back = session.cancel_url ? `<a class="back" href="${escapeHtml(session.cancel_url)}"><span aria-hidden="true">←</span> Cancel and go back</a>` : '';
  return page(`Pay ${total}`, `<section aria-labelledby="what">${back}
<p class="for" id="what">${session.items.length === 1 ? escapeHtml(session.items[0]?.name ?? '') : 'Your order'}</p><p class="total">${total}</p>
<ul class="items">${session.items.map((item) => itemLine(item, session.currency)).join('')}</ul></section>
<section class="sheet" aria-labelledby="how"><h1 id="how">Pay with card</h1>
${refused === null ? '' : `<p class="refused" role="alert">${escapeHtml(refused)}</p>`}
<form method="post" action="/c/pay/${escapeHtml(session.id)}" novalidate>
<label>E-mail<input name="email" type="email" autocomplete="email" value="${email === null ? value('email') : escapeHtml(email)}"${email === null ? ' required' : ' readonly'}></label>
<label>Card number<input name="number" inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234" maxlength="23" required></label>
<div class="pair"><label>Expiry<input name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="9" value="${value('expiry')}" required></label>
<label>Security code<input name="cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="CVC" maxlength="4" required></label></div>
<label>Name on card<input name="name" autocomplete="cc-name" value="${value('name')}" maxlength="120" required></label>
${addressFields(session, value)}
<button class="pay">Pay ${total}</button></form>
<div class="test"><p>Test mode: no money moves. Fill in a card that</p><div class="cards">${TEST_CARDS.map(([number, does]) => `<button type="button" data-card="${number}"><span>${number}</span><span>${does}</span></button>`).join('')}</div></div></section>
<script>${SCRIPT}</script>`);
}

function itemLine(item: CheckoutSessionRow['items'][number], currency: string): string {
  const many = item.quantity > 1 ? ` × ${item.quantity}` : '';
  return `<li><div><b>${escapeHtml(item.name)}${many}</b>${item.description ? `<span>${escapeHtml(item.description)}</span>` : ''}</div><span class="sum">${moneyText(item.amount * item.quantity, currency)}</span></li>`;
}

function addressFields(session: CheckoutSessionRow, value: (name: string) => string): string {
  const chosen = value('country') || 'US';
  const country = `<label>Country<select name="country" autocomplete="country">${COUNTRIES.map(([code, name]) => `<option value="${code}"${code === chosen ? ' selected' : ''}>${name}</option>`).join('')}</select></label>`;
  const code = `<label>Postal code<input name="postal_code" autocomplete="postal-code" value="${value('postal_code')}" maxlength="20"></label>`;
  if (session.billing_address_collection !== 'required') return `<div class="pair">${country}${code}</div>`;
  return `<label>Address<input name="line1" autocomplete="address-line1" value="${value('line1')}" maxlength="200"></label>
<div class="pair"><label>City<input name="city" autocomplete="address-level2" value="${value('city')}" maxlength="100"></label><label>State<input name="state" autocomplete="address-level1" value="${value('state')}" maxlength="60"></label></div>
<div class="pair">${country}${code}</div>`;
}

export function endedSheet(title: string, text: string, link: string | null): string {
  return page(title, `<section class="sheet ended"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${link ? `<a href="${escapeHtml(link)}">Back to the shop</a>` : ''}</section>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${PAGE_STYLE}${STYLE}</style></head><body><main>${body}</main></body></html>`;
}
