import { digestOf } from '../ledger/index.js';
import { occasionSubject } from './occasions.js';
import { entriesOf, readTransactions, subjectsPresent } from './store.js';
import type { EntryRow, TransactionRow } from './store.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

/** Every transaction says what its digest says, balances in each unit, is sealed or waits for it, and is about something that exists. */
export async function checkTransactions(survey: Survey): Promise<void> {
  for await (const page of inPages(FIRST_UUID, (after) => readTransactions(survey.reader, after), (t) => t.id)) {
    const entries = await entriesOf(survey.reader, page.map((t) => t.id));
    const missing = await missingSubjects(survey, page);
    for (const transaction of page) checkTransaction(survey, transaction, entries.get(transaction.id) ?? [], missing);
    survey.counted('ledger_transactions', page.length);
    survey.counted('ledger_entries', [...entries.values()].reduce((sum, lines) => sum + lines.length, 0));
  }
}

function checkTransaction(survey: Survey, t: TransactionRow, entries: EntryRow[], missing: ReadonlySet<string>): void {
  const sums = new Map<string, bigint>();
  for (const entry of entries) sums.set(entry.unit, (sums.get(entry.unit) ?? 0n) + entry.amount);
  for (const [unit, sum] of sums) {
    if (sum !== 0n) survey.found('ledger_entries', t.id, `the entries in ${unit} sum to ${sum}, not to zero`);
  }
  if (entries.length < 2) survey.found('ledger_entries', t.id, `${entries.length} entries; a transaction has at least two`);
  if (entries.some((entry, index) => entry.line !== index)) survey.found('ledger_entries', t.id, 'the numbers of its lines have a gap');
  for (const entry of entries) checkAccount(survey, entry);
  checkDigest(survey, t, entries);
  if (t.seal_digest === null && !t.waits) survey.found('ledger_seals', t.id, 'this transaction is neither sealed nor waiting for its seal');
  const subject = occasionSubject(t.occasion);
  if (subject && missing.has(subject.id)) survey.found(subject.table, subject.id, `is missing: ledger transaction ${t.id} (${t.occasion}) is about it`);
}

function checkAccount(survey: Survey, entry: EntryRow): void {
  if (entry.account_unit === null) survey.found('ledger_accounts', entry.account_id, `is missing: entries of transaction ${entry.transaction_id} are in it`);
  else if (entry.account_unit !== entry.unit) survey.found('ledger_entries', entry.transaction_id, `line ${entry.line} is in ${entry.unit}, its account in ${entry.account_unit}`);
}

function checkDigest(survey: Survey, t: TransactionRow, entries: EntryRow[]): void {
  const lines = entries.map((entry) => ({ accountId: entry.account_id, unit: entry.unit, amount: entry.amount }));
  const digest = digestOf({ id: t.id, kind: t.kind, occasion: t.occasion, occurredAt: t.occurred_at, reference: t.reference, entries: lines });
  if (!digest.equals(t.digest)) {
    const sealed = t.seal_digest?.equals(t.digest) ?? true;
    survey.found('ledger_transactions', t.id, sealed
      ? 'the transaction or its entries are not what was written: they do not give its digest'
      : 'the transaction and its digest were both changed after it was sealed');
  } else if (t.seal_digest && !t.seal_digest.equals(digest)) {
    survey.found('ledger_transactions', t.id, 'the transaction, or its seal, was changed after sealing: their digests differ');
  }
  if (t.odd_micros) survey.found('ledger_transactions', t.id, 'the instant is finer than the milliseconds it was written with');
}

/** Ids named by the occasions of a page that have no row. */
async function missingSubjects(survey: Survey, page: TransactionRow[]): Promise<ReadonlySet<string>> {
  const byTable = new Map<string, Set<string>>();
  for (const { occasion } of page) {
    const subject = occasionSubject(occasion);
    if (subject) byTable.set(subject.table, (byTable.get(subject.table) ?? new Set()).add(subject.id));
  }
  const missing = new Set<string>();
  for (const [table, ids] of byTable) {
    const present = await subjectsPresent(survey.reader, table, [...ids]);
    for (const id of ids) if (!present.has(id)) missing.add(id);
  }
  return missing;
}
