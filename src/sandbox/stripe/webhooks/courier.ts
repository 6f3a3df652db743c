import { seededRandom, shuffle } from '../random.js';
import type { State, StoredEvent } from '../entries.js';
import { eventView } from './event-view.js';
import { NORMAL, retryAt, type DeliveryMode } from './mode.js';
import { createPoster, type Posted, type Poster } from './post.js';
import { createQueue, type Queue } from './queue.js';
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
  sendTo(event: string, receiver: Receiver, sign?: Sign): Promise<Posted>;
  notes(): DeliveryNote[];
  held(): number;
  /** Carries on with what a former run left undone. */
  resume(): void;
  /** Drops every plan, for a reset. */
  forget(): void;
  close(): void;
}

export type Sign = (body: string) => string | undefined;

const AT_ONCE = 24;
const KEPT_NOTES = 50_000;

interface Parcel {
  event: string;
  target: string;
  attempt: number;
  /** Copies are not in the books: nobody waits for them. */
  copy: boolean;
}

interface Office {
  state: State;
  base(): string;
  receiverOf(target: string): Receiver | undefined;
  poster: Poster;
  queue: Queue<Parcel>;
  timers: Set<NodeJS.Timeout>;
  held: Parcel[];
  window: Parcel[];
  notes: DeliveryNote[];
  random(): number;
  closed: boolean;
}

export function createCourier(state: State, base: () => string, receiverOf: Office['receiverOf']): Courier {
  const office: Office = {
    state,
    base,
    receiverOf,
    poster: createPoster(),
    queue: createQueue(AT_ONCE, (parcel: Parcel) => attempt(office, parcel)),
    timers: new Set(),
    held: [],
    window: [],
    notes: [],
    random: seededRandom(modeOf(state).seed),
    closed: false,
  };
  return {
    carry: (events) => carry(office, events),
    mode: () => modeOf(state),
    setMode(change) {
      state.write({ set: { webhooks: { ...modeOf(state), ...change } } });
      office.random = seededRandom(modeOf(state).seed);
      return modeOf(state);
    },
    release: (seed) => release(office, seed),
    retryNow: () => retryNow(office),
    sendTo: (event, receiver, sign) => sendTo(office, event, receiver, sign),
    notes: () => office.notes,
    held: () => office.held.length,
    resume: () => resume(office),
    forget: () => forget(office),
    close() {
      office.closed = true;
      forget(office);
      office.poster.close();
    },
  };
}

function modeOf(state: State): DeliveryMode {
  return { ...NORMAL, ...state.settings.webhooks };
}

function carry(office: Office, events: StoredEvent[]): void {
  const mode = modeOf(office.state);
  for (const { id, type, targets } of events) {
    for (const target of targets) plan(office, mode, { event: id, target, copy: false, attempt: 0 }, type);
  }
}

/** Decides what the mode makes of one delivery. */
function plan(office: Office, mode: DeliveryMode, parcel: Parcel, type: string): void {
  if (mode.types && !mode.types.includes(type)) return office.queue.push(parcel);
  if (mode.drop > 0 && office.random() < mode.drop) return finish(office, parcel);
  if (mode.hold) return void office.held.push(parcel);
  for (let copy = 0; copy < Math.max(1, mode.duplicate); copy++) {
    const one = { ...parcel, copy: copy > 0 };
    if (mode.shuffle_ms > 0) intoWindow(office, one, mode.shuffle_ms);
    else postpone(office, one, mode.delay_ms + office.random() * mode.jitter_ms);
  }
}

function intoWindow(office: Office, parcel: Parcel, ms: number): void {
  office.window.push(parcel);
  if (office.window.length > 1) return;
  later(office, ms, () => {
    const mixed = shuffle(office.window, () => office.random());
    office.window = [];
    for (const one of mixed) office.queue.push(one);
  });
}

