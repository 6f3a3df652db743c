import Type from 'typebox';
import type { Contract } from '../endpoint.js';

const Received = Type.Object({ received: Type.Literal(true) });

/** Where Stripe may report: one inbox behind three addresses, each answering as its document has it. */
export const webhooks = {
  'POST /api/webhooks/stripe': {
    summary: 'Take in an event of Stripe (portal and purchases documents)',
    access: 'signature',
    raw: true,
    reply: Received,
    says: { webhook_signature_invalid: 'Invalid signature' },
    fails: 'Webhook handler failed',
  },
  'POST /billing/webhooks/stripe': {
    summary: 'Take in an event of Stripe (billing document)',
    access: 'signature',
    raw: true,
    reply: Received,
    fails: 'Internal server error',
  },
  'POST /api/stripe/webhook': {
    summary: 'Take in an event of Stripe (credits document)',
    access: 'signature',
    raw: true,
    reply: Type.Object({ success: Type.Literal(true) }),
    fails: 'Webhook handler failed',
  },
} as const satisfies Contract;

export type Webhooks = typeof webhooks;
