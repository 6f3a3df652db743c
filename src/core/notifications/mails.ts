import type { MailTemplate } from '../ports/letters.js';

const TEMPLATES: { readonly [T in MailTemplate]: true } = {
  payment_receipt: true,
  payment_failed: true,
  refund_issued: true,
  refund_bounced: true,
  refund_failed: true,
  loyalty_points_earned: true,
  appointment_confirmed: true,
  appointment_reminder: true,
  invoice_created: true,
  invoice_issued: true,
  charge_announced: true,
  charge_failed: true,
  charge_action_needed: true,
  payment_reminder: true,
  credits_low: true,
  top_up_failed: true,
  enrolment_confirmed: true,
  enrolment_refunded: true,
  message_reply: true,
  proposal_sent: true,
  proposal_accepted: true,
  proposal_rejected: true,
  verify_email: true,
  password_reset: true,
  sign_in_code: true,
  invitation: true,
  password_changed: true,
  change_email: true,
  security_notice: true,
  taken_address: true,
};

/** Is `name` a mail of ours? */
export function isMailTemplate(name: string): name is MailTemplate {
  return Object.hasOwn(TEMPLATES, name);
}
