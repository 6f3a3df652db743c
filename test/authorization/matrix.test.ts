import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationTable } from '../../src/apis/access.js';
import { badCredentials } from '../harness/bad-credentials.js';
import type { BadCredential } from '../harness/bad-credentials.js';
import { booksOf, changedBetween } from '../harness/books.js';
import { stripeSigner } from '../processors/stripe/signer.js';
import { seeded } from '../random.js';
import { WEBHOOK_SECRET } from '../sandbox/start.js';
import { ask, bearer, compare, judgeAll, openSupply, requestsFor, servedRoutes, servedRows } from './ask.js';
import { samples } from './samples.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';
import { COLUMNS, isProtected, table } from './table.js';
import type { Row } from './table.js';
import { ownerOf } from './things.js';

const FULL = process.env['PAYDESK_FULL'] === '1';

/** Documents that are still being built: their lines are called as soon as they are served. All others are whole. */
const UNFINISHED = ['004'];

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.close());

describe('the table', () => {
  it('is the one of the papers: 99 lines with 791 live cells, 84 of which refuse a stranger', () => {
    const lines = table.filter((row) => /^\d+$/.test(row.n));
    expect(lines.map((row) => Number(row.n))).toEqual(Array.from({ length: 99 }, (_, i) => i + 1));
    expect(lines.flatMap((row) => COLUMNS.filter((column) => column !== 'staff' && row.cells[column] !== '-')).length).toBe(791);
    expect(lines.filter(isProtected).length).toBe(84);
    for (const row of table) for (const column of COLUMNS) expect(row.cells[column], `${row.n} ${column}`).toMatch(/^(-|[2-5]\d\d[bcs]?(\/\d{3})?)$/);
  });

  it('names every route of the router, and the router every line of the documents that are built', () => {
    const served = servedRoutes(stage);
    const written = new Set(table.map((row) => row.route));
    expect([...served].filter((route) => !written.has(route)), 'served and not in authorization.csv').toEqual([]);
    const absent = table.filter((row) => !served.has(row.route));
    expect(absent.filter((row) => !UNFINISHED.includes(row.doc)).map((row) => row.route), 'in authorization.csv and not served').toEqual([]);
    expect([...served].filter((route) => samples[route] === undefined), 'served without a sample in samples.ts').toEqual([]);
    process.stderr.write(`not served yet, skipped: ${absent.map((row) => `${row.n} ${row.route}`).join(', ') || 'none'}\n`);
  });

  it('agrees with the rules of the contracts', () => {
    const rows = new Map(table.map((row) => [row.route, row]));
    const wrong = authorizationTable(stage.app.server.contracts).flatMap(({ route, access }) => disagreements(rows.get(route), access).map((what) => `${route} (${access}): ${what}`));
    expect(wrong).toEqual([]);
  });
});

/** A rule is coarse, a line is exact: where the rule alone decides, the cell must say the same. */
function disagreements(row: Row | undefined, access: string): string[] {
  if (!row) return ['is not in the table'];
  const { anon, mentor, admin } = row.cells;
  const wrong: string[] = [];
  const open = access === 'public' || access === 'signature';
  if (!open && anon !== '401') wrong.push(`strangers get ${anon}`);
  if (open && anon === '401' && !row.path.endsWith('/refresh') && row.path !== '/auth/verify-2fa') wrong.push('strangers are let in');
  if (access === 'customer' && mentor !== '404c') wrong.push(`who has no customer gets ${mentor}`);
  if (access.startsWith('roles:') && !access.includes('mentor') && mentor !== '403') wrong.push(`mentors get ${mentor}`);
  if (access.startsWith('roles:') && Number.parseInt(admin, 10) >= 400) wrong.push(`admins get ${admin}`);
  if (access.startsWith('permission:') && (mentor !== '403' || row.cells.cust_own !== '403')) wrong.push('who lacks the permission is let in');
  return wrong;
}

describe('every cell', () => {
  it('is answered with its status and the envelope of its document', async () => {
    const rows = servedRows(stage);
    const { called, wrong } = await judgeAll(stage, rows);
    process.stderr.write(`authorization matrix: ${called} cells of ${rows.length} routes\n`);
    expect(wrong).toEqual([]);
  });
});

