import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../../src/adapters/database/embedded/cluster.js';
import { SYSTEM_FOLDER } from '../../src/adapters/database/embedded/place.js';
import { emptyDatabase } from '../database.js';
import { freePorts } from '../ports.js';
import { until } from '../until.js';

const program = fileURLToPath(new URL('../../bin/paydesk.mjs', import.meta.url));
let folder: string;

beforeAll(() => {
  spawnSync(process.execPath, [program, '--help']);
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-cli-'));
  chmodSync(folder, 0o711);
});

afterEach(() => {
  const mark = join(folder, 'data/cluster');
  if (existsSync(mark)) rmSync(join(SYSTEM_FOLDER, JSON.parse(readFileSync(mark, 'utf8')).name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

function environment(more: Record<string, string>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: folder, DATA_DIR: join(folder, 'data'), ...more };
}

function run(args: string[], more: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env: environment(more), encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('wrong settings stop every command, all of them named', () => {
  for (const command of ['start', 'worker', 'migrate', 'verify']) {
    const { status, stderr } = run([command], { PORT: 'many', LOG_LEVEL: 'loud' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/PORT must be a whole number/);
    expect(stderr).toMatch(/LOG_LEVEL must be one of/);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('a taken port is said before anything is made', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const child = spawn(process.execPath, [program, 'start'], { env: environment({ PORT: String(port) }), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  server.close();
  expect(code).toBe(1);
  expect(said).toContain(`Port ${port} is in use`);
  expect(existsSync(join(folder, 'data/cluster')) || existsSync(join(folder, 'data/postgres'))).toBe(false);
});

test('migrate, its status and the doctor on a database of their own', () => {
  expect(run(['migrate', 'status']).status).toBe(1);
  expect(run(['migrate']).stdout).toMatch(/\d+ applied/);
  expect(run(['migrate']).stdout).toContain('nothing to do');
  expect(run(['migrate', 'status'])).toMatchObject({ status: 0, stdout: expect.not.stringContaining('pending') });
  const report = JSON.parse(run(['doctor', '--json']).stdout);
  expect(report.ok).toBe(true);
  expect(report.findings).toContainEqual(expect.objectContaining({ check: 'schema', result: 'ok' }));
});

test('a live system says that it has no admin, and why one is not made', () => {
  const live = { PAYDESK_MODE: 'live', PAYDESK_GENERATED_KEYS: 'yes', PUBLIC_URL: 'https://pay.example.com', SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@example.com' };
  const admins = () => JSON.parse(run(['doctor', '--json'], live).stdout).findings.find(({ check }: { check: string }) => check === 'admins');
  expect(run(['migrate'], live).stderr).not.toContain('settings');
  expect(admins()).toMatchObject({ result: 'warn', message: expect.stringContaining('paydesk create-admin') });
  const weak = run(['create-admin', 'owner@example.com', '--password-stdin'], live);
  expect(weak).toMatchObject({ status: 1, stderr: expect.stringContaining("An admin's password needs at least 15 characters") });
  expect(run(['create-admin', 'owner@example.com'], live).stdout).toContain('owner@example.com is an admin');
  expect(admins()).toMatchObject({ result: 'ok' });
});

test('the doctor names a database that does not answer', () => {
  const { status, stdout } = run(['doctor'], { DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:1/none' });
  expect(status).toBe(1);
  expect(stdout).toMatch(/fail {2}database/);
  expect(stdout).not.toContain('secret-word');
});

test('serve refuses a database that lacks migrations', async () => {
  const database = await emptyDatabase();
  try {
    const { status, stderr } = run(['serve'], { DATABASE_URL: database.ownerUrl, PORT: '0' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/lacks 0001_\S+\.sql.*run paydesk migrate/s);
  } finally {
    await database.drop();
  }
});

async function sandboxAlone(): Promise<{ child: ChildProcess; stripe: string }> {
  const port = await freePorts(4);
  const child = spawn(process.execPath, [program, 'sandbox'], { env: environment({ PORT: '0', SANDBOX_PORT: String(port) }), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const stripe = /^Stripe\s+(\S+)/.exec(line)?.[1];
    if (stripe) return { child, stripe };
  }
  throw new Error(`the sandbox did not start: ${said}`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v1/charges`).then((response) => response.status === 401, () => false);
}

/** The processes that a process has started, by the kernel's own list. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

test.skipIf(process.platform !== 'linux')('killed sandbox partners come back at the same address, and end with their parent', async () => {
  const { child, stripe } = await sandboxAlone();
  const [partner = 0] = childrenOf(child.pid ?? 0);
  expect(await answers(stripe)).toBe(true);
  process.kill(partner, 'SIGKILL');
  await until(async () => childrenOf(child.pid ?? 0).some((pid) => pid !== partner) && (await answers(stripe)));
  const [second = 0] = childrenOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await until(() => !isAlive(second));
});
