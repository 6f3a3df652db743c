import { storableJson } from '../../kernel/json.js';
import type { Reader, Statement, Tx } from '../tx.js';

export interface SettingRow {
  readonly key: string;
  readonly value: unknown;
}

const selectAll: Statement<SettingRow> = { name: 'settings_all', text: 'SELECT key, value FROM settings' };

const lockSome: Statement<SettingRow> = {
  name: 'settings_lock',
  text: 'SELECT key, value FROM settings WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE',
};

const upsert: Statement<never> = {
  name: 'settings_upsert',
  text: `INSERT INTO settings (key, value, updated_at, updated_by)
    SELECT row.key, row.value::jsonb, $3::timestamptz, $4::uuid FROM unnest($1::text[], $2::text[]) AS row (key, value) ORDER BY row.key
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
};

const insertAbsent: Statement<never> = {
  name: 'settings_insert_absent',
  text: `INSERT INTO settings (key, value, updated_at)
    SELECT row.key, row.value::jsonb, $3::timestamptz FROM unnest($1::text[], $2::text[]) AS row (key, value) ORDER BY row.key
    ON CONFLICT (key) DO NOTHING`,
};

const anyPrice: Statement<{ found: boolean }> = {
  name: 'settings_any_price',
  text: `SELECT EXISTS (SELECT FROM invoices) OR EXISTS (SELECT FROM proposals) OR EXISTS (SELECT FROM programs)
    OR EXISTS (SELECT FROM credit_packages) OR EXISTS (SELECT FROM ledger_transactions) AS found`,
};

/** Every stored setting. */
export function allSettings(reader: Reader): Promise<SettingRow[]> {
  return reader.run(selectAll);
}

/** Stored settings of these keys, locked until the transaction ends. */
export function lockSettings(tx: Tx, keys: readonly string[]): Promise<SettingRow[]> {
  return tx.run(lockSome, [keys]);
}

/** Whether anything has a price or was booked: an amount that somebody was told. */
export async function hasPrices(tx: Tx): Promise<boolean> {
  const [row] = await tx.run(anyPrice);
  return row?.found ?? false;
}

/** Writes settings over what is there. */
export async function writeSettings(tx: Tx, rows: readonly SettingRow[], by: string | null): Promise<void> {
  await tx.run(upsert, [rows.map((row) => row.key), rows.map((row) => storableJson(row.value)), tx.now, by]);
}

/** Writes settings that have no row yet. */
export async function writeAbsentSettings(tx: Tx, rows: readonly SettingRow[]): Promise<void> {
  await tx.run(insertAbsent, [rows.map((row) => row.key), rows.map((row) => storableJson(row.value)), tx.now]);
}
