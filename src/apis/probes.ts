import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../core/tx.js';
import { askDatabase } from './database-health.js';
import { isLocal } from './network.js';
import type { Server } from './server.js';

export interface ProbeParts {
  readonly world: World;
  /** Opens /metrics to other machines, as a Bearer. */
  readonly metricsToken?: string | undefined;
  /** Is the server on its way down? Then no new work should be sent. */
  readonly stopping?: () => boolean;
}

/** For machines that look after machines: /livez (the process runs), /readyz (it can work), /metrics. */
export function serveProbes(server: Server, { world, metricsToken, stopping = () => false }: ProbeParts): void {
  server.app.get('/livez', (_request, reply) => plain(reply, 200, 'ok'));

  server.app.get('/readyz', async (_request, reply) => {
    if (stopping()) return plain(reply, 503, 'stopping');
    const database = await askDatabase(world);
    return database.ok ? plain(reply, 200, 'ok') : plain(reply.header('retry-after', '2'), 503, 'the database does not answer');
  });

  server.app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, metricsToken)) return plain(reply, 403, 'metrics are for this machine, or for who has the token');
    return reply.header('content-type', server.metrics.registry.contentType).header('cache-control', 'no-store').send(await server.metrics.render());
  });
}

function plain(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('content-type', 'text/plain; charset=utf-8').header('cache-control', 'no-store').send(`${text}\n`);
}

function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return isLocal(request.socket.remoteAddress, request.headers);
  const given = Buffer.from(/^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const right = Buffer.from(token);
  return given.length === right.length && timingSafeEqual(given, right);
}