/** Some are issued two minutes ahead: as clocks may differ by one, they would be good in a minute. */
const FRESH_MS = 20_000;

/** V1 … V14. */
function familyOf({ name }: BadCredential): string {
  return name.split(' ')[0]!;
}

describe('bad credentials', () => {
  it('are refused with 401 everywhere, and change nothing', { timeout: 600_000 }, async () => {
    const random = seeded('bad credentials');
    const forge = async () => ({ at: Date.now(), all: await badCredentials(stage.app.identity, stage.callers.cust_own.user) });
    let forged = await forge();
    const families = [...new Set(forged.all.map(familyOf))];
    const rows = servedRows(stage).filter(isProtected);
    const thorough = random.pick(rows);
    const wrong: string[] = [];
    let sent = 0;
    const requests = await requestsFor(stage, rows);
    let before = await booksOf(stage.app.world);
    for (const [row, request] of requests) {
      if (Date.now() - forged.at > FRESH_MS) [forged, before] = [await forge(), await booksOf(stage.app.world)];
      const { all } = forged;
      const chosen: BadCredential[] = FULL || row === thorough ? all : families.map((family) => random.pick(all.filter((bad) => familyOf(bad) === family)));
      for (const { name, headers } of chosen) {
        const answer = await ask(stage, row, request, headers);
        wrong.push(...compare(row, '401', answer, headers['authorization'] !== undefined).map((what) => `${row.route} with ${name}: ${what} (seed ${random.seed})`));
        sent += 1;
      }
      const after = await booksOf(stage.app.world);
      const changed = changedBetween(before, after);
      if (changed !== '') wrong.push(`${row.route} changed ${changed}`);
      before = after;
    }
    process.stderr.write(`bad credentials: ${sent} requests to ${rows.length} routes, ${families.length} families\n`);
    expect(wrong).toEqual([]);
  });

  it('of two the Bearer decides alone; a cookie alone is as good', async () => {
    const { mentor, admin, cust_own: customer } = stage.callers;
    const owner = ownerOf(customer, customer);
    const supply = openSupply(stage);
    const cookie = async (party: typeof mentor) => ({ cookie: (await supply.bearer(party))['authorization']!.replace('Bearer ', 'sb-access-token=') });
    const wrong: string[] = [];
    for (const row of servedRows(stage).filter(isProtected)) {
      const cases = [
        { name: 'mentor’s Bearer, admin’s cookie', party: mentor, cell: row.cells.mentor, headers: async () => ({ ...(await supply.bearer(mentor)), ...(await cookie(admin)) }) },
        { name: 'admin’s Bearer, mentor’s cookie', party: admin, cell: row.cells.admin, headers: async () => ({ ...(await supply.bearer(admin)), ...(await cookie(mentor)) }) },
        { name: 'customer’s cookie', party: customer, cell: row.cells.cust_own, headers: () => cookie(customer) },
      ].filter(({ cell }) => !cell.includes('/'));
      for (const { name, party, cell, headers: headersNow } of cases) {
        const [request, headers] = [await supply.request(row, owner, party), await headersNow()];
        const answer = await ask(stage, row, request, headers);
        supply.answered(row, answer.status);
        wrong.push(...compare(row, cell, answer, 'authorization' in headers).map((what) => `${row.route} with ${name}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a webhook', () => {
  it('looks at the signature alone, whoever seems to send it', async () => {
    const [credential] = (await badCredentials(stage.app.identity, stage.callers.cust_own.user)).filter(({ headers }) => headers['authorization'] !== undefined);
    const wrong: string[] = [];
    for (const row of servedRows(stage).filter(({ path }) => path.includes('webhook'))) {
      for (const headers of [{}, await bearer(stage, stage.callers.mentor), credential!.headers]) {
        const body = { id: `evt_${row.n}`, object: 'event', type: 'customer.created', livemode: false, created: 1, data: { object: { id: 'cus_1', object: 'customer' } } };
        const signed = stripeSigner.sign(Buffer.from(JSON.stringify(body)), WEBHOOK_SECRET, stage.app.world.clock.now());
        const answer = await ask(stage, row, { body }, { ...headers, 'stripe-signature': String(signed['stripe-signature']) });
        if (answer.status !== 200) wrong.push(`${row.route}: ${answer.status} ${answer.text}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
