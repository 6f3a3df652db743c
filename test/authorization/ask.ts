import { refusalOf } from './envelopes.js';
import type { Request, Sample } from './samples.js';
import { samples } from './samples.js';
import { json, send } from './send.js';
import type { Answer } from './send.js';
import type { Party, Stage } from './stage.js';
import { COLUMNS, table } from './table.js';
import type { Column, Row } from './table.js';
import { make, ownerOf } from './things.js';
import type { Owner } from './things.js';

/** One cell of the table as a call: who sends a request about whose things, and what must come back. */
export interface Judged {
  readonly row: Row;
  /** The column, and who of it. */
  readonly name: string;
  readonly party: Party | null;
  readonly owner: Owner;
  readonly cell: string;
}

/** Routes the server answers to, as the table writes them: HEAD goes with GET, and the app's files are one line. */
export function servedRoutes({ app }: Stage): Set<string> {
  const routes = [...app.server.routes].filter((route) => !route.startsWith('HEAD '));
  return new Set(routes.map((route) => (route.startsWith('GET /app/') ? 'GET /app/*' : route)));
}

/** Lines of the table that can be called already; a route of two documents is called as the first of them has it. */
export function servedRows(stage: Stage): Row[] {
  const served = servedRoutes(stage);
  const first = new Map([...table].reverse().map((row) => [row.route, row]));
  return [...first.values()].reverse().filter((row) => served.has(row.route));
}

/** Every live cell of a line. A super admin is judged as an admin, and whoever lost the role of one as nobody in particular. */
export function cellsOf(stage: Stage, row: Row): Judged[] {
  const { callers, stranger } = stage;
  return COLUMNS.flatMap((column) => {
    const [inside = '-', outside] = row.cells[column].split('/');
    const cases = column.endsWith('_other') ? [{ cell: inside, owner: ownerOf(stranger, stranger) }] : [{ cell: inside, owner: ownerOf(ownerIn(stage, column), callers.cust_own) }];
    if (outside !== undefined) cases.push({ cell: outside, owner: ownerOf(stranger, stranger) });
    return cases.filter(({ cell }) => cell !== '-').flatMap(({ cell, owner }) => partiesIn(stage, column).map(([name, party]) => ({ row, name, party, owner, cell })));
  });
}

/** Own things are the caller's where the column says so, else those of the one customer who calls. */
function ownerIn({ callers }: Stage, column: Column): Party {
  return column === 'barber_own' ? callers.barber_own : callers.cust_own;
}

function partiesIn({ callers }: Stage, column: Column): [string, Party | null][] {
  switch (column) {
    case 'anon': return [[column, null]];
    case 'cust_other': return [[column, callers.cust_own]];
    case 'barber_other': return [[column, callers.barber_own]];
    case 'admin': return [[column, callers.admin], ['super_admin', callers.super_admin]];
    case 'mentor': return [[column, callers.mentor], ['demoted', callers.demoted]];
    default: return [[column, callers[column]]];
  }
}

/** The sample request of a line. */
export async function requestFor(stage: Stage, row: Row, owner: Owner, caller: Party | null): Promise<Request> {
  return sampleOf(row).request({ stage, owner, caller });
}

function sampleOf({ route }: Row): Sample {
  const sample = samples[route];
  if (!sample) throw new Error(`${route} is served: samples.ts has to say how to call it`);
  return sample;
}

/** One request for each of these lines, about the things of the customer who calls: made before anybody looks whether anything changes. */
export async function requestsFor(stage: Stage, rows: readonly Row[]): Promise<[Row, Request][]> {
  const owner = ownerOf(stage.callers.cust_own, stage.callers.cust_own);
  const requests: [Row, Request][] = [];
  for (const row of rows) requests.push([row, await requestFor(stage, row, owner, null)]);
  return requests;
}

/** Requests and tokens that are handed out again until one of them was used: what is refused, or only read, has used nothing up. */
export interface Supply {
  request(row: Row, owner: Owner, caller: Party | null): Promise<Request>;
  /** Headers with the token of a caller. */
  bearer(party: Party | null): Promise<Record<string, string>>;
  /** Must be told of every answer. */
  answered(row: Row, status: number): void;
}

