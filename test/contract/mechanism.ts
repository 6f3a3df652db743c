import Type from 'typebox';
import { answer, file } from '../../src/apis/call.js';
import type { Handlers } from '../../src/apis/call.js';
import type { Contract } from '../../src/apis/endpoint.js';
import { openLimits } from '../../src/apis/limits.js';
import { openMetrics } from '../../src/apis/metrics.js';
import { serveProbes } from '../../src/apis/probes.js';
import { openServer, serveApi } from '../../src/apis/serve.js';
import type { Server, ServerParts } from '../../src/apis/server.js';
import type { Principal } from '../../src/core/identity/index.js';
import { Failure } from '../../src/kernel/failure.js';
import type { FailureCode } from '../../src/kernel/failure.js';
import { ROLES } from '../../src/kernel/roles.js';
import type { Role } from '../../src/kernel/roles.js';
import { openBareWorld } from '../bare-world.js';
import type { BareWorld } from '../bare-world.js';
import { call } from './server.js';
import type { Answer, CallOptions } from './server.js';

export const OWN = 'https://pay.example';
const Echo = Type.Object({ text: Type.Optional(Type.String()), number: Type.Optional(Type.Number()), flag: Type.Optional(Type.Boolean()), deep: Type.Optional(Type.Unknown()) });

/** One endpoint of every kind, below every prefix. */
const contract = {
  'POST /api/try/echo': { summary: '', access: 'public', body: Echo, reply: Echo, fails: 'Echo failed' },
  'GET /api/try/query': {
    summary: '', access: 'public', query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })), on: Type.Optional(Type.Boolean()), text: Type.Optional(Type.String()) }),
    reply: Type.Object({ limit: Type.Optional(Type.Integer()), on: Type.Optional(Type.Boolean()) }), fails: 'Query failed',
  },
  'GET /api/try/items/{id}': { summary: '', access: 'signed-in', params: Type.Object({ id: Type.String() }), reply: Type.Object({ id: Type.String(), user: Type.String() }), fails: 'Item failed' },
  'POST /api/try/items/{id}': { summary: '', access: 'signed-in', params: Type.Object({ id: Type.String() }), body: Type.Object({ a: Type.Integer() }), reply: Type.Object({ a: Type.Integer() }), status: 201, fails: 'Item failed' },
  'GET /api/try/mine': { summary: '', access: 'customer', reply: Type.Object({ customer: Type.String() }), fails: 'Mine failed' },
  'GET /api/try/admin': { summary: '', access: { roles: ['admin'] }, reply: Type.Object({}), fails: 'Admin failed' },
  'GET /api/v1/try/analytics': { summary: '', access: { permission: 'analytics:read' }, reply: Type.Object({}), limit: { requests: 3, perSeconds: 3600, per: 'caller', group: 'Analytics' }, fails: 'x' },
  'GET /api/v1/try/more': { summary: '', access: { permission: 'analytics:read' }, reply: Type.Object({}), limit: { requests: 3, perSeconds: 3600, per: 'caller', group: 'Analytics' }, fails: 'x' },
  'POST /api/try/limited': { summary: '', access: 'signed-in', reply: Type.Object({}), limit: { requests: 2, perSeconds: 60, per: 'caller' }, fails: 'x' },
  'POST /api/try/login': { summary: '', access: 'public', body: Type.Object({ email: Type.String() }), reply: Type.Object({}), limit: { requests: 2, perSeconds: 60, per: 'ip+account' }, fails: 'x' },
  'POST /api/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/app/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/v1/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/stripe/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/purchases/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/try/pay': { summary: '', access: 'signed-in', body: Type.Object({ amount: Type.Number() }), reply: Type.Object({ run: Type.Integer(), key: Type.Union([Type.String(), Type.Null()]) }), movesMoney: true, fails: 'Pay failed' },
  'GET /api/try/leak': { summary: '', access: 'public', reply: Type.Object({ shown: Type.String() }), fails: 'x' },
  'GET /api/try/broken': { summary: '', access: 'public', reply: Type.Object({ shown: Type.String() }), fails: 'Could not show' },
  'GET /api/try/file': { summary: '', access: 'public', reply: Type.Object({}), fails: 'x' },
  'GET /api/try/cookie': { summary: '', access: 'public', reply: Type.Object({ ok: Type.Boolean() }), fails: 'x' },
} as const satisfies Contract;

