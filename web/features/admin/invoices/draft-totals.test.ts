import { describe, expect, test } from 'vitest';
import { totalsOf as atTheServer, toLines } from '../../../../src/core/invoices/invoice.js';
import { seeded } from '../../../../test/random.js';
import { totalsOf } from './draft-totals.js';

const random = seeded('totals of drafts');

describe('totals while a draft is typed', () => {
  test('are those of the server, to the cent', () => {
    for (let i = 0; i < 2_000; i++) {
      const lines = Array.from({ length: 1 + random.below(5) }, (_, key) => ({ key, description: 'x', quantity: 1 + random.below(9), price: random.below(1_000_000) / 100, tax: random.below(300_000) / 10_000 }));
      const [costs, costsTax] = [random.below(100_000) / 100, random.below(300_000) / 10_000];
      const server = toLines(lines.map((line) => ({ description: 'x', quantity: line.quantity, unitPrice: BigInt(Math.round(line.price * 100)), taxPpm: Math.round(line.tax * 10_000) })));
      const wanted = atTheServer(server, { infrastructureCosts: BigInt(Math.round(costs * 100)), infrastructureTaxPpm: Math.round(costsTax * 10_000) });
      const shown = totalsOf(lines, costs, costsTax, 2);
      expect([shown.subtotal, shown.tax, shown.total]).toEqual([Number(wanted.amount) / 100, Number(wanted.taxAmount) / 100, Number(wanted.total) / 100]);
    }
  });
});
