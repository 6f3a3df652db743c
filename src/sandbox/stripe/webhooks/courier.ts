import { seededRandom, shuffle } from '../random.js';
import type { State, StoredEvent } from '../state.js';
import { eventView } from './event-view.js';
import { NORMAL, retryAt, type DeliveryMode } from './mode.js';
import { createPoster, type Posted } from './post.js';
import { signatureOf } from './sign.js';

export interface Receiver {
  url: string;
  secret: string;
  version: string;
}

export interface DeliveryNote extends Posted {
  event: string;
  type: string;
  url: string;
  attempt: number;
  /** Unix milliseconds. */
  at: number;
}

/** Carries events to their receivers until each has taken them or three days have passed. */
export interface Courier {
  carry(events: StoredEvent[]): void;
  mode(): DeliveryMode;
  setMode(change: Partial<DeliveryMode>): DeliveryMode;
  /** Sends what was held; in random order when given a seed. Gives how many. */
  release(seed?: number): number;
  /** Tries everything that waits for its next attempt. */
  retryNow(): number;
  /** Sends one event to a receiver of the caller's choice, outside the books. */
  sendTo(event: string, receiver: Receiver, sign?: (body: string) => string | undefined): Promise<Posted>;
  notes(): DeliveryNote[];
  held(): number;
  /** Carries on with what a former run left undone. */
  resume(): void;
  /** Drops every plan, for a reset. */
  forget(): void;
  close(): void;
}

const AT_ONCE = 24;
const KEPT_NOTES = 50_000;

interface Parcel {
  event: string;
  target: string;
  /** Copies are not in the books: nobody waits for them. */
  copy: boolean;
  attempt: number;
}

export function createCourier(state: State, base: () => string, receiverOf: (target: string) => Receiver | undefined): Courier {
  const poster = createPoster();
  const timers = new Set<NodeJS.Timeout>();
  const ready: Parcel[] = [];
  let held: Parcel[] = [];
  let window: Parcel[] = [];
  let notes: DeliveryNote[] = [];
  let underway = 0;
  let closed = false;
  let random = seededRandom(mode().seed);

  function mode(): DeliveryMode {
    return { ...NORMAL, ...(state.settings.webhooks as Partial<DeliveryMode> | undefined) };
  }

  function later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  }

  function carry(events: StoredEvent[]): void {
    for (const event of events) {
      for (const target of event.targets) plan({ event: event.id, target, copy: false, attempt: 0 }, event.type);
    }
  }

  function plan(parcel: Parcel, type: string): void {
    const wanted = mode();
    if (wanted.types && !wanted.types.includes(type)) return push(parcel);
    if (wanted.drop > 0 && random() < wanted.drop) return finish(parcel);
    if (wanted.hold) return void held.push(parcel);
    for (let copy = 0; copy < Math.max(1, wanted.duplicate); copy++) {
      const one = { ...parcel, copy: copy > 0 };
      if (wanted.shuffle_ms > 0) intoWindow(one, wanted.shuffle_ms);
      else postpone(one, wanted.delay_ms + random() * wanted.jitter_ms);
    }
  }

  function intoWindow(parcel: Parcel, ms: number): void {
    window.push(parcel);
    if (window.length > 1) return;
    later(ms, () => {
      const mixed = shuffle(window, random);
      window = [];
      for (const one of mixed) push(one);
    });
  }

  function postpone(parcel: Parcel, ms: number): void {
    if (ms < 1) push(parcel);
    else later(ms, () => push(parcel));
  }

  function push(parcel: Parcel): void {
    ready.push(parcel);
    if (ready.length === 1) setImmediate(pump);
  }

  function pump(): void {
    while (!closed && underway < AT_ONCE && ready.length > 0) {
      const parcel = ready.shift();
      if (!parcel) return;
      underway++;
      void attempt(parcel).finally(() => {
        underway--;
        pump();
      });
    }
  }

  async function attempt(parcel: Parcel): Promise<void> {
    const receiver = receiverOf(parcel.target);
    if (!receiver || !state.eventPlaces.has(parcel.event)) return finish(parcel);
    const posted = await sendTo(parcel.event, receiver, undefined, parcel.attempt + 1);
    if (closed || !state.eventPlaces.has(parcel.event)) return;
    if (posted.status >= 200 && posted.status < 300) return finish(parcel);
    postponeRetry({ ...parcel, attempt: parcel.attempt + 1 });
  }

  function postponeRetry(parcel: Parcel): void {
    const created = state.events[state.eventPlaces.get(parcel.event) ?? -1]?.created ?? 0;
    const due = retryAt(created, parcel.attempt, Date.now());
    if (due === undefined) return finish(parcel);
    if (!parcel.copy) state.write({ sent: { event: parcel.event, target: parcel.target, attempt: parcel.attempt, due } });
    later(due - Date.now(), () => push(parcel));
  }

  function finish(parcel: Parcel): void {
    if (!parcel.copy) state.write({ sent: { event: parcel.event, target: parcel.target, attempt: parcel.attempt } });
  }

  async function sendTo(event: string, receiver: Receiver, sign?: (body: string) => string | undefined, attempt = 1): Promise<Posted> {
    const note = state.events[state.eventPlaces.get(event) ?? -1];
    if (!note) throw new Error(`No event ${event}`);
    const body = JSON.stringify(eventView(state, note, receiver.version, base()));
    const signature = sign ? sign(body) : signatureOf(body, receiver.secret, Math.floor(Date.now() / 1000));
    const posted = await poster.post(receiver.url, body, signature === undefined ? {} : { 'Stripe-Signature': signature });
    if (notes.length >= KEPT_NOTES) notes = notes.slice(KEPT_NOTES / 2);
    notes.push({ event, type: note.type, url: receiver.url, attempt, at: Date.now(), ...posted });
    return posted;
  }

  function forget(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    ready.length = 0
    ;[held, window, notes] = [[], [], []];
    random = seededRandom(mode().seed);
  }

  function takePending(): Parcel[] {
    const parcels = [...state.pending.values()].map(({ event, target, attempt }) => ({ event, target, attempt, copy: false }));
    return parcels;
  }

  return {
    carry,
    mode,
    setMode(change) {
      state.write({ set: { webhooks: { ...mode(), ...change } } });
      random = seededRandom(mode().seed);
      return mode();
    },
    release(seed) {
      const parcels = seed === undefined ? held : shuffle(held, seededRandom(seed));
      held = [];
      for (const parcel of parcels) push(parcel);
      return parcels.length;
    },
    retryNow() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      window = [];
      const queued = new Set([...held, ...ready].map((parcel) => `${parcel.event} ${parcel.target}`));
      const waiting = takePending().filter((parcel) => !queued.has(`${parcel.event} ${parcel.target}`));
      for (const parcel of waiting) push(parcel);
      return waiting.length;
    },
    sendTo,
    notes: () => notes,
    held: () => held.length,
    resume() {
      const holding = mode().hold;
      for (const { event, target, attempt, due } of state.pending.values()) {
        const parcel = { event, target, attempt, copy: false };
        if (holding && attempt === 0) held.push(parcel);
        else postpone(parcel, Math.max(0, due - Date.now()));
      }
    },
    forget,
    close() {
      closed = true;
      forget();
      poster.close();
    },
  };
}
