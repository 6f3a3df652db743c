import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeForm, type Form } from '../form.js';
import { corsHeaders, readBody } from '../http.js';
import { answerFields, errorFields } from './answer.js';
import { authenticate, unauthorized, type Keys } from './authenticate.js';
import type { Call, Route } from './call.js';
import { StripeFailure } from './failure.js';
import { breakAnswer, meetBefore } from './fault-effects.js';
import type { Fault, Faults } from './faults.js';
import { printOf, type Idempotency } from './idempotency.js';
import { newId } from './ids.js';
import { matchRoute } from './routes.js';
import type { State, StoredAnswer } from './entries.js';
import { readVersion } from './versions.js';
import type { Courier } from './webhooks/courier.js';
import { beginWork } from './work.js';

export interface Api {
  keys: Keys;
  version: string;
  origins: string[];
  state: State;
  faults: Faults;
  idempotency: Idempotency;
  courier: Courier;
  /** Where every event goes, by setting or by control. */
  addresses(): string[];
  /** What new events are delivered to. */
  targets(): string[];
}

interface Reply {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** Answers one request below `/v1/`. */
export async function serveApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const method = request.method ?? 'GET';
  const id = newId('req');
  const cors = corsHeaders(request, api.origins);
  if (method === 'OPTIONS') return void response.writeHead(204, cors).end();
  const form = decodeForm(method === 'POST' ? await readBody(request) : query);
  const fault = api.faults.match(method, path);
  const reply = await replyTo(api, { request, response, method, path, id, form, fault });
  if (!reply || response.destroyed) return;
  if (fault && (await breakAnswer(fault, reply, response))) return;
  response.writeHead(reply.status, { 'Content-Type': 'application/json', 'Request-Id': id, ...cors, ...reply.headers });
  response.end(reply.body);
}

interface Arrived {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  path: string;
  id: string;
  form: Form;
  fault: Fault | undefined;
}

async function replyTo(api: Api, arrived: Arrived): Promise<Reply | undefined> {
  const { request, form, method, path, id, fault } = arrived;
  let version = api.version;
  try {
    const role = authenticate(request.headers, form, api.keys);
    version = readVersion(textOf(request.headers['stripe-version']), api.version);
    const matched = matchRoute(method, path.slice('/v1/'.length));
    if (!matched) throw new StripeFailure(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`);
    if (role === 'public' && !matched.route.open) {
      throw unauthorized('This API call cannot be made with a publishable API key. Please use a secret API key.', 'secret_key_required');
    }
    const key = method === 'POST' ? textOf(request.headers['idempotency-key']) : undefined;
    const print = key === undefined ? '' : printOf(method, path, form);
    const kept = key === undefined ? undefined : api.idempotency.begin(key, print);
    if (kept) return { status: kept.status, body: kept.body, headers: { ...versionHeader(version), ...kept.headers, 'Idempotent-Replayed': 'true' } };
    try {
      if (fault && (await meetBefore(fault, arrived.response))) return undefined;
      const work = beginWork(api.state, { id, idempotency_key: key ?? null }, api.targets);
      const call: Call = { work, state: api.state, form, ids: matched.ids, role, version, base: `http://${request.headers.host ?? ''}` };
      if (fault?.mode === 'decline') call.refuse = fault.decline_code ?? 'generic_decline';
      if (fault?.mode === 'processing') call.undecided = true;
      return run(api, matched.route, call, id, key === undefined ? undefined : { key, print }, fault);
    } finally {
      if (key !== undefined) api.idempotency.end(key);
    }
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return failed(error, version, errorFields(error, undefined, id));
  }
}

/** Runs the handler, writes what it did together with its answer, and hands its events on. */
function run(api: Api, route: Route, call: Call, id: string, keyed: { key: string; print: string } | undefined, fault: Fault | undefined): Reply {
  const store = (reply: Reply): StoredAnswer | undefined =>
    keyed && { ...keyed, status: reply.status, body: reply.body, headers: { 'Original-Request': id } };
  try {
    const body = JSON.stringify(answerFields(call, route.run(call)));
    const reply = { status: 200, body, headers: { ...versionHeader(call.version), ...(keyed && { 'Idempotency-Key': keyed.key, 'Original-Request': id }) } };
    const kept = fault?.mode === 'error500_after' && fault.keep ? { ...reply, status: 500, body: JSON.stringify(API_ERROR) } : reply;
    api.courier.carry(call.work.commit(store(kept)));
    return reply;
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    const reply = failed(error, call.version, errorFields(error, call, id));
    if (error.effects) api.courier.carry(call.work.commit(store(reply)));
    else if (error.begun && keyed) api.state.write({ key: store(reply) });
    return reply;
  }
}

export const API_ERROR = { error: { message: 'An unknown error occurred', type: 'api_error' } };

function failed(failure: StripeFailure, version: string, fields: unknown): Reply {
  return { status: failure.status, body: JSON.stringify(fields), headers: { ...versionHeader(version), ...failure.headers } };
}

const versionHeader = (version: string): Record<string, string> => ({ 'Stripe-Version': version });
const textOf = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);
