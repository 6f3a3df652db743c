import { sealTransactions } from '../ledger/index.js';
import type { Reader, World } from '../tx.js';
import { checkAccounts } from './check-accounts.js';
import { checkCredits } from './check-credits.js';
import { checkInvoices } from './check-invoices.js';
import { checkNumbers } from './check-numbers.js';
import { checkPayments } from './check-payments.js';
import { checkPurchases } from './check-purchases.js';
import { checkRedemptions } from './check-redemptions.js';
import { checkReferences } from './check-references.js';
import { checkSeals } from './check-seals.js';
import type { Head } from './check-seals.js';
import { checkTransactions } from './check-transactions.js';
import { waitingForSeal } from './store.js';
import { startSurvey } from './survey.js';
import type { Finding, Progress } from './survey.js';

export interface VerifyOptions {
  /**
   * Opens one unchanging view of the database, in which everything is read. Without it each page sees its own
   * moment, which is right only while nobody writes.
   */
  readonly snapshot?: <T>(work: (reader: Reader) => Promise<T>) => Promise<T>;
  readonly onProgress?: (progress: Progress) => void;
  /** A head of the chain kept outside: proves that nothing was cut off its end. */
  readonly anchor?: Head;
  /** How long to wait for the sealer; 10 s unless told. */
  readonly sealWithinMs?: number;
}

export interface Verification {
  readonly ok: boolean;
  /** Rows looked at, by table. */
  readonly checked: Readonly<Record<string, number>>;
  /** At most a thousand; `disagreements` counts them all. */
  readonly findings: readonly Finding[];
  readonly disagreements: number;
  readonly head: Head | null;
}

/**
 * Re-derives everything that can be derived: digests from entries, the chain from digests, balances, marks and
 * points from the ledger, and names every row that disagrees. Changes nothing except that it seals what waits.
 */
export async function verifyBooks(world: World, options: VerifyOptions = {}): Promise<Verification> {
  const now = world.clock.now();
  const unsealed = await sealAll(world, now, options.sealWithinMs ?? 10_000);
  const inSnapshot = options.snapshot ?? ((work) => work(world.read));
  return inSnapshot((reader) => checkBooks(reader, { ...options, unsealed }));
}

/** The checks alone, on whatever `reader` sees: for a copy that nobody else uses yet. */
export async function checkBooks(reader: Reader, options: Pick<VerifyOptions, 'onProgress' | 'anchor'> & { readonly unsealed?: readonly string[] } = {}): Promise<Verification> {
  const survey = startSurvey(reader, options.onProgress);
  for (const id of options.unsealed ?? []) survey.found('ledger_unsealed', id, 'has waited for its seal longer than it should');
  await checkTransactions(survey);
  const head = await checkSeals(survey, options.anchor);
  await checkAccounts(survey);
  await checkInvoices(survey);
  await checkPayments(survey);
  await checkCredits(survey);
  await checkPurchases(survey);
  await checkRedemptions(survey);
  await checkNumbers(survey);
  await checkReferences(survey);
  return { ok: survey.total === 0, checked: Object.fromEntries(survey.checked), findings: survey.findings, disagreements: survey.total, head };
}

/** Seals, or waits for whoever does it, until nothing up to `now` is left; returns what is. */
async function sealAll(world: World, now: Date, withinMs: number): Promise<string[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    while ((await sealTransactions(world)) > 0);
    const waiting = await waitingForSeal(world.read, now);
    if (waiting.length === 0 || performance.now() > deadline) return waiting;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
