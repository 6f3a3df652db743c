import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePayment } from '../../../src/core/payments/index.js';
import { retryEvents } from '../../../src/core/inbox/index.js';
import type { Delivery } from '../../processors/forgeries.js';
import type { Random } from '../../random.js';
import type { Core } from './core.js';

/** What an address answered, as an HTTP status. */
export type Post = (delivery: Delivery) => Promise<number>;

/** What a webhook route does, without HTTP: checks, keeps, carries out. */
export function directly(core: Core): Post {
  return async (delivery) => {
    const event = core.processor.readWebhook({ ...delivery, now: core.clock.now() });
    if (event === null) return 400;
    try {
      await core.inbox.receive({ event, payload: delivery.rawBody });
      return 200;
    } catch (error) {
      if (error instanceof TypeError || error instanceof ReferenceError) throw error;
      return 500;
    }
  };
}

/** Posts to each address in turn, `concurrency` at a time; counts the answers. */
export async function post(queue: readonly Delivery[], addresses: readonly Post[], concurrency: number): Promise<Map<number, number>> {
  const answers = new Map<number, number>();
  let next = 0;
  const lane = async () => {
    for (let place = next++; place < queue.length; place = next++) {
      const status = await addresses[place % addresses.length]!(queue[place]!);
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return answers;
}

/** Every event at least once and at most ten times, `total` in all, in no order; some first come when all others have been there twice. */
export function scatter<T>(events: readonly T[], total: number, random: Random): T[] {
  const copies = events.map(() => 1);
  for (let left = total - events.length; left > 0; ) {
    const place = random.below(events.length);
    if (copies[place]! >= 10 && copies.some((count) => count < 10)) continue;
    copies[place] = copies[place]! + 1;
    left--;
  }
  const late = new Set(events.map((_, place) => place).filter(() => random.below(10) === 0));
  const all = events.flatMap((event, place) => Array.from({ length: copies[place]! }, () => ({ event, place })));
  const early = random.shuffle(all.filter(({ place }) => !late.has(place)));
  return [...early, ...random.shuffle(all.filter(({ place }) => late.has(place)))].map(({ event }) => event);
}

/** What the worker does until nothing is left to do: kept events again, and refunds that only a charge told of. */
export async function settleDown({ world, clock }: Core): Promise<void> {
  for (let round = 0; round < 40; round++) {
    clock.advance(900_000);
    const { tried } = await retryEvents(world, 500);
    const due = await world.read.db.selectFrom('payments').select('id').where('state', '=', 'succeeded').where('resolve_after', 'is not', null).execute();
    for (const { id } of due) await resolvePayment(world, id);
    if (tried === 0 && due.length === 0) return;
    await sleep(1);
  }
  throw new Error('there is always something left to do');
}
