/** How a request says who it is. A malformed Bearer is a credential too: it must be refused, not passed over. */
export type Credential =
  | { readonly from: 'bearer'; readonly token: string }
  | { readonly from: 'cookie'; readonly token: string }
  | { readonly from: 'none' };

const LONGEST = 16_384;
const SUPABASE_COOKIE = /^sb-[A-Za-z0-9_-]{1,64}-auth-token(?:\.(\d{1,2}))?$/;

/**
 * The access token of a request: the Authorization header if there is one, else the cookie `sb-access-token`,
 * else the cookie family `sb-*-auth-token` of Supabase's own packages. A header decides alone, good or bad;
 * only `Basic` (a password in front of the whole site) is not meant for us.
 */
export function readCredential(headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined }): Credential {
  const { authorization } = headers;
  if (authorization !== undefined && !/^basic /i.test(authorization)) {
    const token = /^bearer +([^\s]+) *$/i.exec(authorization.slice(0, LONGEST))?.[1];
    return { from: 'bearer', token: token ?? '' };
  }
  const cookies = readCookies(headers.cookie ?? '');
  const token = cookies.get('sb-access-token') ?? fromSupabaseCookies(cookies);
  return token === undefined || token === '' ? { from: 'none' } : { from: 'cookie', token };
}

/** Cookies by name, the first of each; values decoded where they can be. */
export function readCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.slice(0, LONGEST).split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, decoded(unquoted(pair.slice(equals + 1).trim())));
  }
  return cookies;
}

function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** One cookie, or chunks `.0`, `.1`, … of it: the session as JSON, plain or `base64-` with base64url. */
function fromSupabaseCookies(cookies: ReadonlyMap<string, string>): string | undefined {
  const parts = [...cookies].flatMap(([name, value]) => {
    const match = SUPABASE_COOKIE.exec(name);
    return match ? [{ base: name.replace(/\.\d+$/, ''), index: Number(match[1] ?? -1), value }] : [];
  });
  const base = parts[0]?.base;
  const text = parts.filter((part) => part.base === base).sort((a, b) => a.index - b.index).map((part) => part.value).join('');
  return text === '' ? undefined : accessTokenIn(text);
}

function accessTokenIn(text: string): string {
  const json = text.startsWith('base64-') ? Buffer.from(text.slice('base64-'.length), 'base64url').toString('utf8') : text;
  try {
    const session: unknown = JSON.parse(json);
    // Older packages kept a list whose first member is the token.
    const token: unknown = Array.isArray(session) ? session[0] : (session as { access_token?: unknown } | null)?.access_token;
    return typeof token === 'string' ? token : 'malformed';
  } catch {
    return 'malformed';
  }
}
