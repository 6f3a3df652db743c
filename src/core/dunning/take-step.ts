import { dayIn } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { findLiveIds } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Settings } from '../settings/index.js';
import { SYSTEM } from '../tx.js';
import type { Tx } from '../tx.js';
import { mailChargeAnnounced, mailReminder, mailStillNeeded } from './mail-pursuit.js';
import { nextStep } from './plan.js';
import type { CollectionPlan, Debt, Rules, Step } from './plan.js';
import { lockPursuit, updatePlan } from './store.js';
import type { PursuedInvoice } from './store.js';

/** A charge that is to be made now: its plan says `charging`, under this attempt. */
export interface ClaimedCharge {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly methodId: string;
  readonly attempt: number;
}

/** A payer who opened a form is left in peace for so long. */
const FORM_PEACE_MS = 30 * 60_000;
/** A charge whose outcome nobody recorded is asked about again after so long. */
export const STALE_MS = 2 * 60_000;

/**
 * Does what is to be done about one invoice today, behind its lock: writes the mail, or claims a charge and hands it
 * back to be made outside of any transaction. Null when nothing is left to do.
 */
export async function takeStep(tx: Tx, invoiceId: string): Promise<ClaimedCharge | null> {
  const pursuit = await lockPursuit(tx, invoiceId);
  if (!pursuit) return null;
  const { plan, invoice } = pursuit;
  if (plan.state === 'charging') return claimAgain(tx, plan, invoice);
  const settings = await businessSettings(tx);
  const today = dayIn(settings.time_zone, tx.now);
  if (!isDue(plan, today, tx.now)) return null;
  const step = nextStep(plan, debtOf(invoice, settings.time_zone), rulesOf(invoice, settings, today));
  if (step.do === 'charge') return claim(tx, { plan, invoice, today });
  await updatePlan(tx, carry(tx, { plan, invoice, step, today }));
  return null;
}

function isDue(plan: CollectionPlan, today: Day, now: Date): boolean {
  if (plan.state !== 'waiting' && plan.state !== 'action_needed') return false;
  return plan.nextOn !== null && plan.nextOn <= today && (plan.notBefore === null || plan.notBefore <= now);
}

export function debtOf(invoice: PursuedInvoice, zone: string): Debt {
  return { ...invoice, issuedOn: dayIn(zone, invoice.issuedAt) };
}

export function rulesOf(invoice: PursuedInvoice, settings: Pick<Settings, 'reminder_days' | 'charge_notice_days'>, today: Day): Rules {
  return { today, mayCharge: invoice.methodId !== null, reminderDays: settings.reminder_days, noticeDays: settings.charge_notice_days };
}

interface Turn { readonly plan: CollectionPlan; readonly invoice: PursuedInvoice; readonly today: Day }

/** The plan after a step that needs no card; its mail is written. */
function carry(tx: Tx, { plan, invoice, step, today }: Turn & { readonly step: Exclude<Step, { do: 'charge' }> }): CollectionPlan {
  switch (step.do) {
    case 'end':
      return { ...plan, state: 'done', nextOn: null };
    case 'wait':
      return { ...plan, state: plan.state, nextOn: step.on, notBefore: null };
    case 'give_up':
      return { ...plan, state: 'exhausted', nextOn: null };
    case 'announce':
      mailChargeAnnounced(tx, invoice, step.chargeOn);
      return { ...plan, announcedOn: today, nextOn: step.chargeOn };
    case 'remind':
      mailReminder(tx, invoice, { place: step.place, last: step.next === null });
      return { ...plan, state: step.next === null ? 'exhausted' : 'waiting', reminders: step.place, nextOn: step.next };
    case 'ask':
      mailStillNeeded(tx, invoice, { day: today, last: step.next === null });
      return { ...plan, state: step.next === null ? 'exhausted' : 'action_needed', nextOn: step.next };
  }
}

/** Whoever is paying himself at this moment is not charged as well. */
export async function claim(tx: Tx, { plan, invoice, today }: Turn): Promise<ClaimedCharge | null> {
  if ((await findLiveIds(tx, 'invoice', [invoice.id])).length > 0) {
    await updatePlan(tx, { ...plan, nextOn: today, notBefore: new Date(tx.now.getTime() + FORM_PEACE_MS) });
    return null;
  }
  const attempt = plan.attempts + 1;
  await updatePlan(tx, { ...plan, state: 'charging', attempts: attempt, nextOn: today, notBefore: null, firstChargedOn: plan.firstChargedOn ?? today });
  record(tx, { actor: SYSTEM, action: 'invoice.charge_tried', resourceType: 'invoice', resourceId: invoice.id, details: { attempt, amount: invoice.open } });
  return { invoiceId: invoice.id, customerId: invoice.customerId, methodId: invoice.methodId!, attempt };
}

/** The same attempt once more, for a process that died in the middle: its payment is found by its key. */
async function claimAgain(tx: Tx, plan: CollectionPlan, invoice: PursuedInvoice): Promise<ClaimedCharge | null> {
  if (tx.now.getTime() - plan.updatedAt.getTime() < STALE_MS) return null;
  await updatePlan(tx, plan);
  return { invoiceId: invoice.id, customerId: invoice.customerId, methodId: invoice.methodId ?? '', attempt: plan.attempts };
}
