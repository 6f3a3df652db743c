import type { Endpoint } from '../../src/apis/endpoint.js';
import { addressOf, bearer, requestFor } from '../authorization/ask.js';
import type { Request } from '../authorization/samples.js';
import { json, send } from '../authorization/send.js';
import type { Answer } from '../authorization/send.js';
import type { Party, Stage } from '../authorization/stage.js';
import type { Row } from '../authorization/table.js';
import { ownerOf } from '../authorization/things.js';
import { nasties } from '../contract/nasties.js';
import type { Random } from '../random.js';
import { leavesOf, withId } from './id-swaps.js';
import { booksOf, changedBetween } from './books.js';

export interface FuzzReport {
  sent: number;
  readonly statuses: Record<number, number>;
  readonly wrong: string[];
}

const HANG_MS = 2_000;
/** At the full size it takes long: how far it is, every so often. */
const TELL_MS = 30_000;
const INSIDES = /node_modules|\.[jt]s:\d|SELECT |INSERT |syntax error|at Object\.|violates|constraint|ECONN|\/home\/|\/work\//;

/**
 * Requests that would succeed, with one or two things in them replaced, sent over HTTP by somebody who may: they get
 * past the first checks. Nothing may break (5xx), hang, speak another document's envelope or show its insides, and
 * what is refused may have changed nothing.
 */
export async function fuzz(stage: Stage, rows: readonly Row[], perRoute: number, random: Random): Promise<FuzzReport> {
  const report: FuzzReport = { sent: 0, statuses: {}, wrong: [] };
  let told = Date.now();
  for (const [index, row] of rows.entries()) {
    if (Date.now() - told > TELL_MS) {
      told = Date.now();
      process.stderr.write(`fuzz: ${index} of ${rows.length} routes, ${report.sent} requests, ${report.wrong.length} wrong\n`);
    }
    const party = rightful(stage, row);
    let request = await requestFor(stage, row, ownerOf(stage.callers.cust_own, stage.callers.cust_own), party);
    const more = optionsOf(stage, row);
    let before = await booksOf(stage.app.world);
    for (let round = 0, bad = 0; bad < perRoute && round < 2 * perRoute; round++) {
      const mutated = mutate(row, request, more, random);
      const ask = async () => send(stage.url, { ...mutated, headers: { ...(await bearer(stage, party)), ...mutated.headers } }).catch((error: unknown): Answer => ({ status: 599, headers: {}, text: String(error), milliseconds: 0 }));
      const answer = await ask();
      // A first PDF starts a thread, and a machine may be busy for a moment: slow is what is slow again.
      const slow = answer.milliseconds > HANG_MS && (await ask()).milliseconds > HANG_MS;
      report.sent += 1;
      report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
      if (answer.status >= 400) bad += 1;
      const after = await booksOf(stage.app.world);
      const complaints = [...(slow ? [`took ${Math.round(answer.milliseconds)} ms, and again over ${HANG_MS}`] : []), ...complain(row, answer, changedBetween(before, after))];
      for (const what of complaints) report.wrong.push(`${row.route} ${what}: ${JSON.stringify(mutated).slice(0, 300)} → ${answer.status} ${answer.text.slice(0, 200)} (seed ${random.seed})`);
      if (answer.status < 400) request = await requestFor(stage, row, ownerOf(stage.callers.cust_own, stage.callers.cust_own), party);
      before = answer.status < 400 ? await booksOf(stage.app.world) : after;
    }
  }
  return report;
}

/** Somebody whose cell is a success. */
function rightful({ callers }: Stage, row: Row): Party | null {
  if (row.cells.anon.startsWith('2')) return null;
  return row.cells.cust_own.startsWith('2') ? callers.cust_own : callers.admin;
}

function complain(row: Row, answer: Answer, changed: string): string[] {
  const refused = answer.status >= 400;
  return [
    ...(answer.status >= 500 ? ['broke'] : []),
    ...(INSIDES.test(answer.text) && refused ? ['shows its insides'] : []),
    ...(refused && answer.status < 500 && !isEnvelope(row, json(answer)) ? ['speaks in a strange voice'] : []),
    ...(refused && changed !== '' ? [`was refused and changed ${changed}`] : []),
  ];
}

/** The shape of a refusal in the document of this line. */
function isEnvelope(row: Row, body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { error, message } = body as { error?: unknown; message?: unknown };
  const names = Object.keys(body).sort().join();
  if (row.path === '/api/webhooks/stripe') return names === 'error,message';
  switch (row.doc) {
    case '000': return names === 'error' && typeof error === 'string';
    case '001': return names === 'error' && typeof error === 'object' && /^code,(details,)?message$/.test(Object.keys(error ?? {}).sort().join());
    case '002': return names === 'error,success' && typeof error === 'string';
    case '003': return names === 'message' && typeof message === 'string';
    case '004': return names === 'error' && Object.keys(error ?? {}).sort().join() === 'code,details,message,request_id,timestamp';
    case 'app': return /^code,detail,(details,)?request_id,status,title,type$/.test(names);
    case 'supabase': return /^code,error_code,msg(,weak_password)?$/.test(names);
    default: return true;
  }
}

/** What the contract allows beside what the sample sends. */
function optionsOf({ app }: Stage, { route }: Row): string[] {
  const endpoint = app.server.contracts.map((contract) => (contract as Record<string, Endpoint>)[route]).find((found) => found !== undefined);
  const names = (schema: unknown) => Object.keys((schema as { properties?: object } | undefined)?.properties ?? {});
  return [...names(endpoint?.body).map((name) => `body.${name}`), ...names(endpoint?.query).map((name) => `query.${name}`)];
}

interface Mutated { method: string; path: string; headers: Record<string, string>; body?: unknown }

function mutate(row: Row, request: Request, more: readonly string[], random: Random): Mutated {
  let changed: Request = request;
  const spots = [...leavesOf(request.body ?? {}, 'body'), ...leavesOf(request.query ?? {}, 'query'), ...leavesOf(request.params ?? {}, 'params'), ...more];
  for (let times = 1 + random.below(2); times > 0 && spots.length > 0; times--) {
    const spot = random.pick(spots);
    const value = random.pick(nasties);
    changed = withId(changed, spot, spot.startsWith('body') ? value : textOf(value));
  }
  const headers: Record<string, string> = { ...request.headers };
  if (random.below(6) === 0) headers['idempotency-key'] = random.pick(['k1', 'k'.repeat(255), 'k'.repeat(300), ' ', '"', 'a,b', '\u00fc']);
  if (random.below(20) === 0) headers['content-type'] = random.pick(['text/plain', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded', 'multipart/form-data']);
  if (random.below(20) === 0) headers['accept'] = random.pick(['text/html', '*/*;q=0', 'x'.repeat(500)]);
  return { method: row.method, path: addressOf(row.path, changed), headers, ...(changed.body !== undefined && { body: sendable(changed.body) }) };
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value) ?? '').replace(/[\ud800-\udfff]/g, '').slice(0, 3_000);
}

function sendable(body: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(JSON.stringify(body, (_name, value: unknown) => (Buffer.isBuffer(value) ? 'bytes' : value)));
}
