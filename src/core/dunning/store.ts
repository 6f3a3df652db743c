import type { Day } from '../../kernel/period.js';
import type { Minor } from '../../kernel/money.js';
import type { Reader, Sink, Statement, Tx } from '../tx.js';
import type { CollectionPlan, PlanState } from './plan.js';

interface PlanRow {
  invoice_id: string; state: string; next_on: Day | null; attempts: number; reminders: number; first_charged_on: Day | null; announced_on: Day | null;
  not_before: Date | null; last_payment_id: string | null; last_failure: string | null; updated_at: Date;
}

interface DebtRow {
  id: string; customer_id: string; name: string; email: string; number: string; currency: string; open: bigint; due_date: Day; issued_at: Date; voided: boolean; reversed: boolean;
  auto_charge: boolean; recurring: boolean; archived: boolean; method_id: string | null; consented: boolean; recurring_charges: boolean;
}

/** An invoice with what its pursuit needs to know, and the card its customer allows to be charged. */
export interface PursuedInvoice {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  readonly number: string;
  readonly currency: string;
  readonly open: Minor;
  readonly reversed: boolean;
  readonly voided: boolean;
  readonly autoCharge: boolean;
  readonly recurring: boolean;
  readonly dueDate: Day;
  readonly issuedAt: Date;
  /** Null: no card may be charged for it. */
  readonly methodId: string | null;
}

export const OPEN = 'i.total - i.amount_paid - i.amount_credited';
/** Owed, and neither refunded nor disputed. `i`: invoices. */
export const PURSUABLE = `i.issued_at IS NOT NULL AND i.voided_at IS NULL AND i.paid_at IS NULL AND i.amount_refunded = 0 AND i.amount_disputed = 0`;
const DEBT = `i.id, i.customer_id, c.name, c.email, i.number, i.currency, ${OPEN} AS open, i.due_date, i.issued_at, i.voided_at IS NOT NULL AS voided,
  (i.amount_refunded > 0 OR i.amount_disputed > 0) AS reversed, i.auto_charge, i.recurring_period IS NOT NULL AS recurring, c.archived_at IS NOT NULL AS archived,
  s.method_id, s.charge_consent_at IS NOT NULL AS consented, s.auto_charge AS recurring_charges`;
const DEBT_SOURCE = `invoices i JOIN customers c ON c.id = i.customer_id JOIN billing_settings s ON s.customer_id = i.customer_id`;

const lockInvoice: Statement<unknown> = { name: 'dunning_lock_invoice', text: `SELECT FROM invoices WHERE id = $1 FOR UPDATE` };
const findDebt: Statement<DebtRow> = { name: 'dunning_find_debt', text: `SELECT ${DEBT} FROM ${DEBT_SOURCE} WHERE i.id = $1 AND i.issued_at IS NOT NULL` };
const lockPlanRow: Statement<PlanRow> = { name: 'dunning_lock_plan', text: `SELECT * FROM collection_plans WHERE invoice_id = $1 FOR UPDATE` };
const insertPlanRow: Statement<never> = {
  name: 'dunning_insert_plan',
  text: `INSERT INTO collection_plans (invoice_id, state, next_on, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (invoice_id) DO NOTHING`,
};
/** What was set to be charged after it was issued, or what is charged no longer, is looked at on its own days. */
const dueIds: Statement<{ id: string }> = {
  name: 'dunning_due',
  text: `SELECT id FROM (
      (SELECT p.invoice_id AS id, p.next_on AS turn FROM collection_plans p
        WHERE p.state IN ('waiting', 'action_needed') AND p.next_on <= $1 AND (p.not_before IS NULL OR p.not_before <= $2) ORDER BY p.next_on, p.invoice_id LIMIT $4)
      UNION ALL
      (SELECT p.invoice_id, $1::date FROM collection_plans p WHERE p.state = 'charging' AND p.updated_at <= $3 ORDER BY p.updated_at LIMIT $4)
    ) due ORDER BY turn, id LIMIT $4`,
};

/** Locks an invoice and its plan, in this order. Undefined without either. */
export async function lockPursuit(tx: Tx, invoiceId: string): Promise<{ plan: CollectionPlan; invoice: PursuedInvoice } | undefined> {
  const [invoice, [plan]] = await Promise.all([lockPursuedInvoice(tx, invoiceId), tx.run(lockPlanRow, [invoiceId])]);
  return invoice && plan ? { invoice, plan: toPlan(plan) } : undefined;
}

