/** What came back of a request; null when the connection broke, so that nobody knows what happened. */
export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A JSON request with a Bearer token. */
export async function call(url: string, method: string, path: string, token: string | null, body?: unknown, headers: Record<string, string> = {}): Promise<Answered | null> {
  try {
    const response = await fetch(url + path, {
      method,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) as Record<string, unknown> : {} };
  } catch {
    return null;
  }
}
