import { call, type CallOptions } from './client.js';

export const readCredits = (signal?: AbortSignal) => call('GET /api/app/credits', { query: {}, signal });

export const listCreditPackages = async (signal?: AbortSignal) => (await call('GET /api/stripe/credit-packages', { signal })).data;

export const listCreditPurchases = async (signal?: AbortSignal) => (await call('GET /api/stripe/payment-history', { query: { limit: 50 }, signal })).data;

export const listCreditSpends = async (signal?: AbortSignal) => (await call('GET /api/app/credits/spends', { query: { limit: 50 }, signal })).items;

/** Begins the payment of a package, or finds the one that waits. */
export const beginCreditPurchase = async (packageId: string) => {
  const { data } = await call('POST /api/stripe/create-payment-intent', { body: { creditPackageId: packageId } });
  return { client_secret: data.clientSecret };
};

export const listCreditOffers = async (signal?: AbortSignal) => (await call('GET /api/app/credit-packages', { signal })).items;

export type CreditOfferWish = CallOptions<'POST /api/app/credit-packages'>['body'];

export const createCreditOffer = (wish: CreditOfferWish) => call('POST /api/app/credit-packages', { body: wish });

export const changeCreditOffer = (id: string, change: CallOptions<'PATCH /api/app/credit-packages/{id}'>['body']) => call('PATCH /api/app/credit-packages/{id}', { params: { id }, body: change });
