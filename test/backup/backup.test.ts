import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestDatabase, restoreBackup, writeBackup } from '../../src/adapters/backup/index.js';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { inSnapshot } from '../../src/adapters/database/snapshot.js';
import { checkBooks, verifyBooks } from '../../src/core/verification/index.js';
import type { Reader } from '../../src/core/tx.js';
import { cloneDatabase, emptyDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { writeBooks } from '../verification/books.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

const KEY = 'a backup key of some length';
const folder = mkdtempSync(join(tmpdir(), 'paydesk-backup-'));
const plain = join(folder, 'plain.backup');
const locked = join(folder, 'locked.backup');
const targets: TestDatabase[] = [];
let t: TestWorld;

const books = async (reader: Reader) => (await checkBooks(reader)).findings.map((f) => `${f.table} ${f.id}: ${f.problem}`);

async function target(): Promise<TestDatabase> {
  const database = await cloneDatabase();
  targets.push(database);
  return database;
}

async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const client = await connectOnce(url, 'test');
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  t = await openTestWorld();
  await writeBooks(t);
  await verifyBooks(t.world);
  await ask(t.database.ownerUrl, `INSERT INTO audit_log (id, at, action, resource_type, outcome, details)
    SELECT gen_random_uuid(), now(), 'odd.text', E'tab\\there, line\\nend, back\\\\slash, \u{1F600}', 'success', '{"deep": ["\\\\n", null]}' FROM generate_series(1, 2000)`);
  await writeBackup(t.database.ownerUrl, plain);
  await writeBackup(t.database.ownerUrl, locked, { key: KEY });
});

afterAll(async () => {
  for (const database of targets) await database.drop();
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('comes back with the same digest, in safe mode, with books that agree and counters that go on', async () => {
    const source = await digestDatabase(t.database.ownerUrl);
    for (const [file, key] of [[plain, undefined], [locked, KEY]] as const) {
      const into = await target();
      const { manifest, digest } = await restoreBackup(into.ownerUrl, file, { key, verify: true, books });
      expect(digest).toBe(source.digest);
      expect(manifest.tables['audit_log']!.rows).toBeGreaterThan(2_000);
      expect(manifest.ledger).toEqual(source.ledger);
      expect((await digestDatabase(into.ownerUrl)).digest).toBe(source.digest);
      expect(await ask(into.url, "SELECT value FROM settings WHERE key = 'safe_mode'")).toEqual([{ value: true }]);
      const [serials] = await ask<{ same: boolean }>(into.ownerUrl, `SELECT (SELECT max(serial) FROM customers) = (SELECT last_value FROM customers_serial_seq) AS same`);
      expect(serials?.same).toBe(true);
      const result = await inSnapshot(into.ownerUrl, (reader) => checkBooks(reader));
      expect(result.findings).toEqual([]);
    }
  });

  it('of a database without a row is one too', async () => {
    const [empty, into] = [await target(), await target()];
    const file = join(folder, 'empty.backup');
    const { digest, ledger } = await writeBackup(empty.ownerUrl, file);
    expect(ledger).toEqual({ head: null, sums: {} });
    expect((await restoreBackup(into.ownerUrl, file, { verify: true, books })).digest).toBe(digest);
  });

  it('has guards again afterwards', async () => {
    const into = await target();
    await restoreBackup(into.ownerUrl, plain);
    await expect(ask(into.ownerUrl, 'DELETE FROM ledger_entries')).rejects.toThrow(/append-only/);
    await expect(ask(into.ownerUrl, `UPDATE audit_log SET action = 'x'`)).rejects.toThrow(/append-only/);
  });

  it('is laid only into an empty database, unless told to replace what is there', async () => {
    const into = await target();
    await restoreBackup(into.ownerUrl, plain);
    await expect(restoreBackup(into.ownerUrl, plain)).rejects.toThrow(/not empty/);
    await ask(into.ownerUrl, `UPDATE customers SET name = 'Somebody else'`);
    const { digest } = await restoreBackup(into.ownerUrl, plain, { force: true, verify: true, books });
    expect(digest).toBe((await digestDatabase(t.database.ownerUrl)).digest);
  });

  it('is written beside its name until it is complete', async () => {
    const nowhere = join(folder, 'missing', 'x.backup');
    await expect(writeBackup(t.database.ownerUrl, nowhere)).rejects.toThrow(/ENOENT/);
    expect(existsSync(nowhere)).toBe(false);
    expect(existsSync(`${plain}.partial`)).toBe(false);
  });

  it('ends with the reason, and leaves nothing, when the disk is full', async () => {
    const file = join(folder, 'full.backup');
    symlinkSync('/dev/full', `${file}.partial`);
    await expect(writeBackup(t.database.ownerUrl, file)).rejects.toThrow(/ENOSPC/);
    expect(readdirSync(folder).filter((name) => name.startsWith('full'))).toEqual([]);
  });

  it('shows nothing of what it holds without its key', () => {
    expect(gunzipSync(readFileSync(plain).subarray(17)).includes('Ada Baker')).toBe(true);
    expect(readFileSync(locked).includes('Ada Baker')).toBe(false);
  });
});

