/** What the browser says about where a request comes from. */
export interface Whence {
  readonly method: string;
  readonly secFetchSite?: string | undefined;
  readonly origin?: string | undefined;
  readonly referer?: string | undefined;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * May a request that is authorized by a cookie alone change something? Browsers add cookies to requests of
 * foreign pages too, so: `Sec-Fetch-Site`, when present, must be same-origin or none; else `Origin`, else
 * `Referer`, when present, must be one of ours. Without all three it is no browser (a curl with a cookie).
 * Requests with a Bearer are never asked: no foreign page can add one.
 */
export function mayUseCookie(whence: Whence, ownOrigins: ReadonlySet<string>): boolean {
  if (SAFE.has(whence.method.toUpperCase())) return true;
  const { secFetchSite, origin, referer } = whence;
  if (secFetchSite === 'same-origin' || secFetchSite === 'none') return true;
  // A page of a listed origin (ALLOWED_ORIGINS) is same-site or cross-site, and still ours.
  if (secFetchSite !== undefined) return (secFetchSite === 'same-site' || secFetchSite === 'cross-site') && origin !== undefined && ownOrigins.has(origin);
  if (origin !== undefined) return ownOrigins.has(origin);
  if (referer !== undefined) return ownOrigins.has(originOf(referer));
  return true;
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : 'null';
}
