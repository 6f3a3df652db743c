import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/apis/endpoint.js';
import { seeded } from '../random.js';
import type { Random } from '../random.js';
import { contracts } from './contracts.js';
import { nasties, nastyCursors, nastyPaths } from './nasties.js';
import { openTestServer } from './server.js';
import type { TestServer } from './server.js';

const PER_ENDPOINT = process.env['PAYDESK_FULL'] === '1' ? 2_000 : 60;
const PRIVILEGED = [
  'id', 'customer_id', 'customerId', 'user_id', 'userId', 'role', 'roles', 'is_admin', 'admin', 'permissions', 'status', 'state', 'paid', 'paid_at', 'amount_paid', 'amount_due',
  'total', 'price', 'discount', 'currency', 'processor', 'account', 'request_key', 'requestKey', 'metadata', 'settings', 'points', 'balance', 'credits', 'fee', 'tax_amount',
  'created_at', 'updated_at', 'deleted_at', 'version', 'owner', 'scope', 'session_id', 'aal', 'email_verified_at', '$where',
];

let bench: TestServer;
let tokens: (string | undefined)[];

beforeAll(async () => {
  bench = await openTestServer({ factor: 1_000_000 });
  const customerId = await bench.customer();
  await bench.invoice(customerId, 10_000n);
  const [customer, admin, barber] = [await bench.token(['customer'], customerId), await bench.token(['admin']), await bench.token(['barber'])];
  tokens = [undefined, barber, customer, customer, customer, admin, admin];
});
afterAll(() => bench.close());

interface Shape { type?: unknown; properties?: Record<string, Shape>; enum?: unknown[]; anyOf?: Shape[] }

/** Mostly right, somewhere wrong: one or two members are replaced, dropped or added. */
function bodyFor(schema: Shape | undefined, random: Random): unknown {
  if (schema?.properties === undefined || random.below(6) === 0) return random.pick(nasties);
  const body: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(schema.properties)) {
    const chance = random.below(10);
    if (chance < 5) body[name] = decent(member, random);
    else if (chance < 9) body[name] = random.pick(nasties);
  }
  for (let more = random.below(3); more > 0; more--) body[random.pick(PRIVILEGED)] = random.pick(nasties);
  return body;
}

function decent(schema: Shape, random: Random): unknown {
  if (schema.enum) return random.pick(schema.enum);
  if (schema.type === 'string') return random.pick(['123e4567-e89b-12d3-a456-426614174000', 'pi_3AbC', 'cus_9', 'pm_card_visa', 'jane@example.test', 'some words', 'x']);
  if (schema.type === 'number' || schema.type === 'integer') return random.pick([1, 0, 10, 99.99, 0.5, 12.345, 1e12]);
  if (schema.type === 'boolean') return random.below(2) === 0;
  return random.pick(nasties);
}

describe('whatever is sent', () => {
  it('is never answered with a 5xx, and always in an envelope', { timeout: 1_800_000 }, async () => {
    const random = seeded('fuzz of contracts');
    let sent = 0;
    const statuses: Record<number, number> = {};
    const before = await digest();
    for (const [route, endpoint] of routes()) {
      if (route === 'POST /api/app/clock') continue; // moves the clock for everybody else
      const [method, path] = route.split(' ') as [string, string];
      for (let round = 0; round < PER_ENDPOINT; round++, sent++) {
        const body = method === 'GET' ? undefined : encode(bodyFor(endpoint.body as Shape | undefined, random), random);
        const address = path.replace(/\{\w+\}/g, () => random.pick(nastyPaths)) + queryFor(endpoint.query as Shape | undefined, random);
        const headers: Record<string, string> = {};
        if (random.below(8) === 0) headers['content-type'] = random.pick(['text/plain', 'application/json;charset=utf-8', 'application/x-www-form-urlencoded', 'x']);
        if (random.below(4) === 0) headers['idempotency-key'] = random.pick(['k1', 'k2', 'k'.repeat(256), ' ', 'a b']);
        const said = await bench.call(method, address, { token: random.pick(tokens), ...(body !== undefined && { body }), headers });
        const told = `${method} ${address} ${String(body).slice(0, 300)} → ${said.status} ${said.text.slice(0, 300)} ${JSON.stringify(bench.faults.at(-1) ?? null)} (seed ${random.seed})`;
        statuses[said.status] = (statuses[said.status] ?? 0) + 1;
        expect(said.status, told).toBeLessThan(500);
        expect(said.text, told).not.toMatch(/node_modules|\.ts:|SELECT |syntax error|at Object\./);
        if (said.status >= 400) expect(Object.keys(said.body).length, told).toBeGreaterThan(0);
      }
    }
    expect(bench.faults).toEqual([]);
    expect(await digest()).toEqual(before);
    process.stderr.write(`fuzz of contracts: ${sent} requests, answered ${JSON.stringify(statuses)}\n`);
  });
});

/** What ends sessions comes last: the other endpoints are to be called by somebody. */
function routes(): [string, Endpoint][] {
  const all = contracts.flatMap((contract) => Object.entries(contract) as [string, Endpoint][]);
  const ending = (route: string) => / \/auth\/| \/api\/app\/session/.test(route);
  return [...all.filter(([route]) => !ending(route)), ...all.filter(([route]) => ending(route))];
}

function queryFor(schema: Shape | undefined, random: Random): string {
  const names = Object.keys(schema?.properties ?? {});
  if (names.length === 0 || random.below(4) === 0) return random.below(3) === 0 ? '?a[b]=1&__proto__=x&limit=1&limit=2&%00=%' : '';
  const chosen = names.filter(() => random.below(2) === 0);
  return `?${chosen.map((name) => `${name}=${valueFor(name, schema!.properties![name]!, random)}`).join('&')}`;
}

function valueFor(name: string, schema: Shape, random: Random): string {
  if (name === 'cursor' && random.below(3) > 0) return random.pick(nastyCursors);
  return random.below(3) === 0 ? String(decent(schema, random)) : random.pick(nastyPaths);
}

function encode(body: unknown, random: Random): string | Buffer {
  if (Buffer.isBuffer(body)) return body;
  const text = JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : Buffer.isBuffer(value) ? 'bytes' : value)) ?? '';
  const chance = random.below(25);
  if (chance === 0) return text.slice(0, random.below(text.length + 1));
  if (chance === 1) return Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xc0])]);
  return text;
}

/** What money and people look like: refused requests leave them as they were. */
async function digest(): Promise<unknown> {
  const { rows } = await bench.pool.query(
    `SELECT (SELECT json_agg(i ORDER BY id) FROM invoices i) AS invoices, (SELECT count(*) FROM ledger_entries) AS entries, (SELECT json_agg(g ORDER BY user_id, role) FROM role_grants g WHERE user_id IN (SELECT user_id FROM sessions)) AS grants`,
  );
  return rows;
}
