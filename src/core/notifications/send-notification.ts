import { present } from '../../kernel/assert.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { formatMajor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { getAppointment } from '../appointments/index.js';
import { findCustomer } from '../customers/index.js';
import type { Customer } from '../customers/index.js';
import { findInvoiceOf, openAmount } from '../invoices/index.js';
import type { VisitText } from '../ports/letters.js';
import type { Actor, Reader, Tx, World } from '../tx.js';
import { readNotification } from './notification.js';
import type { Notification } from './notification.js';
import { queueMail } from './queue-mail.js';
import { BY_HAND, mailsByHand } from './store.js';

export type { NotificationType } from './notification.js';

export interface SendNotification {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Null for staff; else the only customer it may go to, and about whose things only. */
  readonly onlyCustomerId: string | null;
  /** Names the request: a repetition sends nothing more. */
  readonly occasion: string;
  readonly actor: Actor;
}

/** How many mails a day anybody gets because somebody asked for them by hand. */
const MOST_A_DAY = 20;
const DAY_MS = 86_400_000;

/**
 * Mails a customer about a visit, an invoice or a message of his, because somebody asked for it. No relay: it goes
 * to the address in our book, text of others' choice is for staff only, and nobody gets more than twenty a day.
 * `notification_type_invalid`, `input_missing`, `input_invalid`, `permission_missing`, `customer_not_found`,
 * `appointment_not_found`, `invoice_not_found`, `throttled`; `mail_not_written`, `mail_not_queued` when we fail.
 */
export async function sendNotification(world: World, wish: SendNotification): Promise<void> {
  const notification = readNotification(wish.type, wish.data);
  const { customerId } = notification;
  if (wish.onlyCustomerId !== null) {
    if (notification.type === 'message_reply') throw new Failure('permission_missing');
    if (customerId.toLowerCase() !== wish.onlyCustomerId) throw new Failure('customer_not_found');
  }
  const customer = await findCustomer(world.read, customerId);
  if (!customer || customer.archivedAt) throw new Failure('customer_not_found');
  const queue = await orFail('mail_not_written', () => write(world.read, notification, customer));
  await orFail('mail_not_queued', () => world.transact((tx) => enqueueOnce(tx, wish, customer, queue)));
}

type Queue = (tx: Tx, occasion: string) => void;

async function enqueueOnce(tx: Tx, wish: SendNotification, customer: Customer, queue: Queue): Promise<void> {
  const occasion = BY_HAND + wish.occasion;
  const today = await mailsByHand(tx, customer.email, new Date(tx.now.getTime() - DAY_MS));
  if (today.some((mail) => mail.occasion === occasion)) return;
  if (today.length >= MOST_A_DAY) {
    const free = today[today.length - MOST_A_DAY]!.createdAt.getTime() + DAY_MS;
    throw new Failure('throttled', { retryAfterSeconds: Math.max(1, Math.ceil((free - tx.now.getTime()) / 1000)) });
  }
  queue(tx, occasion);
  record(tx, { actor: wish.actor, action: 'mail.requested', resourceType: 'customer', resourceId: customer.id, details: { type: wish.type } });
}

/** Reads what the mail is about, now; gives what puts it into the outbox. */
async function write(reader: Reader, notification: Notification, customer: Customer): Promise<Queue> {
  const to = { recipient: customer.email };
  const { name } = customer;
  switch (notification.type) {
    case 'appointment_confirmed': {
      const visit = await visitOf(reader, notification.jobId, customer);
      return (tx, occasion) => queueMail(tx, 'appointment_confirmed', { ...to, occasion, subjectId: visit.appointment_id, data: { name, ...visit } });
    }
    case 'appointment_reminder': {
      const visit = await visitOf(reader, notification.jobId, customer);
      return (tx, occasion) => queueMail(tx, 'appointment_reminder', { ...to, occasion, subjectId: visit.appointment_id, data: { name, ...visit, hours_until: notification.hoursUntil } });
    }
    case 'invoice_created': {
      const invoice = isUuid(notification.invoiceId) ? await findInvoiceOf(reader, customer.id, notification.invoiceId) : undefined;
      if (!invoice) throw new Failure('invoice_not_found');
      const data = {
        name, invoice_id: invoice.id, invoice_number: present(invoice.number, 'an issued invoice has a number'), due_date: invoice.dueDate,
        amount: formatMajor(openAmount(invoice), exponentOf(invoice.currency)), total: formatMajor(invoice.total, exponentOf(invoice.currency)), currency: invoice.currency,
        cancelled: invoice.voidedAt !== null,
      };
      return (tx, occasion) => queueMail(tx, 'invoice_created', { ...to, occasion, subjectId: invoice.id, data });
    }
    case 'message_reply': {
      const { subject, staffName, replyText, messageId } = notification;
      return (tx, occasion) => queueMail(tx, 'message_reply', { ...to, occasion, subjectId: messageId, data: { name, subject, staff_name: staffName, reply_text: replyText } });
    }
  }
}

async function visitOf(reader: Reader, jobId: string, customer: Customer): Promise<VisitText> {
  if (!isUuid(jobId)) throw new Failure('appointment_not_found');
  const { id, startsAt, services, address } = await getAppointment(reader, jobId, customer.id);
  return { appointment_id: id, starts_at: startsAt.toISOString(), services, address };
}

/** What nobody expected is told as what could not be done. */
async function orFail<T>(code: 'mail_not_written' | 'mail_not_queued', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isFailure(error) && error.kind !== 'bug') throw error;
    throw new Failure(code, {}, { cause: error });
  }
}
