import Type from 'typebox';
import type { Static } from 'typebox';
import { OneOf } from '../endpoint.js';
import type { Contract } from '../endpoint.js';

const Text = Type.String();
const Cents = Type.Integer({ minimum: 0 });
/** What is no id is an unknown one. */
const Name = Type.String({ minLength: 1, maxLength: 200 });
const OfProgram = Type.Object({ programId: Name });
const OfPurchase = Type.Object({ id: Name });
const Status = OneOf('pending', 'completed', 'failed', 'refunded');

const BillingInfo = Type.Object({
  fullName: Text,
  email: Text,
  address: Type.Optional(Text),
  city: Type.Optional(Text),
  state: Type.Optional(Text),
  zipCode: Type.Optional(Text),
  country: Type.Optional(Text),
});
export type BillingInfo = Static<typeof BillingInfo>;

const PaymentMethod = Type.Object({
  type: OneOf('card', 'other'),
  cardBrand: Type.Optional(Text),
  last4: Type.Optional(Text),
  cardholderName: Type.Optional(Text),
});
export type PaymentMethod = Static<typeof PaymentMethod>;

export const Purchase = Type.Object({
  _id: Text,
  orderNumber: Text,
  userId: Text,
  programId: Text,
  programTitle: Text,
  programType: Text,
  fullPrice: Cents,
  finalPrice: Cents,
  isClassRep: Type.Boolean(),
  classRepDiscount: Type.Optional(Cents),
  isEarlyBird: Type.Boolean(),
  earlyBirdDiscount: Type.Optional(Cents),
  status: Status,
  purchaseDate: Text,
  paymentMethod: Type.Optional(PaymentMethod),
  billingInfo: BillingInfo,
  stripeSessionId: Type.Optional(Text),
  stripePaymentIntentId: Type.Optional(Text),
  createdAt: Text,
  updatedAt: Text,
});
export type Purchase = Static<typeof Purchase>;

export const Receipt = Type.Object({
  orderNumber: Text,
  purchaseDate: Text,
  program: Type.Object({ title: Text, programType: Text }),
  pricing: Type.Object({ fullPrice: Cents, classRepDiscount: Cents, earlyBirdDiscount: Cents, finalPrice: Cents, isClassRep: Type.Boolean(), isEarlyBird: Type.Boolean() }),
  paymentMethod: PaymentMethod,
  billingInfo: BillingInfo,
  status: Status,
});
export type Receipt = Static<typeof Receipt>;

/** The purchases document; its webhook is served beside the others (apis/webhooks). Amounts are whole cents, ids 24 hex digits. */
export const purchases = {
  'POST /api/purchases/checkout-session/{programId}': {
    summary: 'Begin to enrol in a program',
    access: 'signed-in',
    params: OfProgram,
    body: Type.Object({ isClassRep: Type.Optional(Type.Boolean()) }),
    reply: Type.Object({ url: Text }),
    movesMoney: true,
    says: { input_invalid: 'isClassRep must be a boolean', amount_invalid: 'The price after discounts is less or more than a card can pay at once' },
    fails: 'Failed to create checkout session',
  },
  'GET /api/purchases/me': {
    summary: 'One’s own purchases, newest first',
    access: 'signed-in',
    reply: Type.Object({ purchases: Type.Array(Purchase) }),
    fails: 'Failed to fetch purchases',
  },
  'GET /api/purchases/check-access/{programId}': {
    summary: 'Is a program open to the caller, and why?',
    access: 'signed-in',
    params: OfProgram,
    reply: Type.Object({ hasAccess: Type.Boolean(), reason: OneOf('purchased', 'admin', 'super-admin', 'mentor', 'free', 'no-access') }),
    fails: 'Failed to check access',
  },
  'GET /api/purchases/{id}': {
    summary: 'One purchase, for its buyer, mentors of its program and admins',
    access: 'signed-in',
    params: OfPurchase,
    reply: Purchase,
    says: { permission_missing: "Forbidden: You don't have permission to view this purchase" },
    fails: 'Failed to fetch purchase',
  },
  'GET /api/purchases/{id}/receipt': {
    summary: 'The receipt of a purchase, for the same',
    access: 'signed-in',
    params: OfPurchase,
    reply: Receipt,
    says: { permission_missing: "Forbidden: You don't have permission to view this receipt" },
    fails: 'Failed to fetch receipt',
  },
} as const satisfies Contract;

export type Purchases = typeof purchases;
