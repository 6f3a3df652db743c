import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { keepAnswer, releaseKey, takeKey } from '../core/idempotency/index.js';
import type { KeyedCall } from '../core/idempotency/index.js';
import { Failure } from '../kernel/failure.js';
import { answer, isAnswer } from './call.js';
import type { Call } from './call.js';
import { refusalOf, toFailure } from './errors.js';
import type { Plan, Server } from './server.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
const WAIT_MS = 5_000;
const LOOK_MS = 100;

/**
 * Runs the handler for an Idempotency-Key once: a repetition gets the answer that was given. While the first one
 * is at work a second waits up to five seconds, then `idempotency_key_running`. Another body under the same key:
 * `idempotency_key_reused`. What broke on our side is forgotten, so that it may be tried again: it may have
 * been committed all the same, so every verb behind `movesMoney` is unique by `requestKey`, or by what it leaves behind.
 * After 30 days the answer is forgotten, not what was done: the same wish under the same key finds it even then.
 */
export async function answerOnce(server: Server, plan: Plan, call: Call, key: string | string[], reply: FastifyReply): Promise<unknown> {
  if (typeof key !== 'string' || !KEY.test(key)) throw new Failure('input_invalid', { fields: { 'Idempotency-Key': 'must be 1 to 255 visible characters' } });
  const caller = (call.who as { userId: string } | null)?.userId ?? `ip:${call.ip}`;
  const keyed: KeyedCall = { caller, route: plan.route, key, bodyHash: hashOf(JSON.stringify(sorted({ params: call.params, body: call.body }))) };
  const taken = await takeOrWait(server, keyed);
  if (taken.kind === 'answered') {
    reply.header('idempotency-replayed', 'true');
    return replayed(plan, taken.status, taken.body);
  }
  // What was asked for is part of the name: a key that was given back may come again with another wish.
  const requestKey = hashOf([caller, plan.route, key, keyed.bodyHash.toString('hex')].join('\u0000')).toString('base64url');
  try {
    const result = await plan.handler({ ...call, requestKey }, plan.context);
    const { status, body } = isAnswer(result) ? { status: result.status ?? plan.endpoint.status ?? 200, body: result.body } : { status: plan.endpoint.status ?? 200, body: result };
    await tidy(server, call, () => keepAnswer(server.world, keyed, taken.lease, status, body ?? null));
    return result;
  } catch (error) {
    const failure = toFailure(error);
    const refusal = refusalOf(failure, plan.voice, call.requestId, server.world.clock.now(), plan.endpoint);
    await tidy(server, call, () => isFinal(failure, refusal.status)
      ? keepAnswer(server.world, keyed, taken.lease, refusal.status, plan.voice.envelope(refusal, call.headers))
      : releaseKey(server.world, keyed, taken.lease));
    throw error;
  }
}

async function takeOrWait(server: Server, keyed: KeyedCall) {
  for (let waited = 0; ; waited += LOOK_MS) {
    const taken = await takeKey(server.world, keyed);
    if (taken.kind !== 'running') return taken;
    if (waited >= WAIT_MS) throw new Failure('idempotency_key_running');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** A refusal that would be the same tomorrow is an answer; one about this moment is not. */
function isFinal(failure: Failure, status: number): boolean {
  return status < 500 && !['conflict', 'throttled', 'unauthenticated', 'unavailable', 'upstream', 'bug'].includes(failure.kind);
}

/** The answer stands whether or not we could write it down: without it the next call finds by `requestKey` what this one did. */
async function tidy(server: Server, call: Call, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    server.log.warn({ request_id: call.requestId, error }, 'an answer could not be kept for its Idempotency-Key');
  }
}

function replayed(plan: Plan, status: number, body: unknown): unknown {
  if (status < 400) return answer(body, { status });
  return answer(JSON.stringify(body), { status, headers: { 'content-type': plan.voice.contentType ?? 'application/json; charset=utf-8' } });
}

/** The same JSON for the same content, whatever the order of members. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
