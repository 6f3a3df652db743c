import { parseCurrency } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import type { Ppm } from '../../kernel/money.js';
import { isTimeZone } from '../../kernel/period.js';

/** What the business decides about itself. Every member is one row of `settings`; without a row, its initial value. */
export interface Settings {
  readonly business_name: string;
  /** https address of a picture, or null. */
  readonly logo_url: string | null;
  /** Postal address, several lines. */
  readonly business_address: string;
  readonly support_email: string | null;
  /** Of billing days, due dates and screens. */
  readonly time_zone: string;
  readonly currency: string;
  /** Parts per million: 8.25 % = 82,500. */
  readonly default_tax_ppm: Ppm;
  /** What invoice numbers begin with. */
  readonly invoice_prefix: string;
  readonly invoice_due_days: number;
  /** Days after the due day on which whoever has not paid is reminded; empty: never. */
  readonly reminder_days: readonly number[];
  /** Days before a card is charged by itself, later than the invoice came, on which its holder is told; 0: never. */
  readonly charge_notice_days: number;
  /** Loyalty points for each whole unit of currency paid. */
  readonly points_per_dollar: number;
  /** Months after which points not spent are gone; 0: never. */
  readonly points_expire_months: number;
  /** Hours before a visit from which cancelling is late; 0: never. Late costs the fee, or is refused where there is none. */
  readonly cancellation_notice_hours: number;
  /** What a customer pays for cancelling late, in minor units. */
  readonly late_cancellation_fee: number;
  /** Prepaid credits, in minor units, below which their holder is told that little is left; 0: never. */
  readonly credits_low_below: number;
  /** Whether customers may see business-wide figures and caches, as the portal document's letter has it. */
  readonly portal_figures_for_customers: boolean;
  /** Closing lines of receipts. */
  readonly receipt_footer: string;
  /** Nothing leaves the house: no mail, no schedule, no processor. A restored copy starts so. */
  readonly safe_mode: boolean;
  /** What this database is for; a demo never takes live keys. */
  readonly mode: 'unmarked' | 'demo' | 'live';
  /** How far the test clock of a demo runs ahead of the real one. */
  readonly clock_offset_seconds: number;
}

export type SettingKey = keyof Settings;

interface Rule<T> {
  readonly initial: T;
  /** The value to keep, or undefined when `value` is none. */
  readonly read: (value: unknown) => T | undefined;
}

export const settingRules: { readonly [K in SettingKey]: Rule<Settings[K]> } = {
  business_name: { initial: 'Paydesk', read: (value) => line(value, 1, 120) },
  logo_url: { initial: null, read: (value) => (value === null ? null : httpsUrl(value)) },
  business_address: { initial: '', read: (value) => lines(value, 500) },
  support_email: { initial: null, read: (value) => (value === null ? null : address(value)) },
  time_zone: { initial: 'UTC', read: (value) => (typeof value === 'string' && isTimeZone(value) ? value : undefined) },
  currency: { initial: 'USD', read: currency },
  default_tax_ppm: { initial: 0, read: (value) => integer(value, 0, 1_000_000) },
  invoice_prefix: {
    initial: 'INV-',
    read: (value) => (typeof value === 'string' && /^[A-Z0-9][A-Z0-9/-]{0,11}$/.test(value) ? value : undefined),
  },
  invoice_due_days: { initial: 30, read: (value) => integer(value, 0, 365) },
  reminder_days: { initial: [1, 7, 14], read: reminderDays },
  charge_notice_days: { initial: 3, read: (value) => integer(value, 0, 30) },
  points_per_dollar: { initial: 10, read: (value) => integer(value, 0, 1_000) },
  points_expire_months: { initial: 0, read: (value) => integer(value, 0, 120) },
  cancellation_notice_hours: { initial: 0, read: (value) => integer(value, 0, 720) },
  late_cancellation_fee: { initial: 0, read: (value) => integer(value, 0, 1_000_000) },
  credits_low_below: { initial: 0, read: (value) => integer(value, 0, 100_000_000) },
  portal_figures_for_customers: { initial: false, read: (value) => (typeof value === 'boolean' ? value : undefined) },
  receipt_footer: { initial: '', read: (value) => lines(value, 1_000) },
  safe_mode: { initial: false, read: (value) => (typeof value === 'boolean' ? value : undefined) },
  mode: { initial: 'unmarked', read: (value) => (value === 'unmarked' || value === 'demo' || value === 'live' ? value : undefined) },
  clock_offset_seconds: { initial: 0, read: (value) => integer(value, 0, 20 * 366 * 86_400) },
};

/** Is `key` the name of a setting? */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingRules, key);
}

/** The value to keep for one setting; `input_invalid` naming the field when it breaks its rule. */
export function readSetting<K extends SettingKey>(key: K, value: unknown): Settings[K] {
  const kept = settingRules[key].read(value);
  if (kept === undefined) throw new Failure('input_invalid', { field: key });
  return kept;
}

/** All settings from their rows; what has no row, or a row that broke its rule since, has its initial value. */
export function settingsFrom(rows: readonly { key: string; value: unknown }[]): Settings {
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  const entries = Object.entries(settingRules).map(([key, rule]) => {
    const kept = stored.has(key) ? rule.read(stored.get(key)) : undefined;
    return [key, kept === undefined ? rule.initial : kept];
  });
  return Object.freeze(Object.fromEntries(entries) as unknown as Settings);
}

function line(value: unknown, least: number, most: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = storableText(value).replace(/\p{Cc}+/gu, ' ').trim();
  return text.length >= least && text.length <= most ? text : undefined;
}

function lines(value: unknown, most: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = storableText(value).replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ').trim();
  return text.length <= most ? text : undefined;
}

function integer(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** At most ten, each later than the one before. */
function reminderDays(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > 10) return undefined;
  return value.every((days, i) => integer(days, 0, 365) !== undefined && (i === 0 || days > value[i - 1])) ? (value as number[]) : undefined;
}

function httpsUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 500 || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}

function address(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 254 && /^[^\s@<>"(),:;\\[\]\p{Cc}]+@[^\s@<>"(),:;\\[\]\p{Cc}]+\.[^\s@.]+$/u.test(value)
    ? value.toLowerCase()
    : undefined;
}

function currency(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseCurrency(value);
  } catch {
    return undefined; // the caller names the field
  }
}
