import { LRUCache } from 'lru-cache';
import { isFailure } from '../../kernel/failure.js';
import type { World } from '../tx.js';
import { processEvents } from './process-events.js';
import { nextTry } from './received-event.js';
import type { ReceivedEvent } from './received-event.js';
import { eventKey, keepPending } from './store.js';

/** Most events that share a transaction. */
const LARGEST_BATCH = 64;

/** Events that this process has carried out lately: repeated ones are known without asking the database. */
const REMEMBERED = 20_000;

export interface InboxOptions {
  /** How many transactions may be under way at once. Few: what queues meanwhile goes together in the next one. */
  readonly lanes: number;
}

export interface Inbox {
  /** Resolves when the event is durably carried out (or known already); rejects when it is only kept for later, or not even that. */
  receive(received: ReceivedEvent): Promise<void>;
}

interface Waiting {
  readonly received: ReceivedEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes in events. Whatever queues while a commit is in flight is carried out together in the next one: nobody
 * waits for a timer, and under backlog a commit serves up to 64 events. When a batch fails, its events are tried
 * one by one, so that a bad one does not hold up the others.
 */
export function createInbox(world: World, { lanes }: InboxOptions): Inbox {
  const queue: Waiting[] = [];
  const carriedOut = new LRUCache<string, true>({ max: REMEMBERED });
  let busy = 0;

  async function work(): Promise<void> {
    busy += 1;
    for (let batch = queue.splice(0, LARGEST_BATCH); batch.length > 0; batch = queue.splice(0, LARGEST_BATCH)) await carryOut(world, batch);
    busy -= 1;
  }

  return {
    async receive(received) {
      const key = eventKey(received.event);
      if (carriedOut.has(key)) return;
      await new Promise<void>((resolve, reject) => {
        queue.push({ received, resolve, reject });
        if (busy < lanes) void work();
      });
      carriedOut.set(key, true);
    },
  };
}

async function carryOut(world: World, batch: readonly Waiting[]): Promise<void> {
  try {
    await world.transact((tx) => processEvents(tx, batch.map((one) => one.received)));
    for (const one of batch) one.resolve();
  } catch (error) {
    if (batch.length > 1) for (const one of batch) await carryOut(world, [one]);
    else await keepForLater(world, batch[0]!, error);
  }
}

async function keepForLater(world: World, { received, reject }: Waiting, error: unknown): Promise<void> {
  try {
    if (!isFailure(error, 'database_unavailable')) await world.transact((tx) => keepPending(tx, received, nextTry(0, tx.now), describe(error)));
    reject(error);
  } catch (second) {
    reject(second);
  }
}

/** For the operator: what went wrong, without values (database messages may hold them). */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
