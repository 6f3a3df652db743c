import { createServer } from 'node:http';
import { openMetrics } from '../../src/apis/metrics.js';
import { openServer, serveApi } from '../../src/apis/serve.js';
import { openLimits } from '../../src/apis/limits.js';
import Type from 'typebox';
import { createWorld } from '../../src/adapters/database/transact.js';
import { createPool } from '../../src/adapters/database/connect.js';
import { createInbox } from '../../src/core/inbox/index.js';
import { reactions } from '../../src/core/reactions.js';
import { historyLines, paperLines } from './documents.js';
import { openGround, stripeSignature } from './ground.js';
import type { Ground, Waiting } from './ground.js';
import { startGenerator } from './generator.js';
import type { Generator, Prepared } from './generator.js';
import type { Line } from './line.js';
import { recordStatements, replay } from './recorded.js';

const SIZE = Number(process.env['PAYDESK_BENCH_SIZE'] ?? 2_000);
/** `npm run bench -- paper` or `-- history`: only those lines. */
const ONLY = process.argv[2];
const ROUNDS = Number(process.env['PAYDESK_BENCH_ROUNDS'] ?? 3);
/** PostgreSQL serves no more; the bare driver is at its best with fewer anyway. */
const BASE = ONLY === undefined || ONLY === 'base';
const MOST_CONNECTIONS = 64;
const log = (text: string) => process.stderr.write(`${text}\n`);
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

async function main(): Promise<void> {
  const generator = await startGenerator();
  const lines: Line[] = [];
  if (BASE) lines.push(await emptyRoute(generator));
  if (ONLY === undefined || ONLY === 'paper') lines.push(...await paperLines());
  if (ONLY === 'paper') return finish(generator, lines);
  const ground = await openGround();
  try {
    if (BASE) {
      lines.push(...await webhooks(ground, generator));
      lines.push(await oneSystemAccount(ground));
      lines.push(await authenticatedRead(ground, generator));
    }
    if (ONLY !== 'base') lines.push(...await historyLines(ground));
  } finally {
    await ground.close();
    generator.stop();
  }
  print(lines);
}

function finish(generator: Generator, lines: readonly Line[]): void {
  generator.stop();
  print(lines);
}

async function webhooks(ground: Ground, generator: Generator): Promise<Line[]> {
  const limits = { 32: [] as number[], 128: [] as number[] };
  const ours = { 32: [] as number[], 128: [] as number[] };
  const repeated: number[] = [];
  const facts: string[] = [];
  await measureWebhooks(ground, generator, await ground.waitingPayments(SIZE), 32);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const connections of [32, 128] as const) {
      const recorded = [];
      for (const waiting of await ground.waitingPayments(SIZE)) recorded.push(await recordStatements(ground.recorder, waiting.received));
      limits[connections].push(await replay(ground.pool, recorded, Math.min(connections, MOST_CONNECTIONS)));
      const fresh = await ground.waitingPayments(SIZE);
      const first = await measureWebhooks(ground, generator, fresh, connections);
      ours[connections].push(first.perSecond);
      if (connections === 32) repeated.push((await measureWebhooks(ground, generator, fresh, connections)).perSecond / first.perSecond);
      facts.push(`c=${connections}: ${first.perSecond.toFixed(0)}/s against ${limits[connections].at(-1)!.toFixed(0)}/s (${recorded[0]!.length + 2} statements), p50 ${first.p50.toFixed(1)} ms, p99 ${first.p99.toFixed(1)} ms`);
      log(`round ${round}, ${facts.at(-1)}`);
    }
  }
  const ratio = (connections: 32 | 128) => median(ours[connections].map((value, i) => value / limits[connections][i]!));
  return [
    { what: 'webhook over HTTP, 32 connections, to the same statements one by one', ratio: ratio(32), least: 1.0, wanted: 1.5, facts: facts.at(-2)! },
    { what: 'webhook over HTTP, 128 connections, natural batches', ratio: ratio(128), least: 2, wanted: 3, facts: facts.at(-1)! },
    { what: 'repeated webhooks to first deliveries', ratio: median(repeated), least: 4, facts: '' },
  ];
}

async function measureWebhooks(ground: Ground, generator: Generator, waiting: readonly Waiting[], connections: number) {
  const requests: Prepared[] = waiting.map(({ body }) => ({
    method: 'POST', path: '/api/webhooks/stripe', body,
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'stripe-signature': stripeSignature(body, ground.product.sandbox.webhookSecret) },
  }));
  const result = await generator.run({ url: ground.product.url, connections, requests });
  if (result.statuses['200'] !== requests.length) throw new Error(`not every webhook was taken in: ${JSON.stringify(result.statuses)}`);
  const settled = await ground.pool.query<{ n: string }>(`SELECT count(*) AS n FROM payments WHERE state = 'succeeded' AND id = ANY($1::uuid[])`, [waiting.map((one) => one.paymentId)]);
  if (Number(settled.rows[0]!.n) !== waiting.length) throw new Error('not every payment is settled');
  return result;
}

