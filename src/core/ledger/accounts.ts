import { idOf } from '../../kernel/ids.js';
import type { Id } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/currency.js';

/**
 * The chart of accounts. `normal` is the side on which the account grows; `owned` accounts keep a running
 * balance, system accounts are summed on read (docs/ledger.md draws every posting).
 */
export const chart = {
  /** What a customer owes on one invoice. Owner: the invoice. */
  receivable: { normal: 'debit', owned: true },
  /** Money received beyond what was owed. Owner: the customer. */
  customer_credit: { normal: 'credit', owned: true },
  /** Loyalty points a customer can spend (unit PTS). Owner: the customer. */
  customer_points: { normal: 'credit', owned: true },
  /** Prepaid credits a user can spend; below zero only by a clawback. Owner: the user. */
  user_credits: { normal: 'credit', owned: true },
  /** Credits set aside for something that is not decided yet. Owner: the user. */
  credits_held: { normal: 'credit', owned: true },
  /** Money a bank holds back while, or because, a payer disputes. Owner: the customer. */
  disputed_receivable: { normal: 'debit', owned: true },
  /** Money at a processor. Owner: processor and account. */
  cash: { normal: 'debit', owned: false },
  /** Sales without tax. */
  revenue: { normal: 'credit', owned: false },
  /** Sales given back, kept apart from sales so that both can be read. */
  sales_returned: { normal: 'debit', owned: false },
  /** Programs sold through checkout. */
  program_revenue: { normal: 'credit', owned: false },
  /** Of them, what was given back. */
  program_returned: { normal: 'debit', owned: false },
  /** Money that came for nothing we can give, and goes back. */
  refunds_due: { normal: 'credit', owned: false },
  /** Tax taken for the authorities. */
  tax_payable: { normal: 'credit', owned: false },
  /** What processors keep. */
  processor_fees: { normal: 'debit', owned: false },
  /** Credits given without money: gifts, grants, what was spent before its money went back; less what was taken back. */
  credits_given: { normal: 'debit', owned: false },
  /** Credits nobody used in time. */
  credits_expired: { normal: 'credit', owned: false },
  /** The other side of every point in circulation (unit PTS). */
  points_issued: { normal: 'debit', owned: false },
} as const satisfies Record<string, { normal: 'debit' | 'credit'; owned: boolean }>;

export type AccountKind = keyof typeof chart;

export interface Account {
  readonly kind: AccountKind;
  readonly unit: Unit;
  /** Empty for system accounts without an owner. */
  readonly owner: string;
}

export function account(kind: AccountKind, unit: Unit, owner = ''): Account {
  return { kind, unit, owner };
}

/** Accounts are named by what they are, so their id needs no look-up. */
export function accountId(a: Account): Id {
  return idOf('ledger-account', a.kind, a.unit, a.owner);
}

/** A balance in the sign people read: positive on the side where the account grows. */
export function inNormalSign(kind: AccountKind, balance: bigint): bigint {
  return chart[kind].normal === 'debit' ? balance : -balance;
}
