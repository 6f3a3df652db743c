/** Which invoices are paid together: ids with commas between them, so that the address can be kept. */
export interface BasketSearch {
  invoices?: string;
}

/** The processor keeps a note of each. */
export const MOST_AT_ONCE = 40;

export const basketSearch = (ids: readonly string[]): BasketSearch => ({ invoices: ids.slice(0, MOST_AT_ONCE).join(',') });

export const readBasketSearch = ({ invoices = '' }: BasketSearch): string[] =>
  [...new Set(invoices.split(',').filter((id) => id !== ''))].slice(0, MOST_AT_ONCE);

export const checkBasketSearch = (search: Record<string, unknown>): BasketSearch =>
  typeof search['invoices'] === 'string' ? { invoices: search['invoices'] } : {};
