import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';

/** The mails that can be asked for by hand, with what has to be said for each. */
export const NOTIFICATION_TYPES = ['appointment_confirmed', 'appointment_reminder', 'invoice_created', 'message_reply'] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

export type Notification =
  | { readonly type: 'appointment_confirmed'; readonly customerId: string; readonly jobId: string }
  | { readonly type: 'appointment_reminder'; readonly customerId: string; readonly jobId: string; readonly hoursUntil: number }
  | { readonly type: 'invoice_created'; readonly customerId: string; readonly invoiceId: string }
  | { readonly type: 'message_reply'; readonly customerId: string; readonly subject: string; readonly staffName: string; readonly replyText: string; readonly messageId: string };

type Data = Readonly<Record<string, unknown>>;

/** Hours in a year: nobody is reminded earlier. */
const MOST_HOURS = 8_760;

/** Reads what was asked for: `notification_type_invalid`, `input_missing`, `input_invalid`, the last two with the field. */
export function readNotification(type: string, data: Data): Notification {
  const customerId = () => text(data, 'customerId', 200);
  switch (type) {
    case 'appointment_confirmed':
      return { type, customerId: customerId(), jobId: text(data, 'jobId', 200) };
    case 'appointment_reminder':
      return { type, customerId: customerId(), jobId: text(data, 'jobId', 200), hoursUntil: hours(data['hoursUntil']) };
    case 'invoice_created':
      return { type, customerId: customerId(), invoiceId: text(data, 'invoiceId', 200) };
    case 'message_reply':
      return {
        type, customerId: customerId(), subject: line(data, 'subject', 200), staffName: line(data, 'staffName', 120),
        replyText: text(data, 'replyText', 10_000), messageId: text(data, 'messageId', 200),
      };
    default:
      throw new Failure('notification_type_invalid');
  }
}

function text(data: Data, field: string, most: number): string {
  const value = data[field];
  if (value === undefined || value === null || value === '') throw new Failure('input_missing', { field });
  if (typeof value !== 'string' || value.length > most) throw new Failure('input_invalid', { field });
  const kept = storableText(value).trim();
  if (kept === '') throw new Failure('input_missing', { field });
  return kept;
}

/** One line: what stands in a subject must not begin another header. */
function line(data: Data, field: string, most: number): string {
  return text(data, field, most).replace(/\p{Cc}+/gu, ' ');
}

function hours(value: unknown): number {
  if (value === undefined || value === null) throw new Failure('input_missing', { field: 'hoursUntil' });
  if (typeof value !== 'number' || !(value >= 0 && value <= MOST_HOURS)) throw new Failure('input_invalid', { field: 'hoursUntil' });
  return value;
}
