import type { Settings } from './settings.js';

/** What somebody looks for. */
export interface Meant {
  /** Invoice numbers it may be: "42", "inv-00042" and INV-00042 are the same one. */
  readonly numbers: readonly string[];
  /** It can be nothing but a number: no people need to be looked through. */
  readonly numberOnly: boolean;
}

export function numbersMeant(search: string, { invoice_prefix: prefix }: Pick<Settings, 'invoice_prefix'>): Meant {
  const text = search.trim();
  const digits = /^\d{1,12}$/.test(text);
  return {
    numbers: [...new Set([text, text.toUpperCase(), ...(digits ? [`${prefix}${text.padStart(5, '0')}`] : [])])],
    numberOnly: digits || (text.toUpperCase().startsWith(prefix) && /^\d+$/.test(text.slice(prefix.length))),
  };
}
