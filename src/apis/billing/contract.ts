import Type from 'typebox';
import type { Contract } from '../endpoint.js';
import { analytics } from './contract-analytics.js';
import { auth } from './contract-auth.js';
import { customers } from './contract-customers.js';
import { overviews } from './contract-overviews.js';
import { invoices } from './contract-invoices.js';
import { proposals } from './contract-proposals.js';
import { recurring } from './contract-recurring.js';
import { users } from './contract-users.js';

const health = {
  'GET /health': {
    summary: 'Is the service healthy?',
    access: 'public',
    reply: Type.Object({ status: Type.Literal('healthy'), timestamp: Type.String() }),
    fails: 'Internal server error',
  },
} as const satisfies Contract;

/** The billing document, as far as it is built: a line for each chapter. Fixed addresses stand before those with a name in them. */
export const billing = {
  ...health,
  ...auth,
  ...users,
  ...analytics,
  ...customers,
  ...overviews,
  ...invoices,
  ...proposals,
  ...recurring,
} as const satisfies Contract;

export type Billing = typeof billing;
export type Health = typeof health;
