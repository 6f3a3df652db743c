import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { migrate, migrateStatus } from '../../src/adapters/database/migrate.js';
import { cloneDatabase, emptyDatabase, type TestDatabase } from '../database.js';

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-migrations-'));
  database = await emptyDatabase();
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

function file(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

async function column(url: string, query: string): Promise<unknown[]> {
  const client = await connectOnce(url);
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows.map((row: unknown[]) => row[0]);
  } finally {
    await client.end();
  }
}

test('applies what is pending, once, in order', async () => {
  file('0002_second.sql', 'ALTER TABLE a ADD COLUMN y int');
  file('0001_first.sql', 'CREATE TABLE a (x int); -- two statements\nCREATE TABLE b (x int);');
  expect((await migrateStatus(database.ownerUrl, folder)).pending).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await migrate(database.ownerUrl, { folder })).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await migrate(database.ownerUrl, { folder })).toEqual([]);
  const status = await migrateStatus(database.ownerUrl, folder);
  expect(status.applied.map((row) => row.name)).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(status).toMatchObject({ pending: [], problems: [] });
});

test('eight migrators at once apply every file once', async () => {
  for (let number = 1; number <= 9; number += 1) file(`000${number}_step.sql`, `CREATE TABLE s${number} (x int); SELECT pg_sleep(0.02)`);
  const done = await Promise.all(Array.from({ length: 8 }, () => migrate(database.ownerUrl, { folder, runtimeUrl: database.url })));
  expect(done.flat().sort()).toHaveLength(9);
});

test('a file that fails leaves nothing behind and names its line', async () => {
  file('0001_first.sql', 'CREATE TABLE a (x int);\n\nSELEC 1;');
  await expect(migrate(database.ownerUrl, { folder })).rejects.toThrow(/0001_first\.sql:3: syntax error/);
  expect(await column(database.ownerUrl, `SELECT to_regclass('a')::text`)).toEqual([null]);
  file('0001_first.sql', 'CREATE TABLE a (x int)');
  expect(await migrate(database.ownerUrl, { folder })).toHaveLength(1);
});

test('refuses a changed file, a newer database and a number used twice', async () => {
  file('0001_first.sql', 'CREATE TABLE a (x int)');
  file('0002_second.sql', 'CREATE TABLE b (x int)');
  await migrate(database.ownerUrl, { folder });
  rmSync(join(folder, '0002_second.sql'));
  await expect(migrate(database.ownerUrl, { folder })).rejects.toThrow(/newer than the program/);
  file('0002_second.sql', 'CREATE TABLE b (x bigint)');
  await expect(migrate(database.ownerUrl, { folder })).rejects.toThrow(/0002_second\.sql was changed/);
  file('0002_again.sql', 'SELECT 1');
  await expect(migrate(database.ownerUrl, { folder })).rejects.toThrow(/same number/);
});

test('a migration may take longer than the role allows statements', async () => {
  await migrate(database.ownerUrl, { folder });
  expect(await column(database.ownerUrl, 'SHOW statement_timeout')).toEqual(['10s']);
  file('0001_slow.sql', `SELECT 1 / (current_setting('statement_timeout') = '0')::int, 1 / (current_setting('lock_timeout') = '2s')::int`);
  expect(await migrate(database.ownerUrl, { folder })).toHaveLength(1);
});

test('the role that serves has bounds and cannot touch what grants withhold', async () => {
  const full = await cloneDatabase();
  try {
    for (const [name, value] of [['statement_timeout', '10s'], ['lock_timeout', '2s'], ['idle_in_transaction_session_timeout', '15s'], ['transaction_timeout', '20s']]) {
      expect(await column(full.url, `SHOW ${name}`)).toEqual([value]);
    }
    expect(await column(full.url, 'SELECT current_user::text')).toEqual(['paydesk_app']);
    expect(await column(full.url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([false]);
    for (const statement of ['UPDATE ledger_entries SET amount = 1', 'DELETE FROM ledger_entries', 'TRUNCATE ledger_entries', 'ALTER TABLE ledger_entries DISABLE TRIGGER ALL', 'DROP TABLE ledger_entries']) {
      await expect(column(full.url, statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
  } finally {
    await full.drop();
  }
});
