import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import type { Sink, Tx } from '../tx.js';
import { accountId, chart, inNormalSign } from './accounts.js';
import type { Account } from './accounts.js';
import { insertLedgerRows } from './store.js';
import type { Rows } from './store.js';
import { balancedLines, digestOf } from './transaction.js';
import type { Posting } from './transaction.js';

/**
 * Puts a posting into the book with this transaction. It is written once, just before the commit, together
 * with all others, accounts in id order. Fails the transaction with `balance_insufficient` when a line asked
 * to be refused below zero.
 */
export function post(tx: Tx, posting: Posting): void {
  tx.collect(ledgerSink, posting);
}

const ledgerSink: Sink<Posting> = { name: 'ledger', order: 10, write: writePostings };

async function writePostings(tx: Tx, postings: readonly Posting[]): Promise<void> {
  const { rows, guarded } = toRows(postings, tx.now);
  const balances = await insertLedgerRows(tx, rows);
  for (const { account_id, balance } of balances) {
    const account = guarded.get(account_id);
    if (account && inNormalSign(account.kind, balance) < 0n) {
      throw new Failure('balance_insufficient', { account: account.kind, unit: account.unit });
    }
  }
}

function toRows(postings: readonly Posting[], now: Date): { rows: Rows; guarded: Map<string, Account> } {
  const rows: Rows = { accounts: [], transactions: [], entries: [], balances: [] };
  const accounts = new Map<string, Account>();
  const guarded = new Map<string, Account>();
  const deltas = new Map<string, bigint>();
  for (const posting of postings) {
    const id = newId(now.getTime());
    const entries = balancedLines(posting).map((line) => {
      const lineAccountId = accountId(line.account);
      accounts.set(lineAccountId, line.account);
      if (line.refuseBelowZero) guarded.set(lineAccountId, line.account);
      if (chart[line.account.kind].owned) deltas.set(lineAccountId, (deltas.get(lineAccountId) ?? 0n) + line.amount);
      return { accountId: lineAccountId, unit: line.account.unit, amount: line.amount };
    });
    const digest = digestOf({ id, kind: posting.kind, occasion: posting.occasion, occurredAt: now, reference: posting.reference, entries });
    rows.transactions.push({ id, kind: posting.kind, occasion: posting.occasion, reference: JSON.stringify(posting.reference), digest });
    entries.forEach((entry, line) => rows.entries.push({ transactionId: id, line, ...entry }));
  }
  rows.accounts = [...accounts].map(([id, a]) => ({ id, kind: a.kind, unit: a.unit, owner: a.owner }));
  rows.balances = [...deltas].filter(([, delta]) => delta !== 0n).map(([id, delta]) => ({ accountId: id, delta }));
  return { rows, guarded };
}
