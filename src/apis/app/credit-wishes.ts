import { changeNotice, readNotice } from '../../core/credits/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { Handlers } from '../call.js';
import type { CreditNotice, creditWishes } from './contract-credit-wishes.js';

export const wishHandlers: Handlers<typeof creditWishes, World> = {
  async 'GET /api/app/credits/notice'({ who }, world) {
    return noticeView(world, who.userId);
  },

  async 'PUT /api/app/credits/notice'({ who, body }, world) {
    const below = await belowMeant(world, body);
    await world.transact((tx) => changeNotice(tx, who.userId, below));
    return noticeView(world, who.userId);
  },
};

async function belowMeant(world: World, { choice, own_below: own }: { choice: CreditNotice['choice']; own_below?: number | null }): Promise<Minor | null> {
  if (choice !== 'own') return choice === 'business' ? null : 0n;
  if (own === undefined || own === null) throw new Failure('input_missing', { field: 'own_below' });
  const below = parseMajor(own, exponentOf((await businessSettings(world.read)).currency));
  if (below <= 0n) throw new Failure('amount_invalid');
  return below;
}

async function noticeView(world: World, userId: string): Promise<CreditNotice> {
  const { ownBelow, businessBelow, currency } = await readNotice(world, userId);
  const major = (amount: Minor): number | null => (amount === 0n ? null : Number(formatMajor(amount, exponentOf(currency))));
  return { choice: ownBelow === null ? 'business' : ownBelow === 0n ? 'never' : 'own', own_below: ownBelow === null ? null : major(ownBelow), business_below: major(businessBelow), currency };
}
