import { useRef, useState } from 'react';
import { ApiError } from '../../client.js';
import { keepSecret, type Outcome } from './outcome.js';

/** What our server opened at the processor: a payment, or a card to be saved. */
export interface Opened {
  client_secret: string;
  payment_id?: string;
}

export interface PayHereProps {
  /** What the button says: "Pay $500.00". */
  label: string;
  /** Opens (or finds again) the payment at our server. */
  open: () => Promise<Opened>;
  /** The same key opens the same payment. */
  openKey: readonly unknown[];
  /** Where the bank's page comes back to. */
  returnUrl: string | ((opened: Opened) => string);
  /** Our server is to be asked: the processor has it, or (without `done`) the card was refused, which may mean paid meanwhile in another tab. */
  onDone: (done?: { opened: Opened; intentId: string }) => Promise<unknown>;
  /** The card is kept and not charged; the form has a way back. */
  saving?: { onCancel: () => void };
}

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Confirms what was opened at its processor. */
type Confirm = (clientSecret: string, returnUrl: string) => Promise<Outcome>;

/** Confirms once at a time, keeps what was refused, and leads on. A page that is being left for the bank's stays busy. */
export function useConfirm({ open, returnUrl, onDone }: Pick<PayHereProps, 'open' | 'returnUrl' | 'onDone'>) {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  const attempt = async (confirm: Confirm, found?: Opened) => {
    const opened = found ?? (await open());
    keepSecret(opened.client_secret);
    return { opened, outcome: await confirm(opened.client_secret, typeof returnUrl === 'string' ? returnUrl : returnUrl(opened)) };
  };
  const confirm = async (how: Confirm, found?: Opened) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const { outcome, opened } = await attempt(how, found).catch(refusedBy);
    if (outcome.kind === 'redirect') return location.assign(outcome.url);
    if (outcome.kind === 'refused') setRefusal(outcome);
    await onDone(opened && outcome.kind === 'done' ? { opened, intentId: outcome.intentId } : undefined).catch(() => undefined);
    running.current = false;
    setBusy(false);
  };
  return { confirm, busy, refusal, forget: () => setRefusal(undefined) };
}

function refusedBy(failure: unknown): { outcome: Outcome; opened?: Opened } {
  if (!(failure instanceof ApiError)) throw failure;
  return { outcome: { kind: 'refused', message: `${failure.message}${failure.retryAfterSeconds ? ` Wait ${failure.retryAfterSeconds} seconds.` : ''}` } };
}
