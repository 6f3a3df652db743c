import { checkAccess, getPurchase, listOwnPurchases, startEnrolment } from '../../core/programs/index.js';
import type { World } from '../../core/tx.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { purchases } from './contract.js';
import type { Purchases } from './contract.js';
import { toPurchase, toReceipt } from './views.js';

export interface PurchasesContext {
  readonly world: World;
  /** Where the processor's page sends payers afterwards. */
  readonly publicUrl: string;
}

const handlers: Handlers<Purchases, PurchasesContext> = {
  async 'POST /api/purchases/checkout-session/{programId}'({ params, body, who, actor }, { world, publicUrl }) {
    const user = { userId: who.userId, customerId: who.customerId, name: who.name, email: who.email };
    return startEnrolment(world, { programId: params.programId, user, isClassRep: body.isClassRep ?? false, publicUrl, actor });
  },

  async 'GET /api/purchases/me'({ who }, { world }) {
    return { purchases: (await listOwnPurchases(world.read, who.userId)).map(toPurchase) };
  },

  async 'GET /api/purchases/check-access/{programId}'({ params, who }, { world }) {
    return checkAccess(world.read, who, params.programId);
  },

  async 'GET /api/purchases/{id}'({ params, who }, { world }) {
    return toPurchase(await getPurchase(world.read, who, params.id));
  },

  async 'GET /api/purchases/{id}/receipt'({ params, who }, { world }) {
    return toReceipt(await getPurchase(world.read, who, params.id));
  },
};

/** The purchases document. */
export function purchasesApi(context: PurchasesContext): Api<Purchases, PurchasesContext> {
  return { contract: purchases, handlers, context };
}
