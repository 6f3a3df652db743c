import type { Fields } from './fields.js';

/** The one account that every key of the sandbox belongs to. */
export const accountView: Fields = {
  id: 'acct_1Sandbox00000000',
  object: 'account',
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  country: 'US',
  created: 1_700_000_000,
  default_currency: 'usd',
  details_submitted: true,
  email: 'owner@example.com',
  metadata: {},
  payouts_enabled: true,
  type: 'standard',
};
