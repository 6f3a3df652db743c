import type { TSchema } from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/apis/endpoint.js';
import { refusalOf } from '../../src/apis/errors.js';
import { voiceFor } from '../../src/apis/voices.js';
import { Failure, failureKinds } from '../../src/kernel/failure.js';
import type { FailureCode } from '../../src/kernel/failure.js';
import { contractsFolder, missingPapers, readPaper } from '../papers.js';
import { contracts } from './contracts.js';

interface Schema { $ref?: string; required?: string[]; properties?: Record<string, Schema>; anyOf?: Schema[]; const?: unknown; type?: string | string[] }

interface Documented {
  readonly id: string;
  readonly seed: string;
  readonly method: string;
  readonly path: string;
  readonly auth: { required: boolean; scheme: string; roles: string[] };
  readonly rate_limit: { limit: number; window_s: number } | null;
  readonly query: { name: string; required: boolean }[];
  readonly path_params: { name: string }[];
  readonly body: Schema | null;
  readonly body_source: string | null;
  readonly success_schema: Schema;
  readonly responses: { status: number; kind: string; when: string; accept_status?: number[]; error_message?: string | null; match?: 'exact' | 'prefix'; error_code?: string; body?: unknown }[];
}

const missing = missingPapers(contractsFolder);
const documented = missing ? [] : readPaper<Documented[]>(contractsFolder, 'endpoints.json');
const models = missing ? {} : readPaper<{ $defs: Record<string, Schema> }>(contractsFolder, 'models.json').$defs;
const served = new Map(contracts.flatMap((contract) => Object.entries(contract) as [string, Endpoint][]));
const built = documented.flatMap((entry) => {
  const endpoint = served.get(`${entry.method} ${entry.path}`);
  return endpoint ? [{ name: entry.id, entry, endpoint }] : [];
});

function resolve(schema: Schema): Schema {
  return schema.$ref ? (models as Record<string, Schema>)[schema.$ref.replace('models.json#/$defs/', '')] ?? {} : schema;
}

function requiredOf(schema: TSchema | Schema | undefined): string[] {
  return [...((schema as Schema | undefined)?.required ?? [])].sort();
}

/** Everything an endpoint can say: code → status and envelope. */
function sayings(endpoint: Endpoint, path: string) {
  const voice = voiceFor(path);
  return (Object.keys(failureKinds) as FailureCode[]).map((code) => {
    const refusal = refusalOf(new Failure(code), voice, 'req_1', new Date(0), endpoint);
    return { code, status: refusal.status, envelope: JSON.parse(JSON.stringify(voice.envelope(refusal, {}))) as Record<string, unknown>, text: JSON.stringify(voice.envelope(refusal, {})) };
  });
}

/** What a document asks for and a resolution does without: absent, it is false (S27). */
const FORGIVEN: Readonly<Record<string, readonly string[]>> = { 'purchases-checkout-session': ['isClassRep'] };

describe.skipIf(missing)('contracts against the documents', () => {
  it('says how many of the documented endpoints are built', () => {
    process.stderr.write(`documented endpoints served: ${built.length} of ${documented.length}\n`);
    expect(built.length).toBeGreaterThanOrEqual(15);
  });

  it.each(built)('$name: parameters and body', ({ entry, endpoint }) => {
    expect(requiredOf(endpoint.params)).toEqual(entry.path_params.map((param) => param.name).sort());
    expect(requiredOf(endpoint.query)).toEqual(entry.query.filter((param) => param.required).map((param) => param.name).sort());
    if (endpoint.raw || entry.body === null) return;
    const body = resolve(entry.body);
    const own = requiredOf(endpoint.body).filter((name) => name in (body.properties ?? {}));
    // A body that only this contract made up may ask for less: a cookie can stand in for a token.
    const forgiven = FORGIVEN[entry.id] ?? [];
    if (entry.body_source === 'doc') expect(own).toEqual(requiredOf(body).filter((name) => !forgiven.includes(name)));
    else for (const name of own) expect(requiredOf(body)).toContain(name);
  });

  it.each(built)('$name: success', ({ entry, endpoint }) => {
    const success = entry.responses.filter((response) => response.kind === 'success').flatMap((response) => [response.status, ...(response.accept_status ?? [])]);
    expect(success).toContain(endpoint.status ?? 200);
    const [schema] = (resolve(entry.success_schema).anyOf ?? [entry.success_schema]).map(resolve);
    for (const name of requiredOf(schema)) expect(Object.keys((endpoint.reply as Schema).properties ?? {})).toContain(name);
  });

  it.each(built)('$name: who', ({ entry, endpoint }) => {
    if (entry.auth.scheme.endsWith('signature')) expect(endpoint.access).toBe('signature');
    else if (entry.auth.scheme === 'none' || entry.auth.scheme.includes('refresh') || entry.auth.scheme.includes('challenge')) expect(endpoint.access).toBe('public');
    else if (entry.auth.roles.includes('customer') && entry.seed === 'portal') expect(endpoint.access).toBe('customer');
    else expect(endpoint.access).not.toBe('public');
  });

  it.each(built)('$name: limit', ({ entry, endpoint }) => {
    const { limit } = endpoint;
    const own = limit ? { limit: limit.requests, window_s: limit.perSeconds } : null;
    const wanted = entry.rate_limit && { limit: entry.rate_limit.limit, window_s: entry.rate_limit.window_s };
    // A signed webhook is counted by nobody; a guessed password always by somebody.
    expect(own).toEqual(wanted);
  });

  it.each(built)('$name: every documented refusal can be said, with its status', ({ entry, endpoint }) => {
    const said = sayings(endpoint, entry.path);
    for (const response of entry.responses) {
      if (response.kind !== 'error' || !response.error_message) continue;
      const statuses = [response.status, ...(response.accept_status ?? [])];
      const quoted = JSON.stringify(response.error_message).slice(1, -1);
      const fits = said.some(({ status, text }) => statuses.includes(status) && text.includes(quoted) && (!response.error_code || text.includes(response.error_code)));
      expect(fits, `${response.status} ${response.error_message} (${response.when})`).toBe(true);
    }
  });

  it.each(built)('$name: what breaks on our side has the documented sentence', ({ entry, endpoint }) => {
    const sentences = entry.responses.filter((response) => response.status === 500).map((response) => response.error_message);
    if (sentences.length > 0) for (const { code, text } of sayings(endpoint, entry.path)) if (failureKinds[code] === 'bug') expect(sentences.some((sentence) => text.includes(sentence!)), text).toBe(true);
  });
});
