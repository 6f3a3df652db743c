import { MOST_A_DAY, allowTopUp, changeNotice, endTopUp, readNotice, readTopUp } from '../../core/credits/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { Handlers } from '../call.js';
import type { CreditNotice, CreditTopUp, creditWishes } from './contract-credit-wishes.js';

export const wishHandlers: Handlers<typeof creditWishes, World> = {
  async 'GET /api/app/credits/notice'({ who }, world) {
    return noticeView(world, who.userId);
  },

  async 'PUT /api/app/credits/notice'({ who, body }, world) {
    const below = await belowMeant(world, body);
    await world.transact((tx) => changeNotice(tx, who.userId, below));
    return noticeView(world, who.userId);
  },

  async 'GET /api/app/credits/top-up'({ who }, world) {
    return topUpView(world, who.userId);
  },

  async 'PUT /api/app/credits/top-up'({ who, customerId, body, actor, headers, ip }, world) {
    if (!METHOD_ID.test(body.payment_method_id)) throw new Failure('payment_method_not_found');
    const below = parseMajor(body.below, exponentOf((await businessSettings(world.read)).currency));
    const agent = headers['user-agent'];
    const evidence = { how: 'account', text: CONSENT_TEXT, user_id: actor.userId, ip, user_agent: typeof agent === 'string' ? agent.slice(0, 500) : null, at: world.clock.now().toISOString() };
    await allowTopUp(world, { userId: who.userId, customerId, packageId: body.package_id, methodId: body.payment_method_id, below, mostAMonth: body.most_a_month, evidence, actor });
    return topUpView(world, who.userId);
  },

  async 'DELETE /api/app/credits/top-up'({ who, actor }, world) {
    await world.transact((tx) => endTopUp(tx, who.userId, actor));
    return topUpView(world, who.userId);
  },
};

const METHOD_ID = /^pm_[A-Za-z0-9_]{1,64}$/;
/** What the page says beside the box, kept with the consent. */
const CONSENT_TEXT = 'This package may be bought with this card without asking me each time, whenever what I use leaves less than this amount. I can take this back at any time.';

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

async function topUpView(world: World, userId: string): Promise<CreditTopUp> {
  const [{ currency }, found] = [await businessSettings(world.read), await readTopUp(world.read, userId)];
  const same = { currency, most_a_day: MOST_A_DAY };
  if (found === null) return { ...same, active: false, off_because: null, package_id: null, payment_method_id: null, below: null, most_a_month: null, price: null, consented_at: null, charges: [] };
  const { topUp, charges } = found;
  const major = (amount: Minor): number => Number(formatMajor(amount, exponentOf(currency)));
  return {
    ...same, active: topUp.active, off_because: topUp.offBecause, package_id: topUp.packageId, payment_method_id: topUp.methodId, below: major(topUp.below), most_a_month: topUp.mostAMonth,
    price: major(topUp.price), consented_at: topUp.consentedAt.toISOString(),
    charges: charges.map(({ state, failure, createdAt }) => ({ status: state, failure, at: createdAt.toISOString() })),
  };
}
