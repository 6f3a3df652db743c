import { giveConsent, listPursuits, retryPursuit, stopPursuit, withdrawConsent } from '../../core/dunning/index.js';
import type { ListedPursuit } from '../../core/dunning/index.js';
import { getInvoice } from '../../core/invoices/index.js';
import { findRecurringOf, generateRecurring, listRecurring, pauseRecurring, resumeRecurring } from '../../core/recurring/index.js';
import type { ListedRecurring } from '../../core/recurring/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { uuid } from './context.js';
import type { AppContext } from './context.js';
import type { Pursuit, Recurring, recurring as contract } from './contract-recurring.js';
import { toMajor } from './views.js';

const PAGE = 25;
const METHOD_ID = /^pm_[A-Za-z0-9_]{1,64}$/;
/** What the page says beside the switch, kept with the consent. */
const CONSENT_TEXT = 'My invoices may be charged to this card without asking me each time. I can take this back at any time.';

export const recurring: Handlers<typeof contract, AppContext> = {
  async 'GET /api/app/recurring'({ query }, { world }) {
    const { kind = 'all', search, cursor, limit = PAGE } = query;
    const found = await listRecurring(world.read, { kind, search, cursor, limit });
    return { items: found.items.map(toRecurring), next_cursor: found.nextCursor };
  },

  async 'POST /api/app/recurring/{id}/bill'({ params, body, actor, requestKey }, { world }) {
    const customerId = uuid(params.id, 'customer_not_found');
    const made = await generateRecurring(world, { customerId, month: body.period === undefined ? null : `${body.period}-01`, requestKey, actor });
    const invoice = await getInvoice(world.read, made.id);
    return { invoice_id: invoice.id, invoice_number: invoice.number ?? '', paid: invoice.paidAt !== null };
  },

  async 'POST /api/app/recurring/{id}/pause'({ params, actor }, { world }) {
    const customerId = uuid(params.id, 'customer_not_found');
    await world.transact((tx) => pauseRecurring(tx, customerId, actor));
    return recurringOf(world, customerId);
  },

  async 'POST /api/app/recurring/{id}/resume'({ params, actor }, { world }) {
    const customerId = uuid(params.id, 'customer_not_found');
    await world.transact((tx) => resumeRecurring(tx, customerId, actor));
    return recurringOf(world, customerId);
  },

  async 'GET /api/app/pursuits'({ query }, { world }) {
    const { kind = 'attention', search, cursor, limit = PAGE } = query;
    const found = await listPursuits(world.read, { kind, search, cursor, limit });
    return { items: found.items.map(toPursuit), next_cursor: found.nextCursor };
  },

  async 'POST /api/app/pursuits/{id}/retry'({ params, actor }, { world }) {
    const invoiceId = uuid(params.id, 'pursuit_not_found');
    const outcome = await retryPursuit(world, invoiceId, actor);
    const invoice = await getInvoice(world.read, invoiceId);
    const { items } = await listPursuits(world.read, { kind: 'all', customerId: invoice.customerId, search: invoice.number ?? undefined, limit: 1 });
    return { outcome, pursuit: items[0] ? toPursuit(items[0]) : null };
  },

  async 'POST /api/app/pursuits/{id}/stop'({ params, actor }, { world }) {
    const invoiceId = uuid(params.id, 'pursuit_not_found');
    await world.transact((tx) => stopPursuit(tx, invoiceId, actor));
    return { message: 'Neither charged nor reminded of any more.' };
  },

  async 'GET /api/app/my-billing'({ customerId }, { world }) {
    const [mine, { items }] = await Promise.all([findRecurringOf(world.read, customerId), listPursuits(world.read, { kind: 'all', customerId, limit: 100 })]);
    return { recurring: mine && toRecurring(mine), pursuits: items.filter((pursuit) => pursuit.charges || pursuit.lastFailure !== null).map(toPursuit) };
  },

  async 'PUT /api/app/charge-consent'({ customerId, body, actor, headers, ip }, { world }) {
    if (!METHOD_ID.test(body.payment_method_id)) throw new Failure('payment_method_not_found');
    const agent = headers['user-agent'];
    const evidence = { how: 'account', text: CONSENT_TEXT, user_id: actor.userId, ip, user_agent: typeof agent === 'string' ? agent.slice(0, 500) : null, at: world.clock.now().toISOString() };
    await giveConsent(world, { customerId, methodId: body.payment_method_id, evidence, actor });
    return { message: 'This card may be charged by itself.' };
  },

  async 'DELETE /api/app/charge-consent'({ customerId, actor }, { world }) {
    await world.transact((tx) => withdrawConsent(tx, customerId, actor));
    return { message: 'No card is charged by itself any more.' };
  },
};

async function recurringOf(world: World, customerId: string): Promise<Recurring> {
  const found = await findRecurringOf(world.read, customerId);
  if (!found) throw new Failure('customer_not_found');
  return toRecurring(found);
}

function toRecurring(r: ListedRecurring): Recurring {
  return {
    customer_id: r.customerId, customer_name: r.customerName, frequency: r.frequency, billing_day: r.billingDay, currency: r.currency,
    lines: r.lines.map(({ description, monthly }) => ({ description, monthly: toMajor(monthly, r.currency) })),
    next_amount: r.nextAmount === null ? null : toMajor(r.nextAmount, r.currency), next_on: r.nextOn, next_period: r.nextPeriod, last_month: r.lastMonth,
    paused_on: r.pausedOn, auto_charge: r.autoCharge, card_id: r.methodId, consented_at: r.consentedAt?.toISOString() ?? null,
  };
}

function toPursuit(p: ListedPursuit): Pursuit {
  return {
    invoice_id: p.invoiceId, invoice_number: p.invoiceNumber, customer_id: p.customerId, customer_name: p.customerName, currency: p.currency,
    amount_due: toMajor(p.open, p.currency), due_date: p.dueDate, state: p.state, charges: p.charges, attempts: p.attempts, reminders: p.reminders,
    next_on: p.nextOn, last_failure: p.lastFailure, updated_at: p.updatedAt.toISOString(),
  };
}
