import { generateRecurring } from '../../core/recurring/index.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { BillingContext } from './context.js';
import type { recurring } from './contract-recurring.js';
import { viewInvoice } from './invoice-view.js';

export const recurringHandlers: Handlers<typeof recurring, BillingContext> = {
  async 'POST /billing/generate-recurring'({ body, actor, requestKey }, { world }) {
    const invoice = await generateRecurring(world, { customerId: body.customer_id.toLowerCase(), month: monthIn(body.period), requestKey, actor });
    return viewInvoice(world, invoice.id);
  },
};

/** "2026-11", of this century or the next. */
function monthIn(period: string | undefined): string | null {
  if (period === undefined) return null;
  if (!/^2[01]\d\d-(0[1-9]|1[0-2])$/.test(period)) throw new Failure('input_invalid', { field: 'period' });
  return `${period}-01`;
}
