import { applyDisputes, applyIntents, applyRefunds, scheduleRefundCheck } from '../payments/index.js';
import type { ProcessorEvent } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import { LAST_TRY, nextTry } from './received-event.js';
import type { ReceivedEvent } from './received-event.js';
import { eventKey, insertNewEvents, setAside } from './store.js';

/** applied: carried out (or it says nothing to us). early: what it is about is not there yet. unknown: nothing of ours. */
type Outcome = 'applied' | 'early' | 'unknown';

type EventType = ProcessorEvent['type'];
type EventOf<T extends EventType> = Extract<ProcessorEvent, { type: T }>;

/** What each kind of event leads to, all of a kind together, in the order they came. */
const verbs: { readonly [T in EventType]: (tx: Tx, events: readonly EventOf<T>[]) => Promise<readonly Outcome[]> } = {
  'intent.changed': (tx, events) => applyIntents(tx, events.map((e) => ({ intent: e.intent }))),
  'intent.failed': (tx, events) => applyIntents(tx, events.map((e) => ({ intent: e.intent, failed: true }))),
  'refund.changed': (tx, events) => applyRefunds(tx, events.map((e) => e.refund)),
  'intent.refunded': async (tx, events) => {
    for (const e of events) await scheduleRefundCheck(tx, { processor: e.processor, account: e.account, externalId: e.intentExternalId }, e.amountRefunded);
    return events.map(() => 'applied');
  },
  'dispute.changed': (tx, events) => applyDisputes(tx, events.map((e) => e.dispute)),
  ignored: (_tx, events) => Promise.resolve(events.map(() => 'applied')),
};

/**
 * Keeps events and carries out those that are new, with all that follows from them, in this one transaction.
 * Runs of the same kind go together, so that many events cost a constant number of statements.
 */
export async function processEvents(tx: Tx, received: readonly ReceivedEvent[]): Promise<void> {
  const fresh = await insertNewEvents(tx, withoutRepetitions(received));
  const todo = withoutRepetitions(received).filter((one) => fresh.has(eventKey(one.event)));
  for (const run of runsOfOneType(todo)) {
    const verb = verbs[run[0]!.event.type] as (tx: Tx, events: readonly ProcessorEvent[]) => Promise<readonly Outcome[]>;
    const outcomes = await verb(tx, run.map((one) => one.event));
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

function runsOfOneType(received: readonly ReceivedEvent[]): ReceivedEvent[][] {
  const runs: ReceivedEvent[][] = [];
  for (const one of received) {
    const run = runs.at(-1);
    if (run && run[0]!.event.type === one.event.type) run.push(one);
    else runs.push([one]);
  }
  return runs;
}
