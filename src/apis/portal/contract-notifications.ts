import Type from 'typebox';
import type { Contract } from '../endpoint.js';

const TOO_MANY = 'Too many email requests. Please try again later.';

/** The portal document's chapter on notifications. What each type needs is checked by the verb that writes the mail. */
export const notifications = {
  'POST /api/notifications/send-email': {
    summary: 'Mail a customer about an appointment, an invoice or a message',
    access: 'signed-in',
    body: Type.Object({ type: Type.String({ refusal: 'notification_type_invalid', minLength: 1, maxLength: 100 }), data: Type.Record(Type.String(), Type.Unknown()) }),
    reply: Type.Object({ success: Type.Literal(true) }),
    limit: { requests: 5, perSeconds: 60, per: 'caller' },
    movesMoney: true,
    says: { throttled: TOO_MANY, mail_not_written: 'Failed to generate email', mail_not_queued: 'Failed to send email' },
    fails: 'Internal server error',
  },
} as const satisfies Contract;
