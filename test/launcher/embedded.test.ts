import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectOnce, createPool } from '../../src/adapters/database/connect.js';
import { openEmbedded, type EmbeddedPostgres } from '../../src/adapters/database/embedded.js';
import { isAlive } from '../../src/adapters/database/embedded/cluster.js';
import { until } from '../until.js';

const SETTINGS = { fsync: 'off', shared_buffers: '32MB' };
/** A cluster that was made and stopped: to be copied by tests that are about something else than making one. */
const made = mkdtempSync(join(tmpdir(), 'paydesk-made-'));
let folder: string;
let root: string;
let open: EmbeddedPostgres[];

beforeAll(async () => {
  chmodSync(made, 0o711);
  await (await openEmbedded({ root: join(made, 'cluster'), settings: SETTINGS })).stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-launcher-'));
  chmodSync(folder, 0o711);
  root = join(folder, 'cluster');
  open = [];
});

afterEach(async () => {
  for (const postgres of open) await postgres.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
});

/** Not by node: the files stay their owner's. */
function copyMade(): void {
  execFileSync('cp', ['-a', join(made, 'cluster'), root]);
}

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await openEmbedded({ root, settings: SETTINGS });
  open.push(postgres);
  return postgres;
}

async function ask(url: string, text: string): Promise<unknown> {
  const client = await connectOnce(url);
  try {
    return Object.values((await client.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

/** A process that opens the cluster, says its postmaster's number, and stays. */
async function startElsewhere(where: object = { root }): Promise<{ child: ChildProcess; postmaster: number }> {
  const launcher = new URL('../../src/adapters/database/embedded.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(launcher)}).then(async ({ openEmbedded }) => {
    const postgres = await openEmbedded({ ...${JSON.stringify(where)}, settings: ${JSON.stringify(SETTINGS)} });
    process.stdout.write(String(postgres.pid()) + '\\n');
    process.on('SIGTERM', () => postgres.stop().then(() => process.exit(0)));
    setInterval(() => {}, 1000);
  })`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, postmaster: Number(line.toString()) };
}

test('makes a cluster with the rights that the server needs and no more', async () => {
  const postgres = await start();
  expect(await ask(postgres.url, 'SELECT current_user::text')).toBe('paydesk_app');
  expect(await ask(postgres.ownerUrl, 'SELECT current_user::text')).toBe('paydesk_owner');
  expect(await ask(postgres.superuserUrl, `SHOW data_checksums`)).toBe('on');
  expect(await ask(postgres.superuserUrl, `SHOW listen_addresses`)).toBe('');
  expect(await ask(postgres.superuserUrl, `SELECT count(*) FROM pg_roles WHERE rolsuper AND rolname LIKE 'paydesk%'`)).toBe(0n);
  expect(statSync(join(root, 'secrets.json')).mode & 0o777).toBe(0o600);
  await expect(ask(postgres.url, 'CREATE TABLE x (y int)')).rejects.toThrow(/permission denied/);
  await expect(ask(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
});

test('a postmaster that a killed process left is adopted', async () => {
  copyMade();
  const { child, postmaster } = await startElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const postgres = await start();
  expect(postgres.pid()).toBe(postmaster);
  expect(await ask(postgres.url, 'SELECT 1::int')).toBe(1);
  await postgres.stop();
  expect(isAlive(postmaster)).toBe(false);
});

test('after both were killed the next start needs nobody', async () => {
  copyMade();
  const { child, postmaster } = await startElsewhere();
  child.kill('SIGKILL');
  process.kill(postmaster, 'SIGKILL');
  const postgres = await start();
  expect(postgres.pid()).not.toBe(postmaster);
  expect(await ask(postgres.url, 'SELECT 1::int')).toBe(1);
});

test('a killed postmaster comes back while we live, and says so', async () => {
  copyMade();
  const postgres = await start();
  const pool = createPool(postgres.url, { max: 2 });
  await pool.query('SELECT 1');
  const states: boolean[] = [];
  postgres.onStateChange((up) => states.push(up));
  for (let round = 1; round <= 3; round += 1) {
    // Lent out and between two statements: its loss must be nobody's crash.
    const held = await pool.connect();
    await held.query('BEGIN');
    process.kill(postgres.pid(), 'SIGKILL');
    await until(() => !postgres.isUp());
    await until(() => postgres.isUp());
    expect(states).toHaveLength(2 * round);
    await expect(held.query('SELECT 1')).rejects.toThrow();
    held.release(true);
    expect((await pool.query('SELECT 1::int AS one')).rows).toEqual([{ one: 1 }]);
  }
  await pool.end();
});

test('a pid file that names a living stranger does not stop the start', async () => {
  copyMade();
  const first = await start();
  await first.stop();
  open = [];
  writeFileSync(join(root, 'data/postmaster.pid'), `${process.pid}\n${join(root, 'data')}\n1\n5432\n${join(root, 'run')}\n\n\nready   \n`);
  const second = await start();
  expect(await ask(second.url, 'SELECT 1::int')).toBe(1);
});

test('what a killed initialisation left is removed', async () => {
  mkdirSync(`${root}.new-4194303`);
  await start();
  expect(readdirSync(folder)).toEqual(['cluster']);
});

test('two processes at once share one server; the first to leave does not stop it', async () => {
  const [here, elsewhere] = await Promise.all([start(), startElsewhere()]);
  expect(elsewhere.postmaster).toBe(here.pid());
  elsewhere.child.kill('SIGTERM');
  await once(elsewhere.child, 'exit');
  expect(await ask(here.url, 'SELECT 1::int')).toBe(1);
  await here.stop();
  expect(isAlive(here.pid())).toBe(false);
  expect(existsSync(join(root, 'data/postmaster.pid'))).toBe(false);
});

test('a deep folder gets a socket with a short path', async () => {
  const deep = join(folder, 'x'.repeat(60), 'y'.repeat(60));
  mkdirSync(deep, { recursive: true });
  root = join(deep, 'cluster');
  copyMade();
  const postgres = await start();
  expect(await ask(postgres.url, 'SELECT 1::int')).toBe(1);
});

test.skipIf(process.getuid?.() !== 0)('root’s clusters: one per data folder, and none runs on when its folder is gone', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const { child, postmaster } = await startElsewhere({ dataFolder: first });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const abandoned = readlinkSync(`/proc/${postmaster}/cwd`);
  cpSync(first, second, { recursive: true });
  const copy = await openEmbedded({ dataFolder: second, settings: SETTINGS });
  expect(join(copy.root, 'data')).not.toBe(abandoned);
  expect(isAlive(postmaster)).toBe(true);
  await copy.stop('immediate');
  rmSync(first, { recursive: true });
  const again = await openEmbedded({ dataFolder: second, settings: SETTINGS });
  expect(again.root).toBe(copy.root);
  expect(isAlive(postmaster)).toBe(false);
  await again.stop('immediate');
  for (const cluster of [copy.root, dirname(abandoned)]) rmSync(cluster, { recursive: true });
});
