import { divideHalfUp } from '../../kernel/money.js';
import { readBoughtLots, readWallets } from './credits-store.js';
import type { LotRow, WalletRow } from './credits-store.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

/** Lots, holds and debts are what the book says, and every clawback stands where its money does. */
export async function checkCredits(survey: Survey): Promise<void> {
  for await (const page of inPages(FIRST_UUID, (after) => readWallets(survey.reader, after), (w) => w.user_id)) {
    for (const wallet of page) checkWallet(survey, wallet);
    survey.counted('credit_wallets', page.length);
  }
  for await (const page of inPages(FIRST_UUID, (after) => readBoughtLots(survey.reader, after), (l) => l.id)) {
    for (const lot of page) checkLot(survey, lot);
    survey.counted('credit_lots', page.length);
  }
}

function checkWallet(survey: Survey, w: WalletRow): void {
  const wrong = (problem: string) => survey.found('credit_wallets', w.user_id, problem);
  if (w.remaining - w.debt !== w.ledger) wrong(`lots hold ${w.remaining} and ${w.debt} is owed; the book says ${w.ledger}`);
  if (w.held !== w.ledger_held) wrong(`lots have ${w.held} set aside; the book says ${w.ledger_held}`);
  if (w.held !== w.held_by_spends) wrong(`lots have ${w.held} set aside; the holds add up to ${w.held_by_spends}`);
  if (w.spent !== w.spent_by_spends) wrong(`lots have ${w.spent} spent; the spends add up to ${w.spent_by_spends}`);
  if (w.clawed_back + w.debt !== w.clawback_target + w.taken_by_hand) wrong(`${w.clawed_back} was taken back and ${w.debt} is owed; ${w.clawback_target + w.taken_by_hand} would be right`);
  if (w.debt > 0n && w.remaining > 0n) wrong(`owes ${w.debt} while lots hold ${w.remaining}`);
}

function checkLot(survey: Survey, lot: LotRow): void {
  const wrong = (problem: string) => survey.found('credit_lots', lot.id, problem);
  if (lot.payment_state !== 'succeeded') wrong(`was bought by payment ${lot.payment_id}, which is ${lot.payment_state ?? 'missing'}`);
  if (lot.purchase_user !== lot.user_id) wrong(`is of user ${lot.user_id}; its purchase ${lot.purchase_id} is of ${lot.purchase_user ?? 'nobody'}`);
  const { received, gone } = lot;
  if (received === null || gone === null || received <= 0n) return;
  const target = gone >= received ? lot.amount : gone <= 0n ? 0n : divideHalfUp(lot.amount * gone, received);
  if (lot.clawback_target !== target) wrong(`${lot.clawback_target} was to come back; of its money ${gone} of ${received} went back, so ${target} would be right`);
}
