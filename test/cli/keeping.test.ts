import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { generateKeyRing, parseKeyRing } from '../../src/kernel/keyring.js';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { writeBooks } from '../verification/books.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

const program = fileURLToPath(new URL('../../bin/paydesk.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'paydesk-keeping-'));
const file = join(folder, 'books.backup');
let t: TestWorld;
let copy: TestDatabase;

beforeAll(async () => {
  t = await openTestWorld();
  await writeBooks(t);
  copy = await cloneDatabase();
});

afterAll(async () => {
  await copy.drop();
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Not synchronous: the sandbox that the books were made with lives in this process. */
function paydesk(database: TestDatabase, args: string[], more: Record<string, string> = {}): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, DATA_DIR: join(folder, database.name), PORT: '0', DATABASE_URL: database.url, DIRECT_DATABASE_URL: database.ownerUrl, ...more };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }));
  });
}

async function change(database: TestDatabase, statement: string): Promise<void> {
  const client = await connectOnce(database.superuserUrl, 'test');
  await client.query(`SET session_replication_role = replica; ${statement}`);
  await client.end();
}

describe('from the command line', () => {
  it('the books are verified, and a row that was changed is named with exit code 1', async () => {
    const good = await paydesk(t.database, ['verify']);
    expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining('everything agrees') });
    const head = /head of the chain: (\d+:[0-9a-f]{64})/.exec(good.stdout)?.[1] ?? '';
    expect((await paydesk(t.database, ['verify', '--head', head])).status).toBe(0);
    await change(t.database, 'UPDATE ledger_balances SET balance = balance + 1 WHERE account_id = (SELECT min(account_id::text)::uuid FROM ledger_balances)');
    const bad = await paydesk(t.database, ['verify', '--json']);
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, disagreements: 1, findings: [{ table: 'ledger_balances' }] });
    expect((await paydesk(t.database, ['verify'])).stdout).toMatch(/WRONG {2}ledger_balances {2}[0-9a-f-]{36} {2}says/);
    await change(t.database, 'UPDATE ledger_balances SET balance = balance - 1 WHERE account_id = (SELECT min(account_id::text)::uuid FROM ledger_balances)');
    expect((await paydesk(t.database, ['verify', '--head', 'nonsense'])).stderr).toContain('--head wants seq:hash');
  });

  it('a backup goes into another database, which stays quiet until it is resumed', async () => {
    const key = { PAYDESK_BACKUP_KEY: 'a key for backups alone' };
    const made = await paydesk(t.database, ['backup', file], key);
    const digest = /digest ([0-9a-f]{64})/.exec(made.stdout)?.[1];
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await paydesk(copy, ['restore', file, '--verify'])).toMatchObject({ status: 1, stderr: expect.stringContaining('PAYDESK_BACKUP_KEY') });
    const restored = await paydesk(copy, ['restore', file, '--verify'], key);
    expect(restored).toMatchObject({ status: 0, stdout: expect.stringContaining(`digest ${digest}`) });
    expect(restored.stdout).toContain('off until paydesk resume');
    expect(await paydesk(copy, ['restore', file], key)).toMatchObject({ status: 1, stderr: expect.stringContaining('--force') });
    expect((await paydesk(copy, ['doctor'])).stdout).toMatch(/warn {2}safe mode/);
    expect((await paydesk(copy, ['resume'])).stdout).toContain('are on');
    expect((await paydesk(copy, ['doctor'])).stdout).not.toMatch(/safe mode/);
    expect((await paydesk(copy, ['verify'])).stdout).toContain('everything agrees');
  });

  it('the doctor finds a key ring that does not open what the database holds', async () => {
    const [right, other] = [generateKeyRing(), generateKeyRing()];
    const sealed = parseKeyRing(right).encrypt('{}', 'signing_keys:test');
    await change(copy, `INSERT INTO signing_keys (kid, public_jwk, private_key, created_at) VALUES ('test', '{}', '${sealed}', now())`);
    expect((await paydesk(copy, ['doctor'], { PAYDESK_KEYS: right })).stdout).toMatch(/ok {4}key ring/);
    const wrong = await paydesk(copy, ['doctor'], { PAYDESK_KEYS: other });
    expect(wrong).toMatchObject({ status: 1, stdout: expect.stringMatching(/fail {2}key ring .*PAYDESK_KEYS/) });
  });
});
