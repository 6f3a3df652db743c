import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { to as copyTo } from 'pg-copy-streams';
import { connectOnce, createPool } from '../../src/adapters/database/connect.js';
import { openEmbedded } from '../../src/adapters/database/embedded.js';
import { migrate } from '../../src/adapters/database/migrate.js';
import { createWorld } from '../../src/adapters/database/transact.js';
import { documentDrawers } from '../../src/adapters/pdf/draw-documents.js';
import { csvStatement } from '../../src/core/invoices/export-store.js';
import { reactions } from '../../src/core/reactions.js';
import type { Reader } from '../../src/core/tx.js';
import { documentOf } from '../documents/document.js';
import { PAGES } from '../lists/pages.js';
import type { Ground } from './ground.js';
import { writeHistory } from './history.js';
import type { Line } from './line.js';

/** How large the history is: a million payments in full. */
const PAYMENTS = process.env['PAYDESK_FULL'] ? 1_000_000 : 100_000;
const FEW = 1_000;
const ROUNDS = 3;
const MOODS = 6;
const MOST_ADDED_MIB = 45;
const log = (text: string) => process.stderr.write(`${text}\n`);
/** What it takes when no neighbour on the machine is in the way. */
const undisturbed = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 10)]!;
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/**
 * Invoices on paper: how long one takes, and how long it keeps the event loop from others. That is measured twice:
 * as the work of this thread, which other programs on the machine do not change, and as the delay of the loop
 * beyond what an idle one shows.
 */
export async function paperLines(): Promise<Line[]> {
  const draw = documentDrawers(async () => null).invoice;
  const invoice = documentOf({ status: 'paid', lines: 12 });
  for (let i = 0; i < 30; i++) await draw(invoice);
  const took: number[] = [];
  const idle: LoopDelay[] = [];
  const drawing: LoopDelay[] = [];
  let worked = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = workOfThisThread();
    const started = performance.now();
    drawing.push(await loopDelay(async () => {
      for (let i = 0; i < 60; i++) {
        const each = performance.now();
        await draw(invoice);
        took.push(performance.now() - each);
      }
    }));
    worked += workOfThisThread() - began;
    const lasted = performance.now() - started;
    idle.push(await loopDelay(() => new Promise((resolve) => { setTimeout(resolve, lasted); })));
  }
  const each = worked / took.length;
  // The calmest round counts: neighbours delay any loop, and nothing makes one prompter than it is.
  const [calm, quiet] = [drawing, idle].map((delays) => delays.sort((a, b) => a.p99 - b.p99)[0]!) as [LoopDelay, LoopDelay];
  const longest = (delays: readonly LoopDelay[]) => Math.min(...delays.map(({ max }) => max)).toFixed(1);
  return [
    { what: 'a one-page PDF, to 30 ms', ratio: 30 / median(took), least: 1, facts: `${median(took).toFixed(1)} ms` },
    { what: 'event loop kept by a PDF, to 5 ms', ratio: 5 / each, least: 1, facts: `${each.toFixed(2)} ms of work` },
    {
      what: 'event loop blocked while PDFs are drawn, to 5 ms', ratio: 5 / Math.max(0.01, calm.p99 - quiet.p50), least: 1,
      facts: `delay p50 ${calm.p50.toFixed(1)}, p99 ${calm.p99.toFixed(1)}, longest ${longest(drawing)} ms; idle p50 ${quiet.p50.toFixed(1)}, p99 ${quiet.p99.toFixed(1)}, longest ${longest(idle)} ms`,
    },
  ];
}

interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How late the event loop is while `work` runs, looked at every millisecond; in milliseconds. */
async function loopDelay(work: () => Promise<unknown>): Promise<LoopDelay> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  return { p50: histogram.percentile(50) / 1e6, p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
}

