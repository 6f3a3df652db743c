import Type from 'typebox';
import type { Static } from 'typebox';
import { OneOf } from '../endpoint.js';
import type { Contract } from '../endpoint.js';

const Dollars = Type.Number({ description: 'unit: dollars (decimal)' });
const reply = <Data extends Type.TSchema>(data: Data) => Type.Object({ success: Type.Literal(true), data });

export const CreditPackage = Type.Object({ id: Type.String(), name: Type.String(), description: Type.String(), amount: Dollars, creditAmount: Type.Number(), isActive: Type.Boolean() });
export type CreditPackage = Static<typeof CreditPackage>;

export const CreditTransaction = Type.Object({
  id: Type.String(), amount: Dollars, creditAmount: Type.Number(), status: OneOf('pending', 'succeeded', 'failed', 'canceled', 'refunded'), createdAt: Type.String(), description: Type.String(),
});
export type CreditTransaction = Static<typeof CreditTransaction>;

/** The credits document, which names no limits; its webhook is one of the addresses of the one inbox. */
export const credits = {
  'GET /api/stripe/credit-packages': {
    summary: 'Get Credit Packages', access: 'signed-in', reply: reply(Type.Array(CreditPackage)), fails: 'Failed to fetch credit packages',
  },
  'POST /api/stripe/create-payment-intent': {
    summary: 'Create Payment Intent', access: 'signed-in',
    body: Type.Object({ creditPackageId: Type.String({ minLength: 1, maxLength: 200 }), paymentMethodId: Type.Optional(Type.String({ pattern: '^pm_', maxLength: 200 })) }),
    // Under which the payment history has it: not in the document, whose pages can only guess which one they wait for.
    reply: reply(Type.Object({ clientSecret: Type.String(), paymentIntentId: Type.String(), transactionId: Type.String() })), movesMoney: true,
    says: { input_missing: 'Credit package ID is required' }, fails: 'Failed to create payment intent',
  },
  'GET /api/stripe/payment-history': {
    summary: 'Get Payment History', access: 'signed-in',
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })), offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) }),
    reply: reply(Type.Array(CreditTransaction)), fails: 'Failed to fetch payment history',
  },
  'GET /api/stripe/balance': {
    summary: 'Get User Balance', access: 'signed-in', reply: reply(Type.Object({ balance: Type.Number(), currency: Type.String() })), fails: 'Failed to fetch balance',
  },
} as const satisfies Contract;

export type Credits = typeof credits;
