import Type from 'typebox';
import type { Contract } from '../endpoint.js';

/** The billing document, as far as it is built. */
export const billing = {
  'GET /health': {
    summary: 'Is the service healthy?',
    access: 'public',
    reply: Type.Object({ status: Type.Literal('healthy'), timestamp: Type.String() }),
    fails: 'Internal server error',
  },
} as const satisfies Contract;

export type Billing = typeof billing;
