import { createHash } from 'node:crypto';
import { assert } from '../../kernel/assert.js';
import type { Id } from '../../kernel/ids.js';
import type { Account } from './accounts.js';

export interface Line {
  readonly account: Account;
  /** Debit positive, credit negative, in the smallest unit. Never zero. */
  readonly amount: bigint;
  /** Refuse the whole transaction (`balance_insufficient`) when the account would fall below zero in its normal sign. */
  readonly refuseBelowZero?: boolean;
}

/** A posting as its module plans it. */
export interface Posting {
  /** payment, refund, invoice, points, dispute, ...: groups transactions in reports. */
  readonly kind: string;
  /** Names the effect; the same occasion cannot be posted twice. */
  readonly occasion: string;
  /** Ids of what it is about. No names, no addresses: the book outlives erasure. */
  readonly reference: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
}

/** Drops empty lines; stops when what is left does not balance in every unit or is less than two lines. */
export function balancedLines(posting: Posting): readonly Line[] {
  const lines = posting.lines.filter((line) => line.amount !== 0n);
  const sums = new Map<string, bigint>();
  for (const { account, amount } of lines) sums.set(account.unit, (sums.get(account.unit) ?? 0n) + amount);
  assert(lines.length >= 2, `${posting.occasion}: a ledger transaction has at least two lines`);
  for (const [unit, sum] of sums) assert(sum === 0n, `${posting.occasion}: lines in ${unit} sum to ${sum}, not zero`);
  return lines;
}

export interface DigestInput {
  readonly id: Id;
  readonly kind: string;
  readonly occasion: string;
  readonly occurredAt: Date;
  readonly reference: unknown;
  /** In order of their line numbers. */
  readonly entries: readonly { readonly accountId: Id; readonly unit: string; readonly amount: bigint }[];
}

/** SHA-256 over everything a transaction says, in one canonical text. */
export function digestOf(t: DigestInput): Buffer {
  const entries = t.entries.map((e) => [e.accountId, e.unit, e.amount.toString()]);
  const text = JSON.stringify([t.id, t.kind, t.occasion, t.occurredAt.toISOString(), sorted(t.reference), entries]);
  return createHash('sha256').update(text).digest();
}

/** The hash of a seal: it covers the one before, so that nothing can be taken out, put in or moved. */
export function sealHash(previous: Buffer, seq: bigint, transactionId: Id, digest: Buffer): Buffer {
  return createHash('sha256').update(previous).update(`${seq}|${transactionId}|`).update(digest).digest();
}

/** What the first seal continues. */
export const GENESIS = Buffer.alloc(32);

function sorted(reference: unknown): unknown {
  if (typeof reference !== 'object' || reference === null) return reference;
  return Object.entries(reference).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
