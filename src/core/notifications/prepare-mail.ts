import { exponentOf, POINTS } from '../../kernel/currency.js';
import { isUuid } from '../../kernel/ids.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import { account, readBalance } from '../ledger/index.js';
import type { DueMessage } from '../outbox/index.js';
import type { MailExtras } from '../ports/letters.js';
import type { PublicLinks } from '../public-links/index.js';
import type { Reader } from '../tx.js';
import type { MakeLinks } from './links.js';
import { chargeDayOf, creditNoteOfRefund, isPaymentSettled, isProposalOpen, isVisitAhead, openOn, pursuedOpen } from './store.js';

/** Looks at the world as it is when the mail is sent: what it needs to say, or null when it is no longer true. */
export async function prepareMail(message: DueMessage, reader: Reader, links: MakeLinks, linkFor: PublicLinks['linkFor']): Promise<MailExtras | null> {
  switch (message.template) {
    case 'payment_failed':
      // A retry of this payment may have gone through before its failure could be told.
      return (await isPaymentSettled(reader, message.subjectId)) ? null : {};
    case 'refund_issued': {
      const number = await creditNoteOfRefund(reader, message.subjectId);
      return number === null ? {} : { credit_note_number: number };
    }
    case 'loyalty_points_earned': {
      const customerId = message.data['customer_id'];
      if (typeof customerId !== 'string' || !isUuid(customerId)) return {};
      return { points_balance: (await readBalance(reader, account('customer_points', POINTS, customerId))).toString() };
    }
    case 'appointment_confirmed':
    case 'appointment_reminder':
      return (await isVisitAhead(reader, message.subjectId)) ? {} : null;
    case 'invoice_issued': {
      const open = await openOn(reader, message.subjectId);
      if (open === null) return null;
      const chargeOn = await chargeDayOf(reader, message.subjectId);
      return {
        link: linkFor({ kind: 'invoice', id: message.subjectId }), amount_due: formatMajor(open.amount, exponentOf(open.currency)), ...(chargeOn !== null && { charge_on: chargeOn }),
      };
    }
    case 'charge_announced':
    case 'charge_failed':
    case 'charge_action_needed':
    case 'payment_reminder':
      return pursued(message, reader, linkFor);
    case 'credits_low':
      return (await areCreditsLow(message, reader)) ? {} : null;
    case 'invoice_created': {
      if (message.data['cancelled'] === true) return {};
      const open = await openOn(reader, message.subjectId);
      return open && { amount_due: formatMajor(open.amount, exponentOf(open.currency)) };
    }
    case 'proposal_sent':
      return (await isProposalOpen(reader, message.subjectId)) ? { link: linkFor({ kind: 'proposal', id: message.subjectId }) } : null;
    case 'proposal_accepted':
      return { link: linkFor({ kind: 'proposal', id: message.subjectId }) };
    case 'verify_email':
    case 'password_reset':
    case 'sign_in_code':
    case 'change_email':
    case 'invitation':
      return links[message.template](message, reader);
    default:
      return {};
  }
}

/** Topped up since, it is not told. */
async function areCreditsLow({ subjectId, data: { threshold, currency } }: DueMessage, reader: Reader): Promise<boolean> {
  if (typeof threshold !== 'string' || typeof currency !== 'string') return false;
  return (await readBalance(reader, account('user_credits', currency, subjectId))) < parseMajor(threshold, exponentOf(currency));
}

/** Asks for money only while it is owed: paid, forgiven, refunded, disputed or called off since, the mail is not sent. */
async function pursued(message: DueMessage, reader: Reader, linkFor: PublicLinks['linkFor']): Promise<MailExtras | null> {
  const open = await pursuedOpen(reader, message.subjectId);
  if (open === null) return null;
  if (message.template === 'charge_announced' && (await chargeDayOf(reader, message.subjectId)) === null) return null;
  const currency = typeof message.data['currency'] === 'string' ? message.data['currency'] : 'USD';
  return { link: linkFor({ kind: 'invoice', id: message.subjectId }), amount_due: formatMajor(open, exponentOf(currency)) };
}
