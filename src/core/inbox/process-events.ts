import { applyDisputes, applyIntents, applyRefunds, scheduleRefundCheck } from '../payments/index.js';
import type { ProcessorEvent } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import { LAST_TRY, nextTry } from './received-event.js';
import type { ReceivedEvent } from './received-event.js';
import { eventKey, insertNewEvents, setAside } from './store.js';

/** applied: carried out (or it says nothing to us). early: what it is about is not there yet. unknown: nothing of ours. */
type Outcome = 'applied' | 'early' | 'unknown';

type EventOf<T extends ProcessorEvent['type']> = Extract<ProcessorEvent, { type: T }>;

/** A kind of event and what all of them in one transaction lead to, in the order they came. */
interface Chapter<E extends ProcessorEvent> {
  readonly types: readonly E['type'][];
  readonly carryOut: (tx: Tx, events: readonly E[]) => Promise<readonly Outcome[]>;
}

/** Pages and the payments behind them are one matter: either may be the first to say what became of the money. */
const intents: Chapter<EventOf<'intent.changed' | 'intent.failed' | 'checkout.changed'>> = {
  types: ['intent.changed', 'intent.failed', 'checkout.changed'],
  carryOut: (tx, events) => applyIntents(tx, events.map((e) => (e.type === 'checkout.changed' ? { checkout: e.checkout, failed: e.failed } : { intent: e.intent, failed: e.type === 'intent.failed' }))),
};

const refunds: Chapter<EventOf<'refund.changed'>> = {
  types: ['refund.changed'],
  carryOut: (tx, events) => applyRefunds(tx, events.map((e) => e.refund)),
};

const refundChecks: Chapter<EventOf<'intent.refunded'>> = {
  types: ['intent.refunded'],
  async carryOut(tx, events) {
    const outcomes: Outcome[] = [];
    for (const e of events) outcomes.push(await scheduleRefundCheck(tx, { processor: e.processor, account: e.account, externalId: e.intentExternalId }, e.amountRefunded));
    return outcomes;
  },
};

const disputes: Chapter<EventOf<'dispute.changed'>> = {
  types: ['dispute.changed'],
  carryOut: (tx, events) => applyDisputes(tx, events.map((e) => e.dispute)),
};

/**
 * Each once per transaction: what a chapter changed is written at the end of it, so a second turn would read
 * what was before. What is not listed says nothing to us.
 */
const chapters = [intents, refunds, refundChecks, disputes] as readonly Chapter<ProcessorEvent>[];

/**
 * Keeps events and carries out those that are new, with all that follows from them, in this one transaction.
 * All of a kind go together, so that many events cost a constant number of statements.
 */
export async function processEvents(tx: Tx, received: readonly ReceivedEvent[]): Promise<void> {
  const fresh = await insertNewEvents(tx, withoutRepetitions(received));
  const todo = withoutRepetitions(received).filter((one) => fresh.has(eventKey(one.event)));
  for (const chapter of chapters) {
    const run = todo.filter((one) => chapter.types.includes(one.event.type));
    if (run.length === 0) continue;
    const outcomes = await chapter.carryOut(tx, run.map((one) => one.event));
    for (const [i, outcome] of outcomes.entries()) {
      const attempts = run[i]!.attempts ?? 0;
      if (outcome === 'unknown' || (outcome === 'early' && attempts >= LAST_TRY)) await setAside(tx, run[i]!, 'parked', null);
      else if (outcome === 'early') await setAside(tx, run[i]!, 'pending', nextTry(attempts, tx.now));
    }
  }
}

function withoutRepetitions(received: readonly ReceivedEvent[]): ReceivedEvent[] {
  return [...new Map(received.map((one) => [eventKey(one.event), one])).values()];
}
