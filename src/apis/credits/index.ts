import { buyCredits, listPackages, listPurchases, readCreditBalance } from '../../core/credits/index.js';
import type { CreditPackage, CreditPurchase } from '../../core/credits/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { credits } from './contract.js';
import type { Credits, CreditPackage as PackageView, CreditTransaction } from './contract.js';

/** All of it, unless somebody has bought more often than this; then `offset` leads on. */
const PAGE = 500;

const handlers: Handlers<Credits, World> = {
  async 'GET /api/stripe/credit-packages'(_call, world) {
    return { success: true as const, data: (await listPackages(world.read, { onlyActive: true })).map(packageView) };
  },

  async 'POST /api/stripe/create-payment-intent'({ who, customerId, body, requestKey }, world) {
    const { purchaseId, clientSecret, externalId } = await buyCredits(world, { userId: who.userId, customerId, packageId: body.creditPackageId, methodId: body.paymentMethodId, requestKey });
    return { success: true as const, data: { clientSecret, paymentIntentId: externalId, transactionId: purchaseId } };
  },

  async 'GET /api/stripe/payment-history'({ who, query }, world) {
    const { limit = PAGE, offset = 0 } = query;
    return { success: true as const, data: (await listPurchases(world.read, who.userId, { limit, offset })).map(transactionView) };
  },

  async 'GET /api/stripe/balance'({ who }, world) {
    const { balance, currency } = await readCreditBalance(world, who.userId);
    return { success: true as const, data: { balance: dollars(balance, currency), currency: currency.toLowerCase() } };
  },
};

function packageView({ id, name, description, currency, price, credits: granted, active }: CreditPackage): PackageView {
  return { id, name, description, amount: dollars(price, currency), creditAmount: dollars(granted, currency), isActive: active };
}

function transactionView({ id, name, currency, price, credits: granted, state, createdAt }: CreditPurchase): CreditTransaction {
  return { id, amount: dollars(price, currency), creditAmount: dollars(granted, currency), status: state, createdAt: createdAt.toISOString(), description: `${name} purchase` };
}

const dollars = (amount: Minor, currency: string): number => Number(formatMajor(amount, exponentOf(currency)));

/** The credits document over this world. */
export function creditsApi(world: World): Api<Credits, World> {
  return { contract: credits, handlers, context: world };
}