/** Milliseconds this thread was on a processor so far, as Linux counts them. */
function workOfThisThread(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** The export over HTTP against the same COPY read by the bare driver and thrown away; then lists among many against lists among few. */
export async function historyLines(ground: Ground): Promise<Line[]> {
  const writer = createPool(ground.superuserUrl, { max: 1 });
  await writer.query('SET statement_timeout = 0; SET transaction_timeout = 0');
  const { customerId: big, token } = await ground.shop.buyer();
  await writeHistory(writer, PAYMENTS, big);
  await writer.end();
  log(`${PAYMENTS} payments are written`);
  const exported = await exportLines(ground, big, token);
  return [...exported, ...await growthLines(ground, big)];
}

/** The best of each side counts: a busy machine makes either slow, and nothing makes one fast. */
async function exportLines(ground: Ground, big: string, token: string): Promise<Line[]> {
  const statement = csvStatement(ground.shop.world.read, { customerId: big, timeZone: 'UTC', bounds: null });
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${ground.product.serverPid()}/status`, 'utf8'))![1]) / 1024;
  await fetch(`${ground.product.url}/api/payments/export?year=1999`, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.text());
  await new Promise((resolve) => { setTimeout(resolve, 2_000); });
  const idle = rss();
  let peak = idle;
  const watch = setInterval(() => { peak = Math.max(peak, rss()); }, 20);
  const bests = { bare: Infinity, ours: Infinity };
  let facts = '';
  await bareCopy(ground, statement);
  for (let round = 1; round <= ROUNDS; round++) {
    const bare = await bareCopy(ground, statement);
    const ours = await overHttp(ground, token);
    if (ours.bytes !== bare.bytes) throw new Error(`the export has ${ours.bytes} bytes, the COPY ${bare.bytes}`);
    bests.bare = Math.min(bests.bare, bare.ms);
    bests.ours = Math.min(bests.ours, ours.ms);
    facts = `${(PAYMENTS / ours.ms).toFixed(0)}k rows/s against ${(PAYMENTS / bare.ms).toFixed(0)}k rows/s, first byte after ${ours.firstByte.toFixed(0)} ms`;
    log(`round ${round}, export: ${facts}`);
  }
  clearInterval(watch);
  return [
    { what: `CSV of ${PAYMENTS} payments, to the bare COPY`, ratio: bests.bare / bests.ours, least: 0.8, facts },
    { what: `memory the export adds, to ${MOST_ADDED_MIB} MiB`, ratio: MOST_ADDED_MIB / Math.max(1, peak - idle), least: 1, facts: `${idle.toFixed(0)} MiB idle, ${peak.toFixed(0)} MiB at most` },
  ];
}

async function bareCopy(ground: Ground, statement: string): Promise<{ ms: number; bytes: number }> {
  const client = await connectOnce(ground.superuserUrl, 'bench');
  await client.query('BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL transaction_timeout = 0');
  const started = performance.now();
  let bytes = 0;
  for await (const chunk of client.query(copyTo(statement)) as AsyncIterable<Buffer>) bytes += chunk.length;
  const ms = performance.now() - started;
  await client.end();
  return { ms, bytes };
}

async function overHttp(ground: Ground, token: string): Promise<{ ms: number; bytes: number; firstByte: number }> {
  const started = performance.now();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${ground.product.url}/api/payments/export`, { headers: { authorization: `Bearer ${token}` }, agent: false }, resolve).on('error', reject);
  });
  if (answer.statusCode !== 200) throw new Error(`the export was answered with ${answer.statusCode}`);
  let bytes = 0;
  let firstByte = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    firstByte ||= performance.now() - started;
    bytes += chunk.length;
  }
  return { ms: performance.now() - started, bytes, firstByte };
}

/** Two databases on this machine, asked in turn: what the same page takes among many and among few. */
async function growthLines(ground: Ground, big: string): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-bench-few-'));
  const postgres = await openEmbedded({ dataFolder: folder });
  await migrate(postgres.ownerUrl, { runtimeUrl: postgres.url });
  const writer = createPool(postgres.superuserUrl, { max: 1 });
  const small = await writeHistory(writer, FEW);
  await writer.end();
  const pools = [createPool(postgres.url, { max: 1, pipeline: true }), createPool(ground.databaseUrl, { max: 1, pipeline: true })] as const;
  const [few, many] = pools.map((pool) => createWorld({ pool, clock: { now: () => new Date() }, reactions, prepared: true, processor: () => { throw new Error('no network here'); } }).read) as [Reader, Reader];
  const times = PAGES.map(() => ({ few: [] as number[], many: [] as number[] }));
  // In several rounds: a page alone is measured in half a second, and the machine has moods that last longer.
  for (let round = 0; round < MOODS; round++) {
    for (const [place, [, show]] of PAGES.entries()) {
      for (let i = 0; i < 120; i++) {
        for (const [which, reader, customer] of [['few', few, small], ['many', many, big]] as const) {
          const started = performance.now();
          await show(reader, customer);
          if (i >= 20) times[place]![which].push(performance.now() - started);
        }
      }
    }
  }
  let worst = { name: '', growth: 0, facts: '' };
  for (const [place, [name]] of PAGES.entries()) {
    const { few: amongFew, many: amongMany } = times[place]!;
    const growth = undisturbed(amongMany) / undisturbed(amongFew);
    const facts = `${name}: ${undisturbed(amongMany).toFixed(2)} ms among ${PAYMENTS}, ${undisturbed(amongFew).toFixed(2)} ms among ${FEW}`;
    log(`list, ${facts}, ${growth.toFixed(2)}x`);
    if (growth > worst.growth) worst = { name, growth, facts };
  }
  for (const pool of pools) await pool.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  return [{ what: `the list page that grows most, to 1.2 times from ${FEW} to ${PAYMENTS} invoices`, ratio: 1.2 / worst.growth, least: 1, facts: worst.facts }];
}
