import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSnapshot } from '../../src/adapters/database/snapshot.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { writeBooks } from './books.js';

let t: TestWorld;
beforeAll(async () => {
  t = await openTestWorld();
  await writeBooks(t);
});
afterAll(() => t.close());

const verify = (anchor?: { seq: bigint; hash: string }) => verifyBooks(t.world, { anchor, snapshot: (work) => inSnapshot(t.database.ownerUrl, work) });

describe('books nobody tampered with', () => {
  it('agree, and everything was looked at', async () => {
    const result = await verify();
    expect(result.findings).toEqual([]);
    expect(result.ok).toBe(true);
    const { ledger_seals: seals, ledger_transactions: transactions } = result.checked;
    expect(transactions).toBeGreaterThan(80);
    expect(seals).toBe(transactions);
    for (const table of ['ledger_entries', 'ledger_accounts', 'ledger_balances', 'invoices', 'invoice_lines', 'payments', 'refunds', 'disputes', 'allocations', 'credit_notes']) {
      expect(result.checked[table], table).toBeGreaterThan(2);
    }
  });

  it('agree at every moment while they are being written', async () => {
    let [looks, written] = [0, 0];
    let [looking, writing] = [true, true];
    // However slow looking is: written until it was looked often enough.
    const write = async () => { for (; looking; written++) await writeBooks(t); };
    const writer = write().finally(() => { writing = false; });
    try {
      for (; writing && (looks <= 3 || written === 0); looks++) expect((await verify()).findings).toEqual([]);
    } finally {
      looking = false;
      await writer;
    }
    expect(looks).toBeGreaterThan(3);
  });

  it('prove to whoever kept the head that nothing was cut off the end', async () => {
    const { head } = await verify();
    expect((await verify(head!)).ok).toBe(true);
    const later = { seq: head!.seq + 5n, hash: head!.hash };
    expect((await verify(later)).findings).toEqual([expect.objectContaining({ table: 'ledger_seals', id: later.seq.toString() })]);
    expect((await verify({ seq: head!.seq, hash: '00'.repeat(32) })).ok).toBe(false);
  });
});
