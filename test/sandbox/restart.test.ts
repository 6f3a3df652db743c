import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundled } from '../bundled.js';
import { control, PUBLISHABLE_KEY, removeFolder, sdkAt, SECRET_KEY, startTestSandbox, WEBHOOK_SECRET } from './start.js';
import { until } from '../until.js';

let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-sandbox-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  removeFolder(folder);
});

interface Ready {
  ready: boolean;
  stripe: string;
  mailbox: string;
  smtp: string;
}

const settings = (parentPid: number): string =>
  JSON.stringify({ host: '127.0.0.1', ports: { stripe: 0, mailbox: 0, smtp: 0 }, journalDir: folder, origins: [], webhookTargets: [], parentPid, secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY, webhookSecret: WEBHOOK_SECRET });

let program: string;
beforeAll(async () => {
  program = await bundled(new URL('../../src/sandbox/main.ts', import.meta.url));
});

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the sandbox ended without a word');
}

async function startChild(): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = spawn(process.execPath, [program], { env: { ...process.env, PAYDESK_SANDBOX: settings(process.pid) }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return { child, ready: JSON.parse(await firstLine(child)) as Ready };
}

it('loses nothing that was answered, over four kills under load', async () => {
  const answered = new Map<string, number>();
  for (let life = 0; life < 4; life++) {
    const { child, ready } = await startChild();
    expect(ready).toMatchObject({ ready: true, stripe: expect.stringMatching(/^http:/), smtp: expect.stringMatching(/^smtp:/) });
    const sdk = sdkAt(ready.stripe);
    let running = true;
    const load = Array.from({ length: 8 }, async () => {
      while (running) {
        const amount = 100 + answered.size;
        const paid = await sdk.paymentIntents.create({ amount, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true }).catch(() => undefined);
        if (paid) answered.set(paid.id, amount);
      }
    });
    const wanted = answered.size + 15 + life * 7;
    await until(() => answered.size >= wanted, { what: 'some payments' });
    child.kill('SIGKILL');
    running = false;
    await Promise.all(load);
  }
  const { ready } = await startChild();
  const kept = await control<{ data: { id: string; amount: number; status: string }[] }>(ready.stripe, 'GET', 'payment_intents');
  const known = new Map(kept.data.map((intent) => [intent.id, intent]));
  expect(answered.size).toBeGreaterThanOrEqual(4 * 15);
  for (const [id, amount] of answered) expect(known.get(id)).toMatchObject({ amount, status: 'succeeded' });
  const charges = await control<{ count: number }>(ready.stripe, 'GET', 'charges');
  expect(charges.count).toBe(kept.data.length);
});

it('cuts off a torn last line, and goes on', async () => {
  const first = await startTestSandbox({ journalDir: folder });
  await first.sdk().customers.create({ name: 'kept' });
  await first.close();
  const file = join(folder, 'stripe.jsonl');
  const whole = statSync(file).size;
  appendFileSync(file, '{"put":[["customer",{"id":"cus_torn"');
  const second = await startTestSandbox({ journalDir: folder });
  expect(statSync(file).size).toBe(whole);
  await second.sdk().customers.create({ name: 'next' });
  await second.close();
  expect(readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => typeof JSON.parse(line))).not.toContain('string');
  const third = await startTestSandbox({ journalDir: folder });
  expect((await third.sdk().customers.list()).data.map(({ name }) => name)).toEqual(['next', 'kept']);
  await third.close();
});

it('starts from its snapshot, and without it when the journal was cut shorter', async () => {
  const first = await startTestSandbox({ journalDir: folder });
  const note = 'x'.repeat(5000);
  for (let place = 0; place < 900; place++) await first.sdk().customers.create({ description: note, name: `c${place}` });
  const before = await first.control('GET', 'customers');
  await first.close();
  expect(statSync(join(folder, 'stripe.snapshot.jsonl')).size).toBeGreaterThan(1000);
  const second = await startTestSandbox({ journalDir: folder });
  expect(await second.control('GET', 'customers')).toEqual(before);
  await second.close();
  truncateSync(join(folder, 'stripe.jsonl'), 100_000);
  const third = await startTestSandbox({ journalDir: folder });
  const { count } = await third.control<{ count: number }>('GET', 'customers');
  expect(count).toBeGreaterThan(5);
  expect(count).toBeLessThan(50);
  await third.close();
});

it('ends with the process that started it', async () => {
  const parent = spawn(process.execPath, ['-e', `
    const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(program)}], { env: { ...process.env, PAYDESK_SANDBOX: process.env.SETTINGS.replace('-1', process.pid) }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    child.stdout.once('data', (line) => process.stdout.write(JSON.stringify({ pid: child.pid, line: String(line) }) + '\\n'));
    setInterval(() => {}, 1000)`], { env: { ...process.env, SETTINGS: settings(-1) }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(parent);
  const { pid } = JSON.parse(await firstLine(parent)) as { pid: number };
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await until(() => !isAlive(pid), { what: 'the sandbox to end' });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
