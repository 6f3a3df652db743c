import { GENESIS, sealHash } from '../ledger/index.js';
import { readSeals, unsealedWithoutTransaction } from './store.js';
import type { SealRow } from './store.js';
import { inPages } from './survey.js';
import type { Survey } from './survey.js';

/** Where the chain ends: worth keeping outside, because only that proves later that nothing was cut off its end. */
export interface Head {
  readonly seq: bigint;
  /** Hex. */
  readonly hash: string;
}

/** The chain has no gap, every hash covers the one before, and what it sealed is still there. Returns its head. */
export async function checkSeals(survey: Survey, anchor?: Head): Promise<Head | null> {
  let previous: SealRow | undefined;
  let anchored = anchor === undefined || anchor.seq === 0n;
  for await (const page of inPages('0', (after) => readSeals(survey.reader, BigInt(after)), (seal) => seal.seq.toString())) {
    for (const seal of page) {
      checkSeal(survey, seal, previous);
      if (anchor && seal.seq === anchor.seq) anchored = checkAnchor(survey, seal, anchor);
      previous = seal;
    }
    survey.counted('ledger_seals', page.length);
  }
  if (anchor && !anchored) survey.found('ledger_seals', anchor.seq.toString(), `is missing: the chain ends at ${previous?.seq ?? 0n}, before the seal you kept`);
  for (const id of await unsealedWithoutTransaction(survey.reader)) {
    survey.found('ledger_transactions', id, 'is missing: it was written and never sealed');
  }
  return previous ? { seq: previous.seq, hash: previous.hash.toString('hex') } : null;
}

function checkSeal(survey: Survey, seal: SealRow, previous: SealRow | undefined): void {
  const expected = (previous?.seq ?? 0n) + 1n;
  const id = seal.seq.toString();
  if (seal.seq !== expected) {
    const last = seal.seq - 1n;
    survey.found('ledger_seals', expected.toString(), last > expected ? `is missing, with all up to ${last}` : 'is missing from the chain');
  }
  const before = seal.seq === 1n ? GENESIS : seal.seq === expected ? previous?.hash : undefined;
  if (before && !sealHash(before, seal.seq, seal.transaction_id, seal.digest).equals(seal.hash)) {
    survey.found('ledger_seals', id, 'the hash does not follow from the seal before it');
  }
  if (seal.transaction_digest === null) survey.found('ledger_transactions', seal.transaction_id, `is missing: seal ${id} is about it`);
  else if (!seal.transaction_digest.equals(seal.digest)) survey.found('ledger_seals', id, `the digest is not that of transaction ${seal.transaction_id}`);
}

function checkAnchor(survey: Survey, seal: SealRow, anchor: Head): true {
  if (seal.hash.toString('hex') !== anchor.hash) survey.found('ledger_seals', seal.seq.toString(), 'the hash is not the one you kept');
  return true;
}
