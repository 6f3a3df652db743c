import http from 'node:http';
import https from 'node:https';

export interface Posted {
  /** HTTP status; 0 when nobody answered. */
  status: number;
  ms: number;
  body: string;
  error?: string;
}

const TIMEOUT = 10_000;
const KEPT_BODY = 2_000;

export interface Poster {
  post(url: string, body: string, headers: Record<string, string>): Promise<Posted>;
  close(): void;
}

/** Posts JSON over kept connections; never throws, an unreachable receiver is an answer too. */
export function createPoster(): Poster {
  const plain = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const secure = new https.Agent({ keepAlive: true, maxSockets: 64 });

  function once(url: string, body: string, headers: Record<string, string>): Promise<Posted & { stale?: boolean }> {
    const started = performance.now();
    const ms = (): number => Math.round(performance.now() - started);
    return new Promise((resolve) => {
      const target = new URL(url);
      const over = target.protocol === 'https:' ? https : http;
      const request = over.request(target, {
        method: 'POST',
        agent: target.protocol === 'https:' ? secure : plain,
        timeout: TIMEOUT,
        headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body), 'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)', Accept: '*/*', ...headers },
      });
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => void (text.length < KEPT_BODY && (text += chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: ms(), body: text.slice(0, KEPT_BODY) }));
        response.on('error', (error) => resolve({ status: 0, ms: ms(), body: '', error: error.message }));
      });
      request.on('timeout', () => request.destroy(new Error('timed out')));
      request.on('error', (error) => {
        const stale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
        resolve({ status: 0, ms: ms(), body: '', error: error.message, stale });
      });
      request.end(body);
    });
  }

  return {
    async post(url, body, headers) {
      const first = await once(url, body, headers);
      // A kept connection that the receiver had just closed says nothing about the receiver.
      return first.stale ? once(url, body, headers) : first;
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}
