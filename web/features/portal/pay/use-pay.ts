import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { openPayment } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { invoiceQuery } from '../../../ui/invoices/queries.js';
import { ordered, type Basket } from './basket.js';
import { keepSecret, returnAddress, type Outcome } from '../../../ui/pay/outcome.js';

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Confirms an opened payment at its processor. */
export type Confirm = (clientSecret: string, returnUrl: string) => Promise<Outcome>;

/** Opens the payment at our server, confirms it at the processor, and leads on. A second click while one runs does nothing. */
export function usePay(basket: Basket) {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  const queries = useQueryClient();
  const follow = useFollow();
  const pay = async (confirm: Confirm, opened?: Opened) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const { outcome, paymentId } = await attempt(basket, confirm, opened);
    if (outcome.kind === 'refused') {
      setRefusal(outcome);
      // Refused may mean paid meanwhile, in another tab or by somebody else.
      for (const { invoice } of basket.lines) void queries.invalidateQueries({ queryKey: invoiceQuery(invoice.id).queryKey });
    } else {
      for (const { invoice } of basket.lines) void queries.invalidateQueries({ queryKey: invoiceQuery(invoice.id).queryKey, refetchType: 'none' });
      await follow(paymentId, outcome);
    }
    // A page that is being left for the bank's stays busy.
    if (outcome.kind !== 'redirect') {
      running.current = false;
      setBusy(false);
    }
  };
  return { pay, busy, refusal, forget: () => setRefusal(undefined) };
}

/** A payment that was opened when its form was drawn. */
export interface Opened {
  paymentId: string;
  clientSecret: string;
}

interface Attempted {
  outcome: Outcome;
  paymentId: string;
}

async function attempt(basket: Basket, confirm: Confirm, opened: Opened | undefined): Promise<Attempted> {
  let paymentId = opened?.paymentId ?? '';
  try {
    let secret = opened?.clientSecret;
    if (secret === undefined) ({ payment_id: paymentId, client_secret: secret } = await openPayment(ordered(basket)));
    keepSecret(secret);
    return { outcome: await confirm(secret, returnAddress(paymentId)), paymentId };
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    const waiting = failure.retryAfterSeconds ? ` Wait ${failure.retryAfterSeconds} seconds.` : '';
    return { outcome: { kind: 'refused', message: `${failure.message}${waiting}` }, paymentId };
  }
}

/** Leads to where the payment's outcome is shown. */
export function useFollow() {
  const navigate = useNavigate();
  return async (paymentId: string, outcome: Exclude<Outcome, Refused>) => {
    if (outcome.kind === 'redirect') return location.assign(outcome.url);
    await navigate({ to: '/payments/$paymentId/result', params: { paymentId }, search: { payment_intent: outcome.intentId }, replace: true });
  };
}
