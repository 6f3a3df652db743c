import { Failure } from '../../kernel/failure.js';
import { isUuid, newId } from '../../kernel/ids.js';
import type { PaymentTarget } from '../events.js';
import { meanMethod, requireOwnMethod, startPayment } from '../payments/index.js';
import { ProcessorError } from '../ports/processor.js';
import type { Tx, World } from '../tx.js';
import type { CreditPackage, CreditPurchase } from './credits.js';
import { insertPurchase, lockWallet, movePurchases, selectPackage, selectPending } from './store.js';

export interface BuyCredits {
  readonly userId: string;
  /** Whom the payment is entered for, where the user acts for one. */
  readonly customerId: string | null;
  readonly packageId: string;
  /** The card the payer means to use: his own, or nobody's yet. It stands on the payment; he confirms it himself. */
  readonly methodId?: string | undefined;
  readonly requestKey: string | null;
}

/**
 * Begins the payment of a package: the payer confirms at the processor, and the credits come when the money did.
 * Whoever asks again for the same package while it waits gets the same payment. `credit_package_not_found`,
 * `payment_method_not_found`.
 */
export async function buyCredits(world: World, wish: BuyCredits): Promise<{ purchaseId: string; clientSecret: string; externalId: string }> {
  const wanted = isUuid(wish.packageId) ? await selectPackage(world.read, wish.packageId) : undefined;
  if (!wanted?.active) throw new Failure('credit_package_not_found');
  if (wish.methodId !== undefined) await checkMethod(world, wish.customerId, wish.methodId);
  // Paid while we looked: its successor is a new wish.
  for (let attempt = 1; ; attempt++) {
    const { payment, clientSecret } = await startPayment(world, (tx) => plan(tx, wish, wanted), attempt === 1 ? wish.requestKey : null);
    const purchaseId = payment.targets[0]?.subjectId;
    if (purchaseId !== undefined && clientSecret !== null && payment.externalId !== null) {
      if (wish.methodId !== undefined) await meanMethod(world, payment, wish.methodId);
      return { purchaseId, clientSecret, externalId: payment.externalId };
    }
    if (attempt === 2) throw new Failure('payment_in_progress');
  }
}

async function plan(tx: Tx, { userId, customerId }: BuyCredits, wanted: CreditPackage) {
  await lockWallet(tx, userId, wanted.currency);
  const purchase = (await selectPending(tx, userId, wanted)) ?? (await openPurchase(tx, { userId, customerId }, wanted));
  await movePurchases(tx, [purchase.id], ['failed'], 'pending');
  return { customerId: purchase.customerId, userId, currency: wanted.currency, targets: [targetOf(purchase)] };
}

/** What a payment for a purchase is for. */
export function targetOf({ id, price, name }: CreditPurchase): PaymentTarget {
  return { kind: 'credits', subjectId: id, amount: price, label: name };
}

/** A wish, with the package as it is now. */
export async function openPurchase(tx: Tx, who: { userId: string; customerId: string | null }, wanted: CreditPackage): Promise<CreditPurchase> {
  const { name, currency, price, credits, validDays, priority } = wanted;
  const purchase: CreditPurchase = { ...who, id: newId(tx.now.getTime()), packageId: wanted.id, name, currency, price, credits, validDays, priority, state: 'pending', createdAt: tx.now };
  await insertPurchase(tx, purchase);
  return purchase;
}

/** A card that nobody saved is nobody's; a saved one must be the caller's. */
async function checkMethod(world: World, customerId: string | null, methodId: string): Promise<void> {
  const method = await world.processor('stripe').retrieveMethod(methodId).catch((error: unknown) => {
    if (error instanceof ProcessorError) throw new Failure(error.outcome === 'refused' ? 'payment_method_not_found' : 'processor_unavailable', {}, { cause: error });
    throw error;
  });
  if (method?.customerExternalId === null) return;
  if (method === null || customerId === null) throw new Failure('payment_method_not_found');
  await requireOwnMethod(world, { customerId }, methodId);
}
