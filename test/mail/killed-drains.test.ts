import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueMail } from '../../src/core/notifications/index.js';
import { newId } from '../../src/kernel/ids.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { until } from '../until.js';

const full = process.env['PAYDESK_FULL'] === '1';
const KILLS = full ? 40 : 3;
const MAILS = KILLS * 60;
const SLOTS = 16;

let t: TestWorld;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  t = await openTestWorld();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await t.close();
});

function startDrain(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('drain-process.ts', import.meta.url)), t.database.url, t.sandbox.urls.smtp], { stdio: ['ignore', 'ignore', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function pending(): Promise<number> {
  const { rows } = await t.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM outbox_messages WHERE state = 'pending'`);
  return rows[0]!.n;
}

describe('two processes emptying one outbox, killed while they send', () => {
  it(`lose no mail of ${MAILS} over ${KILLS} kills, and send none under two Message-IDs`, async () => {
    await t.world.transact(async (tx) => {
      for (let n = 0; n < MAILS; n++) queueMail(tx, 'taken_address', { occasion: 'kill', subjectId: newId(), recipient: `k${n}@example.com`, data: { name: 'K' } });
    });
    const random = seeded('killed drains');
    let victims = [startDrain(), startDrain()];
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await pending();
      await until(async () => (await pending()) < before || before === 0, { said: pending });
      await new Promise((resolve) => setTimeout(resolve, random.below(150)));
      victims.shift()?.kill('SIGKILL');
      victims = [...victims, startDrain()];
    }
    await until(async () => (await pending()) === 0, { said: pending, ms: 120_000 });
    const mails = (await (await fetch(`${t.sandbox.urls.mailbox}/messages?brief`)).json()) as { message_id: string; to: string[] }[];
    const idsByRecipient = new Map<string, Set<string>>();
    for (const mail of mails) idsByRecipient.set(mail.to[0]!, (idsByRecipient.get(mail.to[0]!) ?? new Set()).add(mail.message_id));
    expect(idsByRecipient.size).toBe(MAILS);
    expect([...idsByRecipient.values()].filter((ids) => ids.size > 1)).toEqual([]);
    expect(mails.length - MAILS).toBeLessThanOrEqual(KILLS * SLOTS);
    process.stdout.write(`${MAILS} mails, ${KILLS} kills, ${mails.length - MAILS} sent again under their own Message-ID\n`);
  }, full ? 900_000 : 300_000);
});