function postpone(office: Office, parcel: Parcel, ms: number): void {
  if (ms < 1) office.queue.push(parcel);
  else later(office, ms, () => office.queue.push(parcel));
}

function later(office: Office, ms: number, act: () => void): void {
  const timer = setTimeout(() => {
    office.timers.delete(timer);
    act();
  }, ms);
  office.timers.add(timer);
}

async function attempt(office: Office, parcel: Parcel): Promise<void> {
  const receiver = office.receiverOf(parcel.target);
  if (office.closed) return;
  // A configured address may be back in the next life; a removed endpoint will not.
  if (!receiver) return parcel.target.startsWith('target:') ? undefined : finish(office, parcel);
  const posted = await sendTo(office, parcel.event, receiver, undefined, parcel.attempt + 1);
  // A reset or the end came in between: there is nothing to write down any more.
  if (office.closed || !office.state.eventPlaces.has(parcel.event)) return;
  if (posted.status >= 200 && posted.status < 300) return finish(office, parcel);
  const failed = { ...parcel, attempt: parcel.attempt + 1 };
  const due = retryAt(noteOf(office, parcel.event)?.created ?? 0, failed.attempt, Date.now());
  if (due === undefined) return finish(office, failed);
  if (!failed.copy) office.state.write({ sent: { event: failed.event, target: failed.target, attempt: failed.attempt, due } });
  postpone(office, failed, due - Date.now());
}

function finish({ state }: Office, { copy, event, target, attempt: tries }: Parcel): void {
  if (!copy) state.write({ sent: { event, target, attempt: tries } });
}

const noteOf = ({ state }: Office, event: string) => state.events[state.eventPlaces.get(event) ?? -1];

async function sendTo(office: Office, event: string, receiver: Receiver, sign?: Sign, tries = 1): Promise<Posted> {
  const note = noteOf(office, event);
  if (!note) return { status: 0, ms: 0, body: '', error: `No event ${event}` };
  const body = JSON.stringify(eventView(office.state, note, receiver.version, office.base()));
  const signature = sign ? sign(body) : signatureOf(body, receiver.secret, Math.floor(Date.now() / 1000));
  const posted = await office.poster.post(receiver.url, body, signature === undefined ? {} : { 'Stripe-Signature': signature });
  if (office.notes.length >= KEPT_NOTES) office.notes = office.notes.slice(KEPT_NOTES / 2);
  office.notes.push({ event, type: note.type, url: receiver.url, attempt: tries, at: Date.now(), ...posted });
  return posted;
}

function release(office: Office, seed?: number): number {
  const parcels = seed === undefined ? office.held : shuffle(office.held, seededRandom(seed));
  office.held = [];
  for (const parcel of parcels) office.queue.push(parcel);
  return parcels.length;
}

function retryNow(office: Office): number {
  clearTimers(office);
  const queued = new Set([...office.held, ...office.queue.waiting()].map(nameOf));
  const waiting = pendingOf(office).filter((parcel) => !queued.has(nameOf(parcel)));
  for (const parcel of waiting) office.queue.push(parcel);
  return waiting.length;
}

const nameOf = ({ event, target }: Parcel): string => `${event} ${target}`;

function pendingOf({ state }: Office): (Parcel & { due: number })[] {
  return [...state.pending.values()].map((delivery) => ({ ...delivery, copy: false }));
}

function resume(office: Office): void {
  const { hold } = modeOf(office.state);
  for (const parcel of pendingOf(office)) {
    if (hold && parcel.attempt === 0) office.held.push(parcel);
    else postpone(office, parcel, Math.max(0, parcel.due - Date.now()));
  }
}

function clearTimers(office: Office): void {
  for (const timer of office.timers) clearTimeout(timer);
  office.timers.clear();
  office.window = [];
}

function forget(office: Office): void {
  clearTimers(office);
  office.queue.clear();
  office.held = [];
  office.notes = [];
  office.random = seededRandom(modeOf(office.state).seed);
}