export async function lockPursuedInvoice(tx: Tx, invoiceId: string): Promise<PursuedInvoice | undefined> {
  // Whom it may be charged to is read behind the lock, by a statement of its own: what is joined to a row that was waited for is as old as the wait.
  const [, [debt]] = await Promise.all([tx.run(lockInvoice, [invoiceId]), tx.run(findDebt, [invoiceId])]);
  return debt && toInvoice(debt);
}

export async function insertPlan(tx: Tx, invoiceId: string, state: PlanState, nextOn: Day | null): Promise<void> {
  await tx.run(insertPlanRow, [invoiceId, state, nextOn, tx.now]);
}

/** Invoices whose turn has come: `staleBefore` says since when a charge whose outcome nobody recorded is asked about again. */
export async function dueInvoices(reader: Reader, { today, now, staleBefore, limit }: { today: Day; now: Date; staleBefore: Date; limit: number }): Promise<string[]> {
  return (await reader.run(dueIds, [today, now, staleBefore, limit])).map((row) => row.id);
}

export async function updatePlan(tx: Tx, plan: CollectionPlan): Promise<void> {
  await tx.db.updateTable('collection_plans').set({
    state: plan.state, next_on: plan.nextOn, attempts: plan.attempts, reminders: plan.reminders, first_charged_on: plan.firstChargedOn, announced_on: plan.announcedOn,
    not_before: plan.notBefore, last_payment_id: plan.lastPaymentId, last_failure: plan.lastFailure, updated_at: tx.now,
  }).where('invoice_id', '=', plan.invoiceId).execute();
}

const settleRows: Statement<never> = {
  name: 'dunning_settle',
  text: `UPDATE collection_plans p SET state = CASE WHEN ${PURSUABLE} THEN p.state ELSE 'done' END, next_on = CASE WHEN ${PURSUABLE} THEN p.next_on END, updated_at = $2
    FROM invoices i WHERE i.id = p.invoice_id AND p.invoice_id = ANY($1::uuid[]) AND p.state <> 'done'`,
};

/** After the invoices are written: pursuits of what is paid by now are over. */
export const settledSink: Sink<string> = {
  name: 'pursuits',
  order: 20,
  async write(tx, invoiceIds) {
    await tx.run(settleRows, [[...new Set(invoiceIds)].sort(), tx.now]);
  },
};

const endRows: Statement<never> = {
  name: 'dunning_end',
  text: `UPDATE collection_plans SET state = 'done', next_on = NULL, updated_at = $2 WHERE invoice_id = ANY($1::uuid[]) AND state <> 'done'`,
};

/** Whatever becomes of these, they are never charged or reminded of again by themselves. */
export async function endPlans(tx: Tx, invoiceIds: readonly string[]): Promise<void> {
  await tx.run(endRows, [[...invoiceIds].sort(), tx.now]);
}

const recheckRows: Statement<never> = {
  name: 'dunning_recheck',
  text: `UPDATE collection_plans p SET next_on = $2, not_before = NULL, updated_at = $3 FROM invoices i
    WHERE i.id = p.invoice_id AND p.state = 'waiting' AND p.attempts = 0 AND i.auto_charge AND i.customer_id = $1`,
};

/** Has the waiting plans of a customer's invoices looked at today that are charged by themselves. */
export async function recheckPlans(tx: Tx, customerId: string, today: Day): Promise<void> {
  await tx.run(recheckRows, [customerId, today, tx.now]);
}

function toInvoice(row: DebtRow): PursuedInvoice {
  // The word for recurring amounts is a setting; for the stages of an offer the word itself is enough.
  const allowed = row.auto_charge && row.consented && !row.archived && (!row.recurring || row.recurring_charges);
  return {
    id: row.id, customerId: row.customer_id, name: row.name, email: row.email, number: row.number, currency: row.currency, open: row.open, reversed: row.reversed,
    voided: row.voided, autoCharge: row.auto_charge, recurring: row.recurring, dueDate: row.due_date, issuedAt: row.issued_at, methodId: allowed ? row.method_id : null,
  };
}

export function toPlan(row: PlanRow): CollectionPlan {
  return {
    invoiceId: row.invoice_id, state: row.state as PlanState, nextOn: row.next_on, attempts: row.attempts, reminders: row.reminders, firstChargedOn: row.first_charged_on,
    announcedOn: row.announced_on, notBefore: row.not_before, lastPaymentId: row.last_payment_id, lastFailure: row.last_failure, updatedAt: row.updated_at,
  };
}
