import { larger } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';

/** Points an invoice deserves: `pointsPerDollar` for every dollar actually paid, rounded down (portal document: 10). */
export function pointsFor(netPaid: Minor, pointsPerDollar: number): bigint {
  return (larger(netPaid, 0n) * BigInt(pointsPerDollar)) / 100n;
}
