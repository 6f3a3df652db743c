import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asked } from './spec.js';

export interface Heard extends Asked {
  readonly headers: IncomingHttpHeaders;
}

export type Answer = (response: ServerResponse, heard: Heard, index: number) => void;

export interface Listener {
  readonly url: string;
  readonly heard: Heard[];
  /** What is answered from now on. */
  answer(how: Answer): void;
  close(): Promise<void>;
}

/** JSON with a status, as Stripe would send it. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Each answer once, the last one for all that follow. */
export function inTurn(...answers: Answer[]): Answer {
  let next = 0;
  return (response, heard, index) => answers[Math.min(next++, answers.length - 1)]!(response, heard, index);
}

/** Writes down what it is asked and answers what it is told: for the wire itself, not for what Stripe means by it. */
export async function listen(): Promise<Listener> {
  const heard: Heard[] = [];
  let answer: Answer = json({ error: { type: 'api_error', message: 'not told what to answer' } }, 500);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked: Heard = { method: request.method ?? '', url: request.url ?? '', body: Buffer.concat(chunks).toString(), headers: request.headers };
      answer(response, asked, heard.push(asked) - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer(how) {
      answer = how;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
