import type { Settings } from './settings.js';

/** The invoice numbers somebody may mean: "42", "inv-00042" and INV-00042 are the same one. */
export function numbersMeant(search: string, { invoice_prefix: prefix }: Pick<Settings, 'invoice_prefix'>): string[] {
  const text = search.trim();
  return [...new Set([text, text.toUpperCase(), ...(/^\d{1,12}$/.test(text) ? [`${prefix}${text.padStart(5, '0')}`] : [])])];
}
