import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '../kernel/failure.js';
import { refusalOf, retryAfter, toFailure } from './errors.js';
import { observe } from './metrics.js';
import type { Plan, Server } from './server.js';
import { voiceFor } from './voices.js';

/** Answers what went wrong in the words of the API it went wrong in, and writes down what is our fault. */
export function refuse(server: Server, error: unknown, request: FastifyRequest, reply: FastifyReply, plan: Plan | undefined): FastifyReply {
  const failure = toFailure(error);
  const voice = plan?.voice ?? voiceFor(request.url);
  const said = refusalOf(failure, voice, request.id, new Date(), plan?.endpoint);
  const refusal = server.development && error instanceof Error ? { ...said, shown: (failure.cause instanceof Error && failure.cause) || error } : said;
  if (refusal.status >= 500) server.log.error({ request_id: request.id, route: plan?.route ?? 'unknown', code: failure.code, cause: causesOf(failure) }, 'request failed');
  if (plan) observe(plan.counts, refusal.status, performance.now() - request.startedAt);
  const wait = retryAfter(failure);
  if (wait !== null) reply.header('retry-after', String(wait));
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
  const envelope = voice.envelope(refusal, request.headers);
  if (voice.headers) reply.headers(voice.headers(refusal, request.headers));
  return reply
    .code(refusal.status)
    .header('content-type', voice.contentType ?? 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(typeof envelope === 'string' ? envelope : JSON.stringify(envelope, bigintAsText));
}

/** The chain of causes: names, codes, where. Messages of the database may repeat what was stored, so they stay out. */
function causesOf(failure: Failure): object[] {
  const causes: object[] = [];
  for (let cause: unknown = failure.cause ?? failure; cause instanceof Error && causes.length < 4; cause = cause.cause) {
    const { code, constraint, severity } = cause as { code?: unknown; constraint?: unknown; severity?: unknown };
    const frames = (cause.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 8).map((line) => line.trim());
    causes.push({ name: cause.name, ...(severity === undefined && { message: cause.message }), code, constraint, frames });
  }
  return causes;
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