export function openSupply(stage: Stage): Supply {
  const requests = new Map<string, Request>();
  const headers = new Map<Party | null, Record<string, string>>();
  return {
    async request(row, owner, caller) {
      const key = `${row.route} ${owner.userId} ${owner.customerId}`;
      const known = requests.get(key);
      if (known) return known;
      let anybodys = true;
      const request = await sampleOf(row).request({ stage, owner, get caller() { anybodys = false; return caller; } });
      if (anybodys) requests.set(key, request);
      return request;
    },
    async bearer(party) {
      const known = headers.get(party) ?? await bearer(stage, party);
      headers.set(party, known);
      return known;
    },
    answered(row, status) {
      if (status >= 400 || (row.method === 'GET' && status < 300)) return;
      requests.clear();
      headers.clear();
    },
  };
}

/** The address of a request: parameters and query filled in, encoded. */
export function addressOf(path: string, { params = {}, query = {} }: Request): string {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(params[name] ?? '')).replace('*', () => params['*'] ?? '');
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

/** Sends a request with these headers beside its own; cookies are joined. */
export function ask(stage: Stage, row: Row, request: Request, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const cookie = [request.headers?.['cookie'], headers['cookie']].filter((part) => part !== undefined).join('; ');
  return send(stage.url, {
    method: row.method, path: addressOf(row.path, request),
    headers: { ...request.headers, ...headers, ...(cookie !== '' && { cookie }) }, ...(request.body !== undefined && { body: request.body }),
  });
}

export async function bearer(stage: Stage, party: Party | null): Promise<Record<string, string>> {
  return party === null ? {} : { authorization: `Bearer ${await stage.token(party)}` };
}

/** Calls every cell of these lines; gives how many there were, and everything that is wrong. */
export async function judgeAll(stage: Stage, rows: readonly Row[]): Promise<{ called: number; wrong: string[] }> {
  // Something a list could show by mistake.
  await make(stage, 'invoice', ownerOf(stage.stranger, stage.stranger));
  const cells = rows.flatMap((row) => cellsOf(stage, row));
  const wrong: string[] = [];
  const supply = openSupply(stage);
  for (const cell of cells) wrong.push(...(await judge(stage, cell, supply).catch((error: unknown) => [`${cell.row.n} ${cell.row.route} as ${cell.name}: ${String(error)}`])));
  return { called: cells.length, wrong };
}

/** Calls one cell; gives what is wrong with the answer, if anything. */
async function judge(stage: Stage, judged: Judged, supply: Supply): Promise<string[]> {
  const { row, name, party, owner, cell } = judged;
  const request = await supply.request(row, owner, party);
  const answer = await ask(stage, row, request, await supply.bearer(party));
  supply.answered(row, answer.status);
  const wrong = compare(row, cell, answer, party !== null);
  const seesAll = party === stage.callers.admin || party === stage.callers.super_admin || party === stage.callers.staff;
  if (answer.status < 400 && !seesAll) for (const mark of stage.marks) if (answer.text.includes(mark)) wrong.push(`shows ${mark}, which is somebody else’s`);
  return wrong.map((what) => `${row.n} ${row.route} as ${name}: ${what}`);
}

/** Exactly the status of the cell, and for refusals exactly the envelope of its document. */
export function compare(row: Row, cell: string, answer: Answer, withBearer: boolean): string[] {
  const wanted = Number.parseInt(cell, 10);
  const said = `${answer.status} ${answer.text.slice(0, 300)}`;
  if (answer.status !== wanted) return [`${cell} was meant, the answer is ${said}`];
  const refusal = refusalOf(row, cell, withBearer);
  if (refusal === undefined) return [];
  const wrong: string[] = [];
  if (!matches(json(answer), refusal)) wrong.push(`another envelope: ${said}`);
  if (wanted === 401 && answer.headers['www-authenticate'] !== 'Bearer') wrong.push('no WWW-Authenticate');
  if (answer.headers['cache-control'] !== 'no-store') wrong.push('a refusal that may be cached');
  return wrong;
}

/** Deep equality, where the expected side may hold vitest's asymmetric matchers. */
function matches(actual: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null && 'asymmetricMatch' in wanted && typeof wanted.asymmetricMatch === 'function') return Boolean(wanted.asymmetricMatch(actual));
  if (typeof wanted !== 'object' || wanted === null) return Object.is(actual, wanted);
  if (typeof actual !== 'object' || actual === null) return false;
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(actual)])];
  return names.every((name) => matches((actual as Record<string, unknown>)[name], (wanted as Record<string, unknown>)[name]));
}
