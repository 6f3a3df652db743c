import Type from 'typebox';
import type { Contract } from '../endpoint.js';
import { ADMIN } from './contract-access.js';
import { Invoice } from './contract-invoice.js';

/** The billing document's chapter on what recurs. */
export const recurring = {
  'POST /billing/generate-recurring': {
    summary: 'Generate recurring invoice', access: ADMIN,
    body: Type.Object({ customer_id: Type.String({ minLength: 1, maxLength: 200 }), period: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}$' })) }),
    reply: Invoice, status: 201, limit: { requests: 20, perSeconds: 60, per: 'caller', group: 'billing generate-recurring' }, movesMoney: true, fails: 'Internal server error',
  },
} as const satisfies Contract;
