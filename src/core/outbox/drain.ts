import type { Log } from '../ports/log.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { Channel } from './enqueue.js';
import type { Carrier, DueMessage } from './message.js';
import { claimDue, markMessages, releaseClaims } from './queue-store.js';
import type { Verdict } from './queue-store.js';

export interface DrainParts {
  readonly world: World;
  /** Messages of channels without a carrier stay in the outbox. */
  readonly carriers: Readonly<Partial<Record<Channel, Carrier>>>;
  readonly log: Log;
  /** Messages under way at once in this process. */
  readonly slots?: number;
  /** Of these, for one recipient: a mailbox that hangs must not hold all slots. */
  readonly slotsPerRecipient?: number;
  /** An attempt that takes longer counts as failed; must be shorter than the lease. */
  readonly attemptMs?: number;
}

export interface Drain {
  /** Takes what is due into free slots and starts sending it; throws when the database does not answer. */
  run(): Promise<void>;
  /** Takes nothing more, waits for what is under way (not longer than `graceMs`) and marks it. */
  stop(graceMs: number): Promise<void>;
}

/** How long verdicts gather, to be written in one statement. */
const GATHER_MS = 5;
const MARK_RETRY_MS = 1_000;
const RECIPIENT_WAIT_MS = 1_000;

/** Sends what the outbox holds. Several processes may each have a drain: a message is claimed by one of them at a time. */
export function createDrain(parts: DrainParts): Drain {
  const { world, carriers, log, slots = 16, slotsPerRecipient = 4, attemptMs = 20_000 } = parts;
  const channels = Object.keys(carriers);
  const underWay = new Map<string, { message: DueMessage; done: Promise<void> }>();
  let verdicts: Verdict[] = [];
  let marking: Promise<void> | undefined;
  let filling: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function fill(): Promise<void> {
    for (;;) {
      again = false;
      const free = slots - underWay.size;
      if (stopped || channels.length === 0 || free < slots / 4) return;
      if ((await businessSettings(world.read)).safe_mode) return;
      const claimed = await claimDue(world, channels, fullRecipients(), free);
      const crowded = claimed.filter((message) => !start(message));
      await releaseClaims(world, crowded, RECIPIENT_WAIT_MS);
      if (claimed.length < free && !again) return;
    }
  }

  function run(): Promise<void> {
    again = true; // what was committed while a claim was on its way is claimed by the next
    filling ??= fill().finally(() => {
      filling = undefined;
    });
    return filling;
  }

  function fullRecipients(): string[] {
    const counts = new Map<string, number>();
    for (const { message } of underWay.values()) counts.set(message.recipient, (counts.get(message.recipient) ?? 0) + 1);
    return [...counts].filter(([recipient, count]) => recipient !== '' && count >= slotsPerRecipient).map(([recipient]) => recipient);
  }

  /** False when its recipient has all the slots he may have, or when an attempt of the same message is still running. */
  function start(message: DueMessage): boolean {
    if (underWay.has(message.id) || fullRecipients().includes(message.recipient)) return false;
    const done = attempt(message).then((verdict) => {
      underWay.delete(message.id);
      verdicts.push(verdict);
      marking ??= mark();
      if (!stopped) run().catch(() => undefined); // the poll that calls run() as well reports a missing database
    });
    underWay.set(message.id, { message, done });
    return true;
  }

  async function attempt(message: DueMessage): Promise<Verdict> {
    const carrier = carriers[message.channel as Channel];
    try {
      if (carrier === undefined) throw new Error(`no carrier for ${message.channel}`);
      return { message, delivery: await within(attemptMs, carrier(message)) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ message_id: message.id, template: message.template, failures: message.attempts + 1, reason }, 'message not sent, will be tried again');
      return { message, delivery: { outcome: 'error', reason } };
    }
  }

  /** Writes verdicts until none is left; while the database is away they wait here. */
  async function mark(): Promise<void> {
    await pause(GATHER_MS);
    while (verdicts.length > 0) {
      const batch = verdicts;
      verdicts = [];
      try {
        await markMessages(world, batch);
      } catch (error) {
        verdicts = [...batch, ...verdicts];
        log.warn({ waiting: verdicts.length, reason: String(error) }, 'sent messages could not be marked yet');
        if (stopped) break;
        await pause(MARK_RETRY_MS);
      }
    }
    marking = undefined;
  }

  async function stop(graceMs: number): Promise<void> {
    stopped = true;
    await filling?.catch(() => undefined);
    await Promise.race([Promise.all([...underWay.values()].map(({ done }) => done)), pause(graceMs)]);
    while (marking !== undefined) await marking;
  }

  return { run, stop };
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
