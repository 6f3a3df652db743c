import { renderToStaticMarkup } from 'react-dom/server';
import type { Letterhead, MailData, MailExtras, MailTemplate, WrittenLetter } from '../../../core/ports/letters.js';
import { changeEmail, invitation, passwordChanged, passwordReset, securityNotice, signInCode, takenAddress, verifyEmail } from './account-mails.js';
import { creditsLow, topUpFailed } from './credits.js';
import { enrolmentConfirmed, enrolmentRefunded } from './enrolments.js';
import { Frame } from './frame.js';
import { invoiceCreated } from './invoice-created.js';
import { invoiceIssued } from './invoice-issued.js';
import { loyaltyPointsEarned } from './loyalty-points-earned.js';
import { messageReply } from './message-reply.js';
import { paymentFailed } from './payment-failed.js';
import { paymentReceipt } from './payment-receipt.js';
import { plainText } from './plain-text.js';
import { proposalAccepted, proposalRejected, proposalSent } from './proposals.js';
import { chargeActionNeeded, chargeAnnounced, chargeFailed, paymentReminder } from './pursuit-mails.js';
import { refundBounced } from './refund-bounced.js';
import { refundFailed } from './refund-failed.js';
import { refundIssued } from './refund-issued.js';
import type { Template } from './template.js';
import { appointmentConfirmed, appointmentReminder } from './visits.js';

const templates: { readonly [T in MailTemplate]: Template<T> } = {
  payment_receipt: paymentReceipt,
  payment_failed: paymentFailed,
  refund_issued: refundIssued,
  refund_bounced: refundBounced,
  refund_failed: refundFailed,
  loyalty_points_earned: loyaltyPointsEarned,
  appointment_confirmed: appointmentConfirmed,
  appointment_reminder: appointmentReminder,
  invoice_created: invoiceCreated,
  invoice_issued: invoiceIssued,
  charge_announced: chargeAnnounced,
  charge_failed: chargeFailed,
  charge_action_needed: chargeActionNeeded,
  payment_reminder: paymentReminder,
  credits_low: creditsLow,
  top_up_failed: topUpFailed,
  enrolment_confirmed: enrolmentConfirmed,
  enrolment_refunded: enrolmentRefunded,
  message_reply: messageReply,
  proposal_sent: proposalSent,
  proposal_accepted: proposalAccepted,
  proposal_rejected: proposalRejected,
  verify_email: verifyEmail,
  password_reset: passwordReset,
  sign_in_code: signInCode,
  invitation,
  password_changed: passwordChanged,
  change_email: changeEmail,
  security_notice: securityNotice,
  taken_address: takenAddress,
};

const DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

/** One letter as HTML and as text. */
export function renderLetter<T extends MailTemplate>(name: T, data: MailData[T], extras: MailExtras, head: Letterhead): WrittenLetter {
  const template: Template<T> = templates[name];
  const subject = template.subject(data, head);
  const html = DOCTYPE + renderToStaticMarkup(<Frame head={head} subject={subject} preview={template.preview(data, head)}>{template.body(data, extras, head)}</Frame>);
  return { subject, html, text: plainText(html) };
}
