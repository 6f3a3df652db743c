import { ApiError } from '../../client.js';
import { intentIdOf, keepSecret, type Outcome } from './outcome.js';

/** What our server opened at the processor: a payment, or a card to be saved. */
export interface Opened {
  client_secret: string;
  payment_id?: string;
  /** Of credits. */
  purchase_id?: string;
}

export type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Confirms what was opened at its processor. */
export type Confirm = (clientSecret: string, returnUrl: string) => Promise<Outcome>;

export interface Way {
  /** Opens (or finds again) the payment at our server. */
  open: () => Promise<Opened>;
  /** Where the bank's page comes back to. */
  returnUrl: string | ((opened: Opened) => string);
  /** Our server is to be asked: the processor has it, or (without `done`) the card was refused, which may mean paid meanwhile in another tab. */
  onDone: (done?: { opened: Opened; intentId: string }) => Promise<unknown>;
}

/** `unseen`: the processor has it, and nobody could look yet what became of it; `look` tries again. */
export type End = Refused | { kind: 'away'; url: string } | { kind: 'seen' } | { kind: 'unseen'; look: () => Promise<unknown> };

/** One attempt, from opening to what the page has to say of it. Never fails: each of its ends is something to show. */
export async function payThrough({ open, returnUrl, onDone }: Way, confirm: Confirm): Promise<End> {
  let opened: Opened;
  try {
    opened = await open();
    keepSecret(opened.client_secret);
  } catch (failure) {
    // Opening charges nothing.
    return refusedBy(failure);
  }
  const outcome = await confirmOpened(opened, returnUrl, confirm);
  if (outcome.kind === 'redirect') return { kind: 'away', url: outcome.url };
  if (outcome.kind === 'done') return see(() => onDone({ opened, intentId: outcome.intentId }));
  // The refusal is what there is to say; a look that fails takes nothing from it.
  await onDone().catch(() => undefined);
  return outcome;
}

/** Has the page look what became of it. */
export async function see(look: () => Promise<unknown>): Promise<End> {
  try {
    await look();
    return { kind: 'seen' };
  } catch {
    return { kind: 'unseen', look };
  }
}

async function confirmOpened(opened: Opened, returnUrl: Way['returnUrl'], confirm: Confirm): Promise<Outcome> {
  const { client_secret: secret } = opened;
  try {
    return await confirm(secret, typeof returnUrl === 'string' ? returnUrl : returnUrl(opened));
  } catch (failure) {
    // What broke on the way may have been charged, so our server is to find out; a card is not kept before that is said.
    return secret.startsWith('seti_') ? refusedBy(failure) : { kind: 'done', intentId: intentIdOf(secret) };
  }
}

function refusedBy(failure: unknown): Refused {
  if (!(failure instanceof ApiError)) return { kind: 'refused', message: 'Something in this page broke. Loading it again may help.' };
  return { kind: 'refused', message: `${failure.message}${failure.retryAfterSeconds ? ` Wait ${failure.retryAfterSeconds} seconds.` : ''}` };
}
