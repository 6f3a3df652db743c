import { createProgram, startEnrolment } from '../../src/core/programs/index.js';
import type { Program, ProgramWish } from '../../src/core/programs/index.js';
import { resolvePayments, resolveRefunds } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newHexId, newId } from '../../src/kernel/ids.js';
import { fillIn } from '../sandbox/checkout-payer.js';
import type { Filled } from '../sandbox/checkout-payer.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

export const PUBLIC_URL = 'http://127.0.0.1:9';

export interface Learner {
  readonly userId: string;
  readonly customerId: string | null;
  readonly name: string;
  readonly email: string;
}

/** A world with programs and people who enrol in them. */
export interface Stage {
  readonly t: TestWorld;
  learner(customer?: boolean): Promise<Learner>;
  program(wish?: Partial<ProgramWish>): Promise<Program>;
  enrol(learner: Learner, program: Program, isClassRep?: boolean): Promise<string>;
  /** Fills in the page behind an address that `enrol` gave. */
  pay(url: string, card?: string): Promise<Filled>;
  /** Hands the sandbox's events in, oldest first; each is signed and translated as it would be on its way. */
  deliver(): Promise<number>;
  events(): Promise<SandboxEvent[]>;
  receive(event: SandboxEvent): Promise<void>;
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** What the worker does: asks about whatever is due, until nothing is. */
  resolve(): Promise<void>;
  purchase(learner: Learner, program: Program): Promise<{ state: string; live: boolean; surplus: boolean }[]>;
  mails(): Promise<{ template: string; recipient: string; subject_id: string }[]>;
  close(): Promise<void>;
}

export interface SandboxEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
}

/** `enrolling` is the product's own verb unless another build's is given. */
export async function openStage(enrolling: typeof startEnrolment = startEnrolment): Promise<Stage> {
  const t = await openTestWorld();
  const { stripe } = t.sandbox.urls;
  let delivered = 0;
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${stripe}/_sandbox/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return await answer.json() as T;
  };
  const events = async () => (await control<{ data: SandboxEvent[] }>('GET', 'events?full=1')).data;
  const receive = async (event: SandboxEvent) => {
    const payload = Buffer.from(JSON.stringify(event));
    await t.inbox.receive({ event: t.processor.readStored(payload), payload });
  };
  return {
    t, control, events, receive,
    async learner(customer = false) {
      const userId = newId();
      const name = `Learner ${userId.slice(-4)}`;
      const email = `${userId}@example.com`;
      const customerId = customer ? await t.customer(name) : null;
      await t.world.transact(async (tx) => void await tx.db.insertInto('users').values({ id: userId, public_id: newHexId(), email, name, created_at: tx.now, updated_at: tx.now }).execute());
      return { userId, customerId, name, email };
    },
    program: (wish = {}) => t.world.transact((tx) => createProgram(tx, { title: 'Effective Communication', programType: 'Workshops', currency: 'USD', price: 9_900n, classRepLimit: null, ...wish }, SYSTEM)),
    async enrol(user, program, isClassRep = false) {
      return (await enrolling(t.world, { programId: program.publicId, user, isClassRep, publicUrl: PUBLIC_URL, actor: { userId: user.userId } })).url;
    },
    pay: (url, card = '4242424242424242') => fillIn({ url }, card),
    async deliver() {
      const all = await events();
      const fresh = all.slice(delivered);
      delivered = all.length;
      for (const event of fresh) await receive(event);
      return fresh.length;
    },
    async resolve() {
      for (let turn = 0; turn < 10; turn++) {
        const asked = await resolvePayments(t.world);
        if (asked.length + (await resolveRefunds(t.world)).asked === 0) return;
      }
    },
    async purchase(learner, program) {
      return t.world.read.db.selectFrom('purchases').select(['state', 'live', 'surplus']).where('user_id', '=', learner.userId).where('program_id', '=', program.id).orderBy('created_at').orderBy('id').execute();
    },
    async mails() {
      return t.world.read.db.selectFrom('outbox_messages').select(['template', 'recipient', 'subject_id']).orderBy('id').execute();
    },
    close: () => t.close(),
  };
}
