import type { TSchema } from 'typebox';
import { isOpen } from './access.js';
import type { Access, Contract, Endpoint } from './endpoint.js';

/** Words of our own in schemas, which other readers do not know. */
const OWN_WORDS = new Set(['refusal']);

/** The endpoints of some contracts as an OpenAPI 3.1 document. */
export function openApiOf(contracts: readonly Contract[], info: { title: string; version: string; server: string }): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const contract of contracts) {
    for (const [route, endpoint] of Object.entries(contract)) {
      const [method, path] = route.split(' ') as [string, string];
      (paths[path] ??= {})[method.toLowerCase()] = operationOf(endpoint);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: info.title, version: info.version },
    servers: [{ url: info.server }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'sb-access-token' },
      },
    },
  };
}

function operationOf(endpoint: Endpoint): object {
  const { summary, access, params, query, body, reply, files, status = 200, replies, limit, movesMoney } = endpoint;
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } };
  return {
    summary,
    description: `Who may call: ${accessWords(access)}.${limit ? ` At most ${limit.requests} calls in ${limit.perSeconds} s per ${limit.per}.` : ''}`,
    security: isOpen(access) ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...(movesMoney ? [key] : [])],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: plain(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries({ ...replies, [status]: reply }).map(([code, schema]) => [code, answerOf(schema, Number(code), schema === reply ? files : undefined)])),
      default: { description: `An error in the envelope of the document; what breaks on our side says: ${endpoint.fails}` },
    },
  };
}

function answerOf(schema: TSchema, status: number, files?: readonly string[]): object {
  const description = status < 400 ? 'Success' : 'Not now';
  if (files) return { description, content: Object.fromEntries(files.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) };
  return status === 204 || status === 302 ? { description } : { description, content: { 'application/json': { schema: plain(schema) } } };
}

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, TSchema>; required?: string[] };
  return Object.entries(properties).map(([name, type]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: plain(type) }));
}

function accessWords(access: Access): string {
  if (typeof access === 'string') return access;
  return 'roles' in access ? `one of the roles ${access.roles.join(', ')}` : `the permission ${access.permission}`;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !OWN_WORDS.has(key)).map(([key, member]) => [key, plain(member)]));
}
