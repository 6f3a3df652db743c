import Type from 'typebox';
import type { Contract, Limit } from '../endpoint.js';

const fiveAMinute: Limit = { requests: 5, perSeconds: 60, per: 'caller' };
const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });

/** The portal document's chapters on appointments and on rewards. */
export const appointmentsAndRewards = {
  'POST /api/appointments/{id}/cancel': {
    summary: 'Cancel a scheduled appointment',
    access: 'customer',
    params: Id,
    reply: Type.Object({ success: Type.Literal(true) }),
    limit: fiveAMinute,
    fails: 'Failed to cancel appointment',
  },
  'POST /api/rewards/{id}/redeem': {
    summary: 'Give points for a reward',
    access: 'customer',
    params: Id,
    reply: Type.Object({ success: Type.Literal(true), newBalance: Type.Integer() }),
    limit: fiveAMinute,
    movesMoney: true,
    fails: 'Failed to redeem reward',
  },
} as const satisfies Contract;
