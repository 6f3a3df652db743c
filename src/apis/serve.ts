import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../kernel/failure.js';
import { readJson } from './body.js';
import { corsHeaders, PREFLIGHT } from './cors.js';
import type { Handlers } from './call.js';
import type { Contract, Endpoint, Method } from './endpoint.js';
import { requestIdOf, securityHeaders } from './headers.js';
import { refuse } from './refuse.js';
import { admit, run } from './request.js';
import type { Plan, Server, ServerParts } from './server.js';
import { serializerCompiler, validatorCompiler } from './validate.js';
import { voiceFor } from './voices.js';

export interface Api<C extends Contract, Context> {
  readonly contract: C;
  readonly handlers: Handlers<C, Context>;
  readonly context: Context;
}

const BODY_LIMIT = 256 * 1024;
const AUTH_BODY_LIMIT = 16 * 1024;
const WEBHOOK_BODY_LIMIT = 1024 * 1024;
const PARSED = 'application/json';

/** An HTTP server without routes yet: the same headers, limits, errors and JSON for whatever is added. */
export function openServer(parts: ServerParts): Server {
  const hops = parts.trustProxyHops;
  const app = Fastify({
    logger: false,
    genReqId: requestIdOf,
    trustProxy: hops > 0 ? (_address, hop) => hop < hops : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 15_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    frameworkErrors: (error, request, reply) => void refuse(server, error, request as FastifyRequest, reply as FastifyReply, undefined),
  });
  const server: Server = { ...parts, app, origins: new Set(parts.allowedOrigins), contracts: [], routes: new Set() };
  app.server.maxConnections = 10_000;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRoute', ({ method, url }) => { for (const each of [method].flat()) server.routes.add(`${each} ${url.replace(/:(\w+)/g, '{$1}')}`); });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(PARSED, { parseAs: 'buffer' }, parseJson);
  greet(server);
  app.setErrorHandler((error, request, reply) => refuse(server, error, request, reply, undefined));
  app.setNotFoundHandler((request, reply) => refuse(server, unknownRoute(server, request, reply), request, reply, undefined));
  return server;
}

/** Adds the endpoints of one API. */
export function serveApi<C extends Contract, Context>(server: Server, { contract, handlers, context }: Api<C, Context>): void {
  server.contracts.push(contract);
  for (const [route, endpoint] of Object.entries(contract) as [keyof C & string, Endpoint][]) {
    const [method, path] = route.split(' ') as [Method, string];
    const plan: Plan = {
      route, endpoint, context, method, path,
      voice: voiceFor(path),
      handler: handlers[route] as Plan['handler'],
      counts: server.metrics.route(route),
    };
    if (endpoint.raw) void server.app.register(async (child) => {
      child.removeContentTypeParser(PARSED);
      child.addContentTypeParser(PARSED, { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
      addRoute(server, child, plan);
    });
    else addRoute(server, server.app, plan);
  }
}

function addRoute(server: Server, app: FastifyInstance, plan: Plan): void {
  const { endpoint, method, path } = plan;
  const { params, query, body, reply, replies, status = 200 } = endpoint;
  const open = endpoint.access === 'public' && method === 'GET' && !endpoint.limit;
  app.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    bodyLimit: endpoint.bodyLimit ?? (endpoint.raw ? WEBHOOK_BODY_LIMIT : path.startsWith('/auth/') ? AUTH_BODY_LIMIT : BODY_LIMIT),
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && !endpoint.raw && { body }),
      response: { ...replies, [status]: reply },
    },
    ...(!open && { onRequest: (request, answer) => admit(server, plan, request, answer) }),
    errorHandler: (error, request, answer) => refuse(server, error, request, answer, plan),
    handler: (request, answer) => run(server, plan, request, answer),
  });
}

/** What every answer carries, whoever gives it. */
function greet(server: Server): void {
  const headers = securityHeaders(server.secure);
  server.app.decorateRequest('startedAt', 0);
  server.app.decorateRequest('who', null);
  server.app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    const { origin } = request.headers;
    if (origin !== undefined) reply.headers(corsHeaders(origin, server.origins) ?? { vary: 'Origin' });
    if (request.is404) return preflight(server, request, reply, done);
    done();
  });
}

/** Unknown routes are refused before a body is read. */
function preflight(server: Server, request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
  if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
    void reply.code(204).headers(PREFLIGHT).send();
    return;
  }
  done(unknownRoute(server, request, reply));
}

function unknownRoute(server: Server, request: FastifyRequest, reply: FastifyReply): Failure {
  const methods = methodsAt(server.contracts, request.url.split('?')[0]!);
  if (methods.length === 0) return new Failure('route_unknown');
  reply.header('allow', methods.join(', '));
  return new Failure('method_not_allowed');
}

/** Only asked for requests that found no route. */
function methodsAt(contracts: readonly Contract[], address: string): string[] {
  const parts = address.split('/');
  const fits = (path: string) => {
    const wanted = path.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part === parts[at] || (part.startsWith('{') && parts[at] !== ''));
  };
  const routes = contracts.flatMap((contract) => Object.keys(contract).map((route) => route.split(' ') as [string, string]));
  return [...new Set(routes.filter(([, path]) => fits(path)).flatMap(([method]) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

function parseJson(_request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, readJson(bytes));
  } catch (error) {
    done(error as Error);
  }
}
