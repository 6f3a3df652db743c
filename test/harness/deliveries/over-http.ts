import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLimits } from '../../../src/apis/limits.js';
import { openMetrics } from '../../../src/apis/metrics.js';
import { openServer, serveApi } from '../../../src/apis/serve.js';
import { webhooks } from '../../../src/apis/webhooks/contract.js';
import { webhooksApi } from '../../../src/apis/webhooks/index.js';
import type { Core } from './core.js';
import type { Post } from './deliver.js';

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Of Node's own reader of requests. */
const LONGEST_HEADER = 16_384;

/** The real routes over the core: one way to post per address of the documents. */
export async function overHttp({ world, inbox }: Core): Promise<{ addresses: Post[]; close(): Promise<void> }> {
  const limits = openLimits({ factor: 1_000_000, log: QUIET });
  const server = openServer({
    world, log: QUIET, limits, metrics: openMetrics(), authenticate: () => Promise.resolve(null), allowedOrigins: [], trustProxyHops: 0, secure: false, development: false,
  });
  serveApi(server, webhooksApi({ world, inbox }));
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const paths = Object.keys(webhooks).map((route) => route.split(' ')[1]!);
  return {
    addresses: paths.map((path) => postTo(agent, port, path)),
    async close() {
      agent.destroy();
      await server.app.close();
      await limits.close();
    },
  };
}

function postTo(agent: Agent, port: number, path: string): Post {
  return ({ rawBody, headers }) =>
    new Promise((resolve, reject) => {
      const own = { 'content-type': 'application/json', 'content-length': rawBody.length };
      // A header beyond all measure is refused before the rest was sent, and ends its connection.
      const overlong = String(headers['stripe-signature']).length > LONGEST_HEADER;
      const sent = request({ agent: overlong ? false : agent, host: '127.0.0.1', port, path, method: 'POST', headers: { ...own, ...headers } }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      });
      sent.on('error', (error) => (overlong ? resolve(431) : reject(error)));
      sent.end(rawBody);
    });
}
