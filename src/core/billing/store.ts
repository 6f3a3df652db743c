import type { Selectable } from 'kysely';
import { storableJson } from '../../kernel/json.js';
import type { BillingSettings as Table } from '../tables.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { BillingFrequency, BillingSettings, ChargeEvidence, PaymentMethodWord } from './billing-settings.js';

type Row = Selectable<Table>;

export const insertSettings: Statement<{ id: string }> = {
  name: 'billing_settings_insert',
  text: `INSERT INTO billing_settings (id, customer_id, currency, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (customer_id) DO NOTHING RETURNING id`,
};

export const selectSettings: Statement<Row> = { name: 'billing_settings_of', text: `SELECT * FROM billing_settings WHERE customer_id = $1` };

export const lockSettings: Statement<Row> = { name: 'billing_settings_lock', text: `SELECT * FROM billing_settings WHERE customer_id = $1 FOR NO KEY UPDATE` };

/** $1 customer, $2 card, $3 now, $4 evidence. */
export const keepConsent: Statement<Row> = {
  name: 'billing_settings_allow',
  text: `UPDATE billing_settings SET method_id = $2, charge_consent_at = $3, charge_consent = $4::jsonb, updated_at = $3 WHERE customer_id = $1 RETURNING *`,
};

/** $1 customer, $2 now, $3 the card meant, or null for whichever it is. */
export const dropConsent: Statement<Row> = {
  name: 'billing_settings_disallow',
  text: `UPDATE billing_settings SET method_id = NULL, charge_consent_at = NULL, charge_consent = NULL, updated_at = $2
    WHERE customer_id = $1 AND method_id IS NOT NULL AND ($3::text IS NULL OR method_id = $3) RETURNING *`,
};

export async function selectManySettings(reader: Reader, customerIds: readonly string[]): Promise<BillingSettings[]> {
  const rows = await reader.db.selectFrom('billing_settings').selectAll().where('customer_id', 'in', [...customerIds]).execute();
  return rows.map(toSettings);
}

export async function updateSettings(tx: Tx, after: BillingSettings): Promise<void> {
  await tx.db.updateTable('billing_settings').set({
    payment_method: after.paymentMethod, billing_frequency: after.frequency, monthly_fee: after.monthlyFee, currency: after.currency,
    billing_day: after.billingDay, auto_charge: after.autoCharge, tax_ppm: after.taxPpm, payment_terms_days: after.paymentTermsDays,
    method_id: after.methodId, charge_consent_at: after.chargeConsentAt,
    charge_consent: after.chargeConsent === null ? null : storableJson(after.chargeConsent),
    additional_details: after.additionalDetails === null ? null : storableJson(after.additionalDetails),
    fee_since: after.feeSince, updated_at: after.updatedAt,
  }).where('customer_id', '=', after.customerId).execute();
}

export function toSettings(row: Row): BillingSettings {
  return {
    id: row.id, customerId: row.customer_id, paymentMethod: row.payment_method as PaymentMethodWord, frequency: row.billing_frequency as BillingFrequency,
    monthlyFee: row.monthly_fee, currency: row.currency, billingDay: row.billing_day, autoCharge: row.auto_charge, taxPpm: row.tax_ppm,
    paymentTermsDays: row.payment_terms_days, methodId: row.method_id, chargeConsentAt: row.charge_consent_at,
    chargeConsent: row.charge_consent as ChargeEvidence | null, additionalDetails: row.additional_details, feeSince: row.fee_since,
    createdAt: row.created_at, updatedAt: row.updated_at,
  };
}
