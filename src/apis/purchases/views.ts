import type { Purchase as CorePurchase } from '../../core/programs/index.js';
import type { BillingInfo, PaymentMethod, Purchase, Receipt } from './contract.js';

/** Optional members are left out where there is nothing to say. */
function withoutNulls<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [K in keyof T]: Exclude<T[K], null> };
}

export function toPurchase(p: CorePurchase): Purchase {
  const { price } = p;
  const method = toPaymentMethod(p);
  return {
    _id: p.publicId,
    orderNumber: p.orderNumber,
    userId: p.userPublicId,
    programId: p.programPublicId,
    programTitle: p.programTitle,
    programType: p.programType,
    fullPrice: Number(price.full),
    finalPrice: Number(price.final),
    isClassRep: price.isClassRep,
    ...(price.classRep > 0n && { classRepDiscount: Number(price.classRep) }),
    isEarlyBird: price.isEarlyBird,
    ...(price.earlyBird > 0n && { earlyBirdDiscount: Number(price.earlyBird) }),
    status: p.state,
    purchaseDate: dateOf(p),
    ...(method && { paymentMethod: method }),
    billingInfo: toBillingInfo(p),
    ...(p.checkoutExternalId !== null && { stripeSessionId: p.checkoutExternalId }),
    ...(p.intentExternalId !== null && { stripePaymentIntentId: p.intentExternalId }),
    createdAt: p.createdAt.toISOString(),
    updatedAt: p.updatedAt.toISOString(),
  };
}

export function toReceipt(p: CorePurchase): Receipt {
  const { price } = p;
  return {
    orderNumber: p.orderNumber,
    purchaseDate: dateOf(p),
    program: { title: p.programTitle, programType: p.programType },
    pricing: {
      fullPrice: Number(price.full), classRepDiscount: Number(price.classRep), earlyBirdDiscount: Number(price.earlyBird), finalPrice: Number(price.final),
      isClassRep: price.isClassRep, isEarlyBird: price.isEarlyBird,
    },
    paymentMethod: toPaymentMethod(p) ?? { type: 'other' },
    billingInfo: toBillingInfo(p),
    status: p.state,
  };
}

/** When it was paid; before that, when it was ordered. */
const dateOf = (p: CorePurchase): string => (p.completedAt ?? p.createdAt).toISOString();

/** Nobody has paid a pending order yet. */
function toPaymentMethod({ card, cardholder, completedAt }: CorePurchase): PaymentMethod | undefined {
  if (completedAt === null) return undefined;
  if (card === null) return { type: 'other' };
  return { type: 'card', last4: card.last4, ...withoutNulls({ cardBrand: card.brand, cardholderName: cardholder }) } as PaymentMethod;
}

function toBillingInfo({ billing: { name, email, address } }: CorePurchase): BillingInfo {
  const { line, city, state, zipCode, country } = address ?? { line: null, city: null, state: null, zipCode: null, country: null };
  return { fullName: name, email, ...withoutNulls({ address: line, city, state, zipCode, country }) } as BillingInfo;
}
