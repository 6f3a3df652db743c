import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../core/identity/index.js';
import { Failure, isFailure } from '../kernel/failure.js';
import { checkAccess, isOpen } from './access.js';
import { isAnswer } from './call.js';
import type { Call } from './call.js';
import { readCredential } from './credential.js';
import type { Endpoint, Limit } from './endpoint.js';
import { setCookie } from './headers.js';
import { answerOnce } from './idempotency.js';
import { tooMany } from './limits.js';
import type { Counted } from './limits.js';
import { observe } from './metrics.js';
import { namedMembers } from './named-members.js';
import { networkOf, plainIp } from './network.js';
import { mayUseCookie } from './origin.js';
import type { Plan, Server } from './server.js';
import { showsLimits } from './voices.js';

/** How often a network may send what nobody signed. What is signed is never counted. */
const UNSIGNED: Pick<Limit, 'requests' | 'perSeconds'> = { requests: 120, perSeconds: 60 };
const NUL = '\u0000';

/** Before the body is read: does the browser speak for the user, who is it, may he, not too often? */
export async function admit(server: Server, plan: Plan, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { endpoint, method } = plan;
  const { headers } = request;
  const credential = readCredential(headers);
  const unsafe = method !== 'GET';
  if (unsafe && endpoint.access !== 'signature' && headers.cookie !== undefined && credential.from !== 'bearer') {
    const whence = { method, secFetchSite: headers['sec-fetch-site'] as string | undefined, origin: headers.origin, referer: headers.referer };
    if (!mayUseCookie(whence, server.origins)) throw new Failure('origin_foreign');
  }
  if (unsafe || !isOpen(endpoint.access)) reply.header('cache-control', 'no-store');
  if (!isOpen(endpoint.access) && credential.from !== 'none') {
    request.who = await server.authenticate(credential.token, endpoint.access === 'half-signed-in' ? 'half' : 'whole');
  }
  const shown = showsLimits(plan.voice);
  if (!shown) checkAccess(endpoint.access, request.who);
  if (endpoint.limit) await countCall(server, plan, endpoint.limit, request, reply, shown);
  if (shown) checkAccess(endpoint.access, request.who);
}

async function countCall(server: Server, plan: Plan, limit: Limit, request: FastifyRequest, reply: FastifyReply, shown: boolean): Promise<void> {
  const key = limit.per === 'caller' && request.who ? request.who.userId : networkOf(plainIp(request.ip));
  const counted = await server.limits.count(limit.group ?? plan.route, limit, key);
  if (shown) showLimit(reply, counted);
  if (counted.exceeded) throw tooMany(counted);
}

function showLimit(reply: FastifyReply, counted: Counted): void {
  reply.header('x-ratelimit-limit', String(counted.limit));
  reply.header('x-ratelimit-remaining', String(counted.remaining));
  reply.header('x-ratelimit-reset', String(counted.resetsAt));
}

/** The request is well-formed by now: calls the handler and sends what it gives. */
export async function run(server: Server, plan: Plan, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const call = callOf(request, plan.endpoint);
  if (plan.endpoint.params !== undefined || plan.endpoint.query !== undefined) refuseUnusable(call);
  if (plan.endpoint.limit?.per === 'ip+account') await countAccount(server, plan, plan.endpoint.limit, call.body);
  let result: unknown;
  try {
    const key = plan.endpoint.movesMoney ? request.headers['idempotency-key'] : undefined;
    result = key === undefined ? await plan.handler(call, plan.context) : await answerOnce(server, plan, call, key, reply);
  } catch (error) {
    if (isFailure(error, 'webhook_signature_invalid')) await countUnsigned(server, call.ip);
    throw error;
  }
  return send(server, plan, request, reply, result);
}

function callOf(request: FastifyRequest, { body, query, raw }: Endpoint): Call {
  const who: Principal | null = request.who;
  const ip = plainIp(request.ip);
  return {
    who: who as never,
    customerId: who === null ? null : who.customerId,
    params: request.params as never,
    query: (query ? namedMembers(query, request.query) : request.query) as never,
    body: (body && !raw ? namedMembers(body, request.body) : request.body) as never,
    actor: { userId: who === null ? null : who.userId, ip, requestId: request.id },
    requestId: request.id,
    ip,
    headers: request.headers,
    requestKey: null,
  };
}

/**
 * No text column takes NUL; an address is the only other way in than a body. And a number in an address may be
 * too large for a number: the limits of a schema do not see `Infinity`.
 */
function refuseUnusable({ params, query }: { params: unknown; query: unknown }): void {
  for (const value of [...Object.values(params ?? {}), ...Object.values(query ?? {})]) {
    if (typeof value === 'string' && value.includes(NUL)) throw new Failure('input_invalid', { reason: 'a character that cannot be stored' });
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Failure('input_invalid', { reason: 'a number that is too large' });
  }
}

async function countAccount(server: Server, plan: Plan, limit: Limit, body: unknown): Promise<void> {
  const email: unknown = (body as { email?: unknown } | null | undefined)?.email;
  if (typeof email !== 'string') return;
  const counted = await server.limits.count(`${limit.group ?? plan.route} account`, limit, email.trim().toLowerCase().slice(0, 254));
  if (counted.exceeded) throw tooMany(counted);
}

async function countUnsigned(server: Server, ip: string): Promise<void> {
  const counted = await server.limits.count('unsigned webhooks', UNSIGNED, networkOf(ip));
  if (counted.exceeded) throw tooMany(counted);
}

function send(server: Server, plan: Plan, request: FastifyRequest, reply: FastifyReply, result: unknown): unknown {
  let body = result;
  let status = plan.endpoint.status ?? 200;
  if (isAnswer(result)) {
    body = result.body;
    status = result.status ?? status;
    if (result.headers) reply.headers(result.headers);
    for (const cookie of result.cookies ?? []) reply.header('set-cookie', setCookie(cookie, server.secure));
  }
  reply.code(status);
  const milliseconds = performance.now() - request.startedAt;
  observe(plan.counts, status, milliseconds);
  if (plan.method !== 'GET' || milliseconds > 1_000) {
    server.log.info({ request_id: request.id, route: plan.route, status, milliseconds: Math.round(milliseconds), user_id: request.who?.userId }, 'request');
  }
  if (body === undefined || body === null) return reply.send();
  return isStream(body) ? streamOf(server, request, body) : body;
}

function streamOf(server: Server, request: FastifyRequest, bytes: AsyncIterable<Uint8Array>): Readable {
  const stream = Readable.from(bytes, { objectMode: false });
  stream.on('error', (error) => server.log.error({ requestId: request.id, route: request.routeOptions.url, code: (error as { code?: unknown }).code }, 'an answer broke off'));
  return stream;
}

/** Bytes that come as they are taken: whoever hangs up ends their making, and what breaks under way cuts the answer off. */
function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
