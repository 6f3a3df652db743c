import { Agent, request } from 'node:http';

/** One request as it goes over the wire: the address is sent letter by letter. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly milliseconds: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export function send(url: string, { method, path, headers = {}, body }: Sent): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({
      agent, hostname, port, method, path, timeout: 15_000,
      headers: { ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }), ...headers },
    }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({
        status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8'), milliseconds: performance.now() - startedAt,
      }));
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer`)));
    asked.on('error', reject);
    asked.end(payload);
  });
}

/** The JSON of an answer; null where there is none. */
export function json(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}

/** An answer without what differs between any two: ids of requests and the time. */
export function masked(answer: Answer): { status: number; headers: string[]; text: string } {
  const text = answer.text.replace(/"(request_id|timestamp)":"[^"]*"/g, '"$1":"…"');
  const headers = Object.entries(answer.headers).filter(([name]) => !VARYING.has(name)).map(([name, value]) => `${name}: ${String(value)}`);
  return { status: answer.status, headers, text };
}

const VARYING = new Set(['date', 'x-request-id', 'content-length', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after']);
