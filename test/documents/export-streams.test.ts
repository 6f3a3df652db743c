import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCopyOut } from '../../src/adapters/database/copy-out.js';
import { writeHistory } from '../bench/history.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { connectOnce, createPool } from '../../src/adapters/database/connect.js';
import { until } from '../until.js';

const ROWS = 60_000;
let server: TestServer;
let token: string;
let url: string;
beforeAll(async () => {
  server = await openTestServer({ factor: 100_000 });
  const customerId = await server.customer();
  token = await server.token(['customer'], customerId);
  const writer = createPool(server.database.superuserUrl, { max: 1 });
  await writeHistory(writer, ROWS, customerId);
  await writer.end();
  await server.server.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(server.server.app.server.address() as { port: number }).port}/api/payments/export`;
});
afterAll(() => server.close());

const ask = () => new Promise<IncomingMessage>((resolve, reject) => { get(url, { agent: false, headers: { authorization: `Bearer ${token}` } }, resolve).on('error', reject); });
const copying = async () => (await server.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'paydesk exports' AND state = 'active' AND datname = current_database()`)).rows[0]!.n;

describe('a long export', () => {
  it('arrives whole, and waits for a slow reader instead of piling up', async () => {
    const answer = await ask();
    let lines = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      for (const byte of chunk) if (byte === 10) lines += 1;
      if (lines < 500) await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    expect(lines).toBe(ROWS + 1);
    expect(await copying()).toBe(0);
  });

  it('ends at the database when its reader hangs up, and leaves room for others', async () => {
    for (let i = 0; i < 8; i++) {
      const answer = await ask();
      await new Promise((resolve) => answer.once('data', resolve));
      answer.pause();
      answer.destroy();
    }
    await until(async () => (await copying()) === 0);
    const whole = await ask();
    expect(whole.statusCode).toBe(200);
    whole.destroy();
    await until(async () => (await copying()) === 0);
    expect(server.faults).toEqual([]);
  });

  it.each(['csv', 'json'])('leaves room for others when those who asked for it as %s went before it began', async (format) => {
    const holder = await connectOnce(server.database.superuserUrl);
    for (let i = 0; i < 4; i++) {
      await holder.query('BEGIN; LOCK TABLE payments IN ACCESS EXCLUSIVE MODE');
      const asked = get(`${url}?format=${format}`, { agent: false, headers: { authorization: `Bearer ${token}` } });
      asked.on('error', () => undefined);
      await until(async () => (await copying()) === 1);
      asked.destroy();
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      await holder.query('ROLLBACK');
      await until(async () => (await copying()) === 0);
    }
    await holder.end();
    const whole = await ask();
    expect(whole.statusCode).toBe(200);
    whole.destroy();
    await until(async () => (await copying()) === 0);
  });

  it('is broken off when nobody takes it', async () => {
    const copyOut = openCopyOut(server.database.url, () => undefined, 200);
    const rows = (await copyOut.read(`COPY (SELECT repeat('x', 1000) FROM generate_series(1, 200000)) TO STDOUT`))[Symbol.asyncIterator]();
    await rows.next();
    await rows.next();
    await new Promise((resolve) => { setTimeout(resolve, 800); });
    await expect((async () => { for (;;) if ((await rows.next()).done) return; })()).rejects.toThrow();
    await expect(copyOut.read('COPY (SELECT 1/0) TO STDOUT')).rejects.toMatchObject({ code: '22012' });
    expect(Buffer.concat(await all(await copyOut.read('COPY (SELECT 7) TO STDOUT'))).toString()).toBe('7\n');
    expect(await all(await copyOut.read('COPY (SELECT 7 WHERE false) TO STDOUT'))).toEqual([]);
    await copyOut.close();
  });
});

async function all(rows: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of rows) chunks.push(chunk);
  return chunks;
}
