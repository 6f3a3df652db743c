import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { createIntent } from '../../../api.js';
import { ApiError } from '../../../client.js';
import type { Invoice } from '../../../wire.js';
import { invoiceQuery } from '../../../ui/invoices/queries.js';
import { keepSecret, returnAddress, type Outcome } from './outcome.js';

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Confirms an opened payment at its processor. */
export type Confirm = (clientSecret: string, returnUrl: string) => Promise<Outcome>;

/** Opens the payment at our server, confirms it at the processor, and leads on. A second click while one runs does nothing. */
export function usePay(invoice: Invoice) {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  const queries = useQueryClient();
  const follow = useFollow(invoice.id);
  const pay = async (confirm: Confirm, opened?: string) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await attempt(invoice, confirm, opened);
    if (outcome.kind === 'refused') {
      setRefusal(outcome);
      // Refused may mean paid meanwhile, in another tab or by somebody else.
      void queries.invalidateQueries({ queryKey: invoiceQuery(invoice.id).queryKey });
    } else {
      await follow(outcome);
    }
    // A page that is being left for the bank's stays busy.
    if (outcome.kind !== 'redirect') {
      running.current = false;
      setBusy(false);
    }
  };
  return { pay, busy, refusal, forget: () => setRefusal(undefined) };
}

/** `opened` is the secret of a payment that was opened when its form was drawn. */
async function attempt(invoice: Invoice, confirm: Confirm, opened: string | undefined): Promise<Outcome> {
  try {
    const clientSecret = opened ?? (await createIntent(invoice.id, invoice.amount_due)).clientSecret;
    keepSecret(clientSecret);
    return await confirm(clientSecret, returnAddress(invoice.id));
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    const waiting = failure.retryAfterSeconds ? ` Wait ${failure.retryAfterSeconds} seconds.` : '';
    return { kind: 'refused', message: `${failure.message}${waiting}` };
  }
}

function useFollow(invoiceId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async (outcome: Exclude<Outcome, Refused>) => {
    if (outcome.kind === 'redirect') return location.assign(outcome.url);
    // What is known of the invoice is old news from here on.
    void queries.invalidateQueries({ queryKey: invoiceQuery(invoiceId).queryKey });
    await navigate({
      to: '/invoices/$invoiceId/result',
      params: { invoiceId },
      search: { payment_intent: outcome.intentId },
      replace: true,
    });
  };
}
