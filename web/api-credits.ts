import { call, type CallOptions } from './client.js';

export const readCredits = (signal?: AbortSignal) => call('GET /api/app/credits', { query: {}, signal });

export const listCreditPackages = async (signal?: AbortSignal) => (await call('GET /api/stripe/credit-packages', { signal })).data;

export const listCreditPurchases = async (signal?: AbortSignal) => (await call('GET /api/stripe/payment-history', { query: { limit: 50 }, signal })).data;

export const listCreditSpends = async (signal?: AbortSignal) => (await call('GET /api/app/credits/spends', { query: { limit: 50 }, signal })).items;

/** Begins the payment of a package, or finds the one that waits. */
export const beginCreditPurchase = async (packageId: string) => {
  const { data } = await call('POST /api/stripe/create-payment-intent', { body: { creditPackageId: packageId } });
  return { client_secret: data.clientSecret, purchase_id: data.transactionId };
};

export const listCreditOffers = async (signal?: AbortSignal) => (await call('GET /api/app/credit-packages', { signal })).items;

export type CreditOfferWish = CallOptions<'POST /api/app/credit-packages'>['body'];

export const createCreditOffer = (wish: CreditOfferWish) => call('POST /api/app/credit-packages', { body: wish });

export const changeCreditOffer = (id: string, change: CallOptions<'PATCH /api/app/credit-packages/{id}'>['body']) => call('PATCH /api/app/credit-packages/{id}', { params: { id }, body: change });

export const readCreditNotice = (signal?: AbortSignal) => call('GET /api/app/credits/notice', { signal });

export const changeCreditNotice = (wish: CallOptions<'PUT /api/app/credits/notice'>['body']) => call('PUT /api/app/credits/notice', { body: wish });

export const readTopUp = (signal?: AbortSignal) => call('GET /api/app/credits/top-up', { signal });

export const allowTopUp = (wish: CallOptions<'PUT /api/app/credits/top-up'>['body']) => call('PUT /api/app/credits/top-up', { body: wish });

export const endTopUp = () => call('DELETE /api/app/credits/top-up', {});

/** Of anybody; for admins. */
export const readCreditsOf = (userId: string, signal?: AbortSignal) => call('GET /api/app/credits', { query: { user_id: userId }, signal });

export const listCreditSpendsOf = async (userId: string, signal?: AbortSignal) => (await call('GET /api/app/credits/spends', { query: { user_id: userId, limit: 50 }, signal })).items;

export const giveCredits = (grant: CallOptions<'POST /api/app/credits/grants'>['body'], idempotencyKey: string) => call('POST /api/app/credits/grants', { body: grant, idempotencyKey });

export const takeCredits = (adjustment: CallOptions<'POST /api/app/credits/adjustments'>['body'], idempotencyKey: string) => call('POST /api/app/credits/adjustments', { body: adjustment, idempotencyKey });

export const payInvoiceFromCredits = (id: string, amount: number, idempotencyKey: string) => call('POST /api/app/invoices/{id}/pay-from-credits', { params: { id }, body: { amount }, idempotencyKey });
