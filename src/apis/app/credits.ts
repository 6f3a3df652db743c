import { changePackage, commitSpend, createPackage, findCreditSpend, grantCredits, listPackages, listSpends, readCredits, spendCredits, takeCredits, voidSpend } from '../../core/credits/index.js';
import type { CreditPackage, CreditSpend } from '../../core/credits/index.js';
import type { Principal } from '../../core/identity/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { parseInstant } from '../../kernel/instant.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { isAdmin } from '../../kernel/roles.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { uuid } from './context.js';
import { credits } from './contract-credits.js';
import { wishHandlers } from './credit-wishes.js';
import type { CreditOffer, Credits, CreditSpend as SpendView } from './contract-credits.js';

const PAGE = 25;
const USUAL_PRIORITY = 100;

const handlers: Handlers<typeof credits, World> = {
  ...wishHandlers,

  async 'GET /api/app/credits'({ who, query }, world) {
    return creditsView(world, userMeant(who, query.user_id));
  },

  async 'GET /api/app/credits/spends'({ who, query }, world) {
    const { limit = PAGE, offset = 0 } = query;
    return { items: (await listSpends(world.read, userMeant(who, query.user_id), { limit, offset })).map(spendView) };
  },

  async 'POST /api/app/credits/spends'({ who, body, actor, requestKey }, world) {
    const { purpose, hold = false, hold_minutes: holdMinutes } = body;
    const [userId, amount] = [userMeant(who, body.user_id), await minor(world, body.amount)];
    return spendView(await world.transact((tx) => spendCredits(tx, { userId, amount, purpose, hold, holdMinutes, requestKey, actor })));
  },

  async 'POST /api/app/credits/spends/{id}/commit'({ who, params, body, actor }, world) {
    const spend = await spendInScope(world, who, params.id);
    const amount = body.amount === undefined ? null : parseMajor(body.amount, exponentOf(spend.currency));
    return spendView(await world.transact((tx) => commitSpend(tx, spend.id, amount, actor)));
  },

  async 'POST /api/app/credits/spends/{id}/void'({ who, params, actor }, world) {
    const spend = await spendInScope(world, who, params.id);
    return spendView(await world.transact((tx) => voidSpend(tx, spend.id, actor)));
  },

  async 'POST /api/app/credits/grants'({ body, actor, requestKey }, world) {
    const [userId, amount] = [uuid(body.user_id, 'user_not_found'), await minor(world, body.amount)];
    await world.transact((tx) => grantCredits(tx, { userId, amount, reason: body.reason, expiresAt: body.expires_at == null ? null : parseInstant(body.expires_at, 'expires_at'), priority: body.priority ?? USUAL_PRIORITY, requestKey }, actor));
    return creditsView(world, userId);
  },

  async 'POST /api/app/credits/adjustments'({ body, actor, requestKey }, world) {
    const [userId, amount] = [uuid(body.user_id, 'user_not_found'), await minor(world, body.amount)];
    await world.transact((tx) => takeCredits(tx, { userId, amount, reason: body.reason, requestKey }, actor));
    return creditsView(world, userId);
  },

  async 'GET /api/app/credit-packages'(_call, world) {
    return { items: (await listPackages(world.read, { onlyActive: false })).map(offerView) };
  },

  async 'POST /api/app/credit-packages'({ body, actor }, world) {
    const { name, description = '', valid_days: validDays = null, priority = USUAL_PRIORITY, active = true } = body;
    const [price, granted] = [await minor(world, body.price), await minor(world, body.credits)];
    return offerView(await world.transact((tx) => createPackage(tx, { name, description, price, credits: granted, validDays, priority, active }, actor)));
  },

  async 'PATCH /api/app/credit-packages/{id}'({ params, body, actor }, world) {
    const id = uuid(params.id, 'credit_package_not_found');
    const { price, credits: granted, valid_days: validDays, ...same } = body;
    const change = {
      ...same, ...(price !== undefined && { price: await minor(world, price) }), ...(granted !== undefined && { credits: await minor(world, granted) }), ...(validDays !== undefined && { validDays }),
    };
    return offerView(await world.transact((tx) => changePackage(tx, id, change, actor)));
  },
};

/** Oneself, or for admins whoever is named. Anybody else is not there. */
function userMeant(who: Principal, named: string | undefined): string {
  if (named === undefined) return who.userId;
  const id = uuid(named, 'user_not_found');
  if (id !== who.userId && !isAdmin(who.roles)) throw new Failure('user_not_found');
  return id;
}

/** A spend that the caller may decide: admins every one, others what they placed themselves for themselves. */
async function spendInScope(world: World, who: Principal, named: string): Promise<CreditSpend> {
  const spend = await findCreditSpend(world.read, uuid(named, 'credit_spend_not_found'));
  if (!spend || !(isAdmin(who.roles) || (spend.userId === who.userId && spend.placedBy === who.userId))) throw new Failure('credit_spend_not_found');
  return spend;
}

async function minor(world: World, amount: number): Promise<Minor> {
  return parseMajor(amount, exponentOf((await businessSettings(world.read)).currency));
}

const major = (amount: Minor, currency: string): number => Number(formatMajor(amount, exponentOf(currency)));

async function creditsView(world: World, userId: string): Promise<Credits> {
  const { currency, balance, held, lots } = await readCredits(world, userId);
  return {
    user_id: userId, currency, balance: major(balance, currency), held: major(held, currency),
    lots: lots.map((lot) => ({ id: lot.id, amount: major(lot.amount, currency), remaining: major(lot.remaining, currency), expires_at: lot.expiresAt?.toISOString() ?? null, reason: lot.reason, created_at: lot.createdAt.toISOString() })),
  };
}

function spendView(spend: CreditSpend): SpendView {
  return {
    id: spend.id, user_id: spend.userId, status: spend.state, purpose: spend.purpose, amount: major(spend.amount, spend.currency), committed: major(spend.committed, spend.currency), currency: spend.currency,
    expires_at: spend.expiresAt?.toISOString() ?? null, created_at: spend.createdAt.toISOString(), decided_at: spend.decidedAt?.toISOString() ?? null,
  };
}

function offerView(one: CreditPackage): CreditOffer {
  return {
    id: one.id, name: one.name, description: one.description, price: major(one.price, one.currency), credits: major(one.credits, one.currency), currency: one.currency, valid_days: one.validDays,
    priority: one.priority, active: one.active,
  };
}

/** Credits for the pages and for whoever spends them. */
export function appCreditsApi(world: World): Api<typeof credits, World> {
  return { contract: credits, handlers, context: world };
}
