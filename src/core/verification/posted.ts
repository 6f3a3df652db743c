import type { PostedLine } from './money-store.js';

/** The lines in accounts of one kind must add up to `expected` (debit positive). */
export function expectLine(lines: readonly PostedLine[], kind: string, expected: bigint, wrong: (problem: string) => void): void {
  const booked = sumOf(lines.filter((line) => line.kind === kind), (line) => line.amount);
  if (booked !== expected) wrong(`the book has ${booked} in ${kind} for it; ${expected} would be right`);
}

/** An instant of ours must be the one the book has. */
export function expectInstant(what: string, instant: Date | null, lines: readonly PostedLine[], wrong: (problem: string) => void): void {
  const booked = lines[0]!.occurred_at;
  if (!instant || !sameInstant(instant, booked)) wrong(`${what} at ${instant?.toISOString() ?? 'no time'}; the book says ${booked.toISOString()}`);
}

export function sameInstant(a: Date, b: Date): boolean {
  return a.getTime() === b.getTime();
}

export function sumOf<Row>(rows: readonly Row[], amountOf: (row: Row) => bigint): bigint {
  return rows.reduce((sum, row) => sum + amountOf(row), 0n);
}
