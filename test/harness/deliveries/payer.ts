import type Stripe from 'stripe';
import { isFailure } from '../../../src/kernel/failure.js';
import { asPage, typedCard } from '../../sandbox/start.js';
import type { Running } from '../../sandbox/start.js';
import type { Core } from './core.js';

/** Where the fates of a scenario happen: at the processor, while nobody tells us. */
export interface Stage {
  readonly core: Core;
  readonly sandbox: Running;
  readonly sdk: Stripe;
}

/** What one payment of a scenario goes through. */
export type Fate = (stage: Stage) => Promise<unknown>;

/** A form that waits for its payer. */
export interface Form {
  readonly externalId: string;
  readonly clientSecret: string;
}

export const CARDS = { good: '4242424242424242', declined: '4000000000000002', poor: '4000000000009995', proof: '4000002760003184', lateRefund: '4000000000007726' } as const;

export async function type(stage: Stage, form: Form, number: string = CARDS.good): Promise<void> {
  await asPage(stage.sandbox.urls.stripe, `/v1/payment_intents/${form.externalId}/confirm`, { client_secret: form.clientSecret, return_url: 'http://localhost:3009/done', ...typedCard(number) });
}

export async function atBank(stage: Stage, form: Form, answer: 'approve' | 'refuse'): Promise<void> {
  const body = new URLSearchParams({ key: form.clientSecret.slice(-12), answer });
  await fetch(`${stage.sandbox.urls.stripe}/3ds/${form.externalId}`, { method: 'POST', body, redirect: 'manual' });
}

/** A refund made at the processor itself. */
export const byHand = (stage: Stage, { externalId }: Pick<Form, 'externalId'>, amount?: number) => stage.sdk.refunds.create({ payment_intent: externalId, ...(amount === undefined ? {} : { amount }) });

/** A refund whose bank takes its time. */
export async function byHandLate(stage: Stage, form: Pick<Form, 'externalId'>, amount: number): Promise<void> {
  const late = await byHand(stage, form, amount);
  await stage.sandbox.control('POST', `refunds/${late.id}/succeed`, {});
}

export async function dispute(stage: Stage, { externalId }: Pick<Form, 'externalId'>, ending: 'win' | 'lose' | null, amount?: number): Promise<void> {
  const { id } = await stage.sandbox.control<{ id: string }>('POST', 'disputes', { payment_intent: externalId, ...(amount !== undefined && { amount }) });
  if (ending !== null) await stage.sandbox.control('POST', `disputes/${id}/${ending}`, {});
}

/** The next call to `path` is carried out, but its answer gets lost; so do the answers to its repetitions. */
export async function losing(stage: Stage, path: string, act: () => Promise<unknown>): Promise<void> {
  await stage.sandbox.control('POST', 'faults', { mode: 'reset_after', method: 'POST', path: `${path}$`, count: 2 });
  try {
    await act();
  } catch (error) {
    if (!isFailure(error)) throw error;
  } finally {
    await stage.sandbox.control('DELETE', 'faults');
  }
}