/** What the endpoint that moves money does meanwhile, and how often it did it. */
export const paying = { runs: 0, meanwhile: async (): Promise<void> => undefined };

async function fail(body: { code: string }): Promise<never> {
  if (body.code === 'error') throw new TypeError('secret inside at /home/x');
  if (body.code === 'database') throw Object.assign(new Error('Key (email)=(ada@example.com) already exists'), { code: '23505', severity: 'ERROR', detail: 'Key (email)=(ada@example.com)' });
  throw new Failure(body.code as FailureCode, { retryAfterSeconds: 7, hint: 'shown' });
}

const handlers: Handlers<typeof contract, null> = {
  'POST /api/try/echo': async ({ body }) => body,
  'GET /api/try/query': async ({ query }) => query,
  'GET /api/try/items/{id}': async ({ params, who }) => ({ id: params.id, user: who.userId }),
  'POST /api/try/items/{id}': async ({ body }) => body,
  'GET /api/try/mine': async ({ customerId }) => ({ customer: customerId }),
  'GET /api/try/admin': async () => ({}),
  'GET /api/v1/try/analytics': async () => ({}),
  'GET /api/v1/try/more': async () => ({}),
  'POST /api/try/limited': async () => ({}),
  'POST /api/try/login': async () => ({}),
  'POST /api/try/fail': ({ body }) => fail(body),
  'POST /api/app/try/fail': ({ body }) => fail(body),
  'POST /api/v1/try/fail': ({ body }) => fail(body),
  'POST /api/stripe/try/fail': ({ body }) => fail(body),
  'POST /api/purchases/try/fail': ({ body }) => fail(body),
  'POST /try/fail': ({ body }) => fail(body),
  async 'POST /api/try/pay'({ requestKey }) {
    paying.runs += 1;
    await paying.meanwhile();
    return { run: paying.runs, key: requestKey };
  },
  'GET /api/try/leak': async () => ({ shown: 'yes', password: 'no' }),
  'GET /api/try/broken': async () => ({}) as { shown: string },
  'GET /api/try/file': async () => file({ type: 'text/csv; charset=utf-8', name: 'a"b.csv', bytes: 'x,y\r\n' }),
  'GET /api/try/cookie': async () => answer({ ok: true }, { cookies: [{ name: 'a', value: 'ü;', maxAgeSeconds: 60 }, { name: 'b', value: '', maxAgeSeconds: 0 }], headers: { 'x-more': '1' } }),
};

/** The mechanism alone: endpoints that do nothing, callers named by their tokens. */
export interface MechanismBench {
  readonly bare: BareWorld;
  readonly server: Server;
  readonly faults: { facts: object; message: string }[];
  send(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export async function openMechanism(parts: Partial<ServerParts> = {}): Promise<MechanismBench> {
  const bare = await openBareWorld();
  const faults: MechanismBench['faults'] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => void faults.push({ facts, message }) };
  const server = openServer({
    world: bare.world, log, limits: openLimits({ factor: 1, log }), metrics: openMetrics(), authenticate: async (token) => principal(token),
    allowedOrigins: [OWN], trustProxyHops: 0, secure: true, development: false, ...parts,
  });
  serveApi(server, { contract, handlers, context: null });
  serveProbes(server, { world: bare.world });
  await server.app.ready();
  return {
    bare, server, faults,
    send: (method, path, options) => call(server, method, path, options),
    async close() {
      await server.app.close();
      await bare.close();
    },
  };
}

/** `user:role,role:customer` */
function principal(token: string): Principal | null {
  const [userId, roles, customerId] = token.split(':');
  if (!userId || roles === undefined) return null;
  const list = roles.split(',').filter((role): role is Role => (ROLES as readonly string[]).includes(role));
  return {
    userId, serial: 1n, publicId: 'x', email: 'x@example.com', name: 'X', roles: list, scopes: [], permissions: list.includes('barber') ? ['analytics:read'] : [],
    customerId: customerId ?? null, sessionId: 's', aal: 1, twoFactors: false, openedAt: new Date(0), expiresAt: new Date(8.64e15),
  };
}
