/** The five caches of the portal document, and how many entries each holds. */
export const CACHE_SIZES = { customers: 500, notifications: 200, queries: 1_000, invoices: 500, jobs: 500 } as const;

export type CacheName = keyof typeof CACHE_SIZES;

export const CACHE_NAMES = Object.keys(CACHE_SIZES) as CacheName[];

/** Whose an entry is: a customer, or the business as a whole. It is part of every key, so that customers never mix. */
export const BUSINESS = 'business';

/** How an entry is called: its kind and key are what people read ("customer:john@example.com"), the owner goes last. */
export function entryName(kind: string, key: string, owner: string): string {
  return `${kind}:${key}#${owner}`;
}

/** What another process is told to forget. */
export type Hint =
  | { readonly forget: 'all' }
  | { readonly forget: 'pattern'; readonly pattern: string }
  | { readonly forget: 'owners'; readonly owners: readonly string[] };

/** A hint out of what came from outside; null for anything else. */
export function readHint(value: unknown): Hint | null {
  if (typeof value !== 'object' || value === null || !('forget' in value)) return null;
  if (value.forget === 'all') return { forget: 'all' };
  if (value.forget === 'pattern' && 'pattern' in value && typeof value.pattern === 'string') return { forget: 'pattern', pattern: value.pattern };
  if (value.forget === 'owners' && 'owners' in value && Array.isArray(value.owners) && value.owners.every((owner) => typeof owner === 'string')) {
    return { forget: 'owners', owners: value.owners as string[] };
  }
  return null;
}
