import type { Log } from '../ports/log.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { Channel } from './outgoing-message.js';
import { createMarker } from './marker.js';
import type { Carrier, DueMessage } from './message.js';
import { claimDue, releaseClaims } from './queue-store.js';
import type { Verdict } from './queue-store.js';
import { pause, within } from './waiting.js';

export interface DrainParts {
  readonly world: World;
  /** Messages of channels without a carrier stay in the outbox. */
  readonly carriers: Readonly<Partial<Record<Channel, Carrier>>>;
  readonly log: Log;
  /** Messages under way at once in this process. */
  readonly slots?: number;
  /** Of these, for one recipient: a mailbox that hangs must not hold all slots. */
  readonly slotsPerRecipient?: number;
  /** An attempt that takes longer counts as failed; must be shorter than the lease of 30 s. */
  readonly attemptMs?: number;
}

export interface Drain {
  /** Takes what is due into free slots and starts sending it; throws when the database does not answer. */
  run(): Promise<void>;
  /** Takes nothing more, waits for what is under way (not longer than `graceMs`) and marks it. */
  stop(graceMs: number): Promise<void>;
}

const RECIPIENT_WAIT_MS = 1_000;

/** Sends what the outbox holds. Several processes may each have a drain: a message is claimed by one of them at a time. */
export function createDrain(parts: DrainParts): Drain {
  const { world, slots = 16, slotsPerRecipient = 4 } = parts;
  const channels = Object.keys(parts.carriers);
  const marker = createMarker(world, parts.log);
  const underWay = new Map<string, { message: DueMessage; done: Promise<void> }>();
  let filling: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  function run(): Promise<void> {
    again = true; // what was committed while a claim was on its way is claimed by the next
    filling ??= fill().finally(() => {
      filling = undefined;
    });
    return filling;
  }

  async function fill(): Promise<void> {
    for (;;) {
      again = false;
      const free = slots - underWay.size;
      if (stopped || channels.length === 0 || free < slots / 4) return;
      if ((await businessSettings(world.read)).safe_mode) return;
      const claimed = await claimDue(world, channels, fullRecipients(underWay.values(), slotsPerRecipient), free);
      const crowded = claimed.filter((message) => !start(message));
      await releaseClaims(world, crowded, RECIPIENT_WAIT_MS);
      if (claimed.length < free && !again) return;
    }
  }

  /** False when its recipient has all the slots he may have, or when an attempt of the same message is still running. */
  function start(message: DueMessage): boolean {
    if (underWay.has(message.id) || fullRecipients(underWay.values(), slotsPerRecipient).includes(message.recipient)) return false;
    const done = attempt(message, parts).then((verdict) => {
      underWay.delete(message.id);
      marker.add(verdict);
      if (!stopped) run().catch(() => undefined); // whoever polls meets the same missing database, and says so
    });
    underWay.set(message.id, { message, done });
    return true;
  }

  return {
    run,
    async stop(graceMs) {
      stopped = true;
      await filling?.catch(() => undefined);
      await Promise.race([Promise.all([...underWay.values()].map(({ done }) => done)), pause(graceMs)]);
      await marker.finish();
    },
  };
}

async function attempt(message: DueMessage, parts: DrainParts): Promise<Verdict> {
  const carrier = parts.carriers[message.channel as Channel];
  try {
    if (carrier === undefined) throw new Error(`no carrier for ${message.channel}`);
    return { message, delivery: await within(parts.attemptMs ?? 20_000, carrier(message)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    parts.log.warn({ message_id: message.id, template: message.template, failures: message.attempts + 1, reason }, 'message not sent, will be tried again');
    return { message, delivery: { outcome: 'error', reason } };
  }
}

function fullRecipients(underWay: Iterable<{ message: DueMessage }>, most: number): string[] {
  const counts = new Map<string, number>();
  for (const { message } of underWay) counts.set(message.recipient, (counts.get(message.recipient) ?? 0) + 1);
  return [...counts].filter(([recipient, count]) => recipient !== '' && count >= most).map(([recipient]) => recipient);
}