/** In process: all payments at one processor account, against the same number at a thousand. */
async function oneSystemAccount(ground: Ground): Promise<Line> {
  const pool = createPool(ground.databaseUrl, { max: 16, pipeline: true });
  const world = createWorld({ pool, clock: { now: () => new Date() }, reactions, prepared: true, processor: () => { throw new Error('no network here'); } });
  const rate = async (waiting: readonly Waiting[]): Promise<number> => {
    const inbox = createInbox(world, { lanes: 2 });
    let next = 0;
    const started = performance.now();
    await Promise.all(Array.from({ length: 32 }, async () => { for (let i = next++; i < waiting.length; i = next++) await inbox.receive(waiting[i]!.received); }));
    return waiting.length / ((performance.now() - started) / 1000);
  };
  const ratios: number[] = [];
  let facts = '';
  await rate(await ground.waitingPayments(SIZE / 2));
  for (let round = 1; round <= ROUNDS; round++) {
    const spread = await rate(await ground.waitingPayments(SIZE, (i) => `account_${i % 1_000}`));
    const one = await rate(await ground.waitingPayments(SIZE));
    ratios.push(one / spread);
    facts = `${one.toFixed(0)}/s against ${spread.toFixed(0)}/s`;
    log(`round ${round}, one account: ${facts}`);
  }
  await pool.end();
  return { what: 'all on one system account, to spread over 1,000', ratio: median(ratios), least: 0.7, facts };
}

async function authenticatedRead(ground: Ground, generator: Generator): Promise<Line> {
  const token = await ground.shop.user('admin');
  const [payment] = await ground.waitingPayments(1);
  const request: Prepared = { method: 'GET', path: `/api/app/payments/${payment!.paymentId}`, headers: { authorization: `Bearer ${token}` } };
  const ratios: number[] = [];
  let facts = '';
  await generator.run({ url: ground.product.url, connections: 32, requests: [request], repeat: SIZE });
  for (let round = 1; round <= ROUNDS; round++) {
    const bare = await bareSelects(ground, payment!.paymentId, SIZE * 10);
    const read = await generator.run({ url: ground.product.url, connections: 32, requests: [request], repeat: SIZE * 4 });
    if (read.statuses['200'] !== SIZE * 4) throw new Error(`reads were refused: ${JSON.stringify(read.statuses)}`);
    ratios.push(read.perSecond / bare);
    facts = `${read.perSecond.toFixed(0)}/s against ${bare.toFixed(0)}/s, p99 ${read.p99.toFixed(1)} ms`;
    log(`round ${round}, read: ${facts}`);
  }
  return { what: 'authenticated read by key, to the bare select', ratio: median(ratios), least: 0.2, facts };
}

async function bareSelects(ground: Ground, id: string, count: number): Promise<number> {
  let left = count;
  const statement = { name: 'bench_select', text: 'SELECT id, customer_id, state, currency, amount, amount_received, amount_refunded, created_at, settled_at FROM payments WHERE id = $1', values: [id] };
  const started = performance.now();
  await Promise.all(Array.from({ length: 32 }, async () => {
    const client = await ground.pool.connect();
    while (left-- > 0) await client.query(statement);
    client.release();
  }));
  return count / ((performance.now() - started) / 1000);
}

/** A validated endpoint that does nothing, behind everything every request goes through, against bare node:http. */
async function emptyRoute(generator: Generator): Promise<Line> {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const contract = { 'GET /api/app/nothing': { summary: 'Nothing', access: 'public', reply: Type.Object({ ok: Type.Boolean() }), fails: 'Nothing failed' } } as const;
  const server = openServer({
    world: undefined as never, log: quiet, limits: openLimits({ factor: 1, log: quiet }), metrics: openMetrics(), authenticate: () => Promise.resolve(null),
    allowedOrigins: [], trustProxyHops: 0, secure: false, development: false,
  });
  serveApi(server, { contract, handlers: { 'GET /api/app/nothing': () => Promise.resolve({ ok: true }) }, context: undefined });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  const bare = createServer((_request, response) => { response.setHeader('content-type', 'application/json; charset=utf-8'); response.end('{"ok":true}'); });
  await new Promise<void>((resolve) => { bare.listen(0, '127.0.0.1', () => resolve()); });
  const at = (address: unknown) => `http://127.0.0.1:${(address as { port: number }).port}`;
  const requests: Prepared[] = [{ method: 'GET', path: '/api/app/nothing', headers: {} }];
  const rate = async (url: string) => (await generator.run({ url, connections: 32, requests, repeat: SIZE * 10 })).perSecond;
  const ratios: number[] = [];
  let facts = '';
  await rate(at(server.app.server.address()));
  await rate(at(bare.address()));
  for (let round = 1; round <= ROUNDS; round++) {
    const most = await rate(at(bare.address()));
    const ours = await rate(at(server.app.server.address()));
    ratios.push(ours / most);
    facts = `${ours.toFixed(0)}/s against ${most.toFixed(0)}/s`;
    log(`round ${round}, empty route: ${facts}`);
  }
  await server.app.close();
  bare.close();
  return { what: 'empty route with all hooks, to bare node:http', ratio: median(ratios), least: 0.85, facts };
}

function print(lines: readonly Line[]): void {
  for (const { what, ratio, least, wanted, facts } of lines) {
    const verdict = ratio >= (wanted ?? least) ? 'ok' : ratio >= least ? 'ok, less than wanted' : 'TOO SLOW';
    process.stdout.write(`${what}: ${ratio.toFixed(2)}x (at least ${least}${wanted ? `, wanted ${wanted}` : ''}) ${verdict}${facts ? `; ${facts}` : ''}\n`);
    if (ratio < least) process.exitCode = 1;
  }
}

await main();