describe('a restore refuses', () => {
  const damaged = (change: (bytes: Buffer) => Buffer, from = plain) => {
    const file = join(folder, 'damaged.backup');
    const [head, body] = [readFileSync(from).subarray(0, 17), gunzipSync(readFileSync(from).subarray(17))];
    writeFileSync(file, Buffer.concat([head, gzipSync(change(body))]));
    return file;
  };
  const replaced = (from: string, to: string) => (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
  const refused = async (file: string, words: RegExp, options = {}) => {
    const into = await target();
    await expect(restoreBackup(into.ownerUrl, file, { verify: true, books, ...options })).rejects.toThrow(words);
    expect(await ask(into.ownerUrl, 'SELECT 1 FROM customers UNION ALL SELECT 1 FROM settings')).toEqual([]);
  };

  it('a missing key, a wrong key, a foreign file and a missing one', async () => {
    await refused(locked, /PAYDESK_BACKUP_KEY/);
    await refused(locked, /not the one/, { key: 'another key of some length' });
    await refused(join(process.cwd(), 'package.json'), /not a backup/);
    await refused(join(folder, 'none'), /no file/);
  });

  it('a changed name, a cut end and a flipped bit', async () => {
    await refused(damaged(replaced('Ada Baker', 'Eve Baker')), /customers in the backup is not what its manifest says/);
    await refused(damaged((bytes) => bytes.subarray(0, bytes.length - 40)), /cut off/);
    const file = join(folder, 'cut.backup');
    for (const from of [plain, locked]) {
      copyFileSync(from, file);
      truncateSync(file, readFileSync(file).length - 100);
      await refused(file, /cut off|damaged/, { key: KEY });
    }
    const bytes = readFileSync(locked);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    await refused(file, /damaged|cut off|key/, { key: KEY });
  });

  it('a newer schema and a foreign one', async () => {
    await refused(damaged(replaced('0001_base.sql', '9999_next.sql')), /newer than this program/);
    const checksum = (await ask<{ checksum: string }>(t.database.ownerUrl, 'SELECT checksum FROM schema_migrations ORDER BY name LIMIT 1'))[0]!.checksum;
    await refused(damaged(replaced(checksum, checksum.replace(/^./, (c) => (c === '0' ? '1' : '0')))), /another schema/);
    const bare = await emptyDatabase();
    targets.push(bare);
    await expect(restoreBackup(bare.ownerUrl, plain)).rejects.toThrow(/paydesk migrate/);
  });

  it('books that disagree with themselves, when asked to verify', async () => {
    const crooked = await target();
    await restoreBackup(crooked.ownerUrl, plain);
    await ask(crooked.superuserUrl, `SET session_replication_role = replica; UPDATE ledger_seals SET hash = sha256(hash) WHERE seq = 5`);
    const file = join(folder, 'crooked.backup');
    await writeBackup(crooked.ownerUrl, file);
    await refused(file, /ledger_seals 5/);
    expect((await restoreBackup((await target()).ownerUrl, file)).manifest.ledger.head).not.toBeNull();
  });
});

describe('a restore that is killed', () => {
  it('leaves the database as it was', async () => {
    const into = await target();
    const script = `import { restoreBackup } from './src/adapters/backup/index.js';
      const slow = (p) => { process.stdout.write(p.table + '\\n'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40); };
      await restoreBackup(process.argv[1], process.argv[2], { onProgress: slow });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, into.ownerUrl, plain], { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve) => child.stdout.on('data', (text: Buffer) => { if (/ledger_/.test(text.toString())) resolve(); }));
    child.kill('SIGKILL');
    // The server notices the lost client when it next reads from it.
    for (let tries = 0; tries < 100 && (await ask(into.superuserUrl, `SELECT 1 FROM pg_stat_activity WHERE application_name = 'paydesk restore' AND datname = current_database()`)).length > 0; tries++) await sleep(50);
    expect(await ask(into.ownerUrl, 'SELECT 1 FROM customers UNION ALL SELECT 1 FROM ledger_entries UNION ALL SELECT 1 FROM settings')).toEqual([]);
    await restoreBackup(into.ownerUrl, plain, { verify: true, books });
  });
});
