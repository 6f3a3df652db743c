/** What the accounts' calls answer, as far as tests read it. */
export interface Body {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly challenge_token: string;
  readonly secret: string;
  readonly recovery_codes: readonly string[];
  readonly user: { readonly id: string };
  readonly [more: string]: unknown;
}

export interface Said {
  readonly status: number;
  readonly body: Body;
  readonly cookies: readonly string[];
}

/** One call as a program makes it, with a Bearer where there is one. */
export async function askAt(url: string, method: string, path: string, body?: unknown, token?: string): Promise<Said> {
  const response = await fetch(`${url}${path}`, {
    method, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body, cookies: response.headers.getSetCookie() };
}
