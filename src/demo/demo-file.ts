import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_LOGINS } from './people.js';
import type { Samples } from './samples.js';

/** Every key that a client of the five documents may want; those of documents not served yet stay empty. */
const TOKEN_KEYS = [
  'billing.admin', 'billing.customer', 'billing.two_factor_candidate', 'credits.user', 'hybrid.barber', 'hybrid.no_permission', 'hybrid.other_barber',
  'portal.customer', 'portal.no_customer', 'portal.staff', 'purchases.admin', 'purchases.mentor', 'purchases.other_user', 'purchases.super_admin', 'purchases.user',
] as const;

const ID_KEYS = [
  'billing.challenge_token', 'billing.customer_id', 'billing.disposable_customer_id', 'billing.editable_invoice_id', 'billing.email_code',
  'billing.foreign_customer_id', 'billing.foreign_invoice_id', 'billing.foreign_proposal_id', 'billing.invoice_id', 'billing.login_email',
  'billing.login_password', 'billing.password_reset_token', 'billing.payable_invoice_id', 'billing.payment_method_id', 'billing.refresh_token',
  'billing.two_factor_email', 'billing.two_factor_password', 'billing.two_factor_secret', 'credits.package_id', 'hybrid.appointment_id',
  'hybrid.barber_id', 'hybrid.collected_collection_id', 'hybrid.collection_id', 'hybrid.connection_id', 'hybrid.failed_collection_id',
  'hybrid.transaction_id', 'portal.affordable_reward_id', 'portal.appointment_id', 'portal.cancellable_appointment_id', 'portal.confirmable_invoice_id',
  'portal.customer_id', 'portal.deletable_payment_method_id', 'portal.expensive_reward_id', 'portal.foreign_invoice_id', 'portal.inactive_reward_id',
  'portal.invoice_id', 'portal.paid_invoice_amount', 'portal.paid_invoice_id', 'portal.payment_method_id', 'portal.stripe_customer_id',
  'portal.succeeded_payment_intent_id', 'portal.unpaid_invoice_amount', 'portal.unpaid_invoice_id', 'portal.unpaid_payment_intent_id',
  'purchases.enrolled_program_id', 'purchases.free_program_id', 'purchases.mentored_program_id', 'purchases.paid_program_id', 'purchases.purchase_id',
  'purchases.unpurchased_program_id', 'webhook.hybrid_square_connection_id', 'webhook.hybrid_square_notification_url',
  'webhook.hybrid_square_signature_key', 'webhook.hybrid_stripe_connection_id', 'webhook.hybrid_stripe_secret', 'webhook.stripe_secret',
] as const;

export type TokenKey = (typeof TOKEN_KEYS)[number];

export interface DemoFile {
  readonly baseUrl: string;
  readonly sandbox: { readonly stripe: { url: string; publishable_key: string; webhook_secret: string }; readonly mailbox: { url: string } };
  readonly tokens: Partial<Record<TokenKey, string>>;
  readonly samples: Samples;
}

/** Writes demo.json into the data folder, whole or not at all. */
export function writeDemoFile(dataFolder: string, demo: DemoFile): string {
  const file = join(dataFolder, 'demo.json');
  const content = {
    base_url: demo.baseUrl,
    logins: DEMO_LOGINS.map(({ role, label, email, password }) => ({ role, label, email, password })),
    sandbox: demo.sandbox,
    tokens: Object.fromEntries(TOKEN_KEYS.map((key) => [key, demo.tokens[key] ?? ''])),
    auth_style: { portal: 'cookie', credits: 'bearer' },
    ids: Object.fromEntries(ID_KEYS.map((key) => [key, demo.samples[key] ?? ''])),
  };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
