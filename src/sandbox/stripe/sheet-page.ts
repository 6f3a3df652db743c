import { escapeHtml } from '../http.js';
import { PAGE_STYLE } from '../page-style.js';

const STYLE = `
main { min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px }
.sheet { width: 100%; max-width: 420px; background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 28px 24px 24px; box-shadow: 0 12px 32px rgb(10 14 30 / 0.10); }
.bank { display: flex; align-items: center; gap: 10px; font-weight: 600; padding-bottom: 18px; border-bottom: 1px solid var(--line); }
.bank svg { color: var(--accent); flex: none }
h1 { font-size: 1.35rem; line-height: 1.25; letter-spacing: -0.01em; margin-top: 22px }
.lead { color: var(--soft); margin-top: 8px }
dl { margin-top: 20px; border-radius: 10px; background: var(--tint); padding: 6px 16px }
dl > div { display: flex; justify-content: space-between; gap: 16px; padding: 9px 0 }
dl > div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
.sum { font-weight: 650 }
form { display: grid; gap: 10px; margin-top: 22px }
button { min-height: 48px; border-radius: 10px; border: 1px solid var(--line); background: transparent; font-weight: 600; cursor: pointer }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:hover { filter: brightness(0.96); }
.test { margin-top: 20px; padding: 10px 14px; border-radius: 10px; background: var(--warn-ground); color: var(--warn); font-size: 0.9rem }
`;

/** A page with one sheet in its middle. */
export function sheetPage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${PAGE_STYLE}${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

export const BANK_MARK = '<svg width="26" height="26" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 3l8 3.5v5c0 4.6-3.2 8-8 9.5-4.8-1.5-8-4.9-8-9.5v-5z"/><path d="M8.7 12l2.4 2.4 4.3-4.7"/></svg>';

/** `$12.50` from 1250 cents. */
export function moneyText(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
