import { isDatabaseGone } from '../../src/adapters/database/failures.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import type { World } from '../../src/core/tx.js';
import { isFailure } from '../../src/kernel/failure.js';
import type { Random } from '../random.js';
import { call } from './call.js';
import type { Answered } from './call.js';
import { countOnce } from './deliveries/once.js';
import type { Product } from './product.js';
import { until } from '../until.js';
import type { Shop } from './shop.js';

/** What the product said yes to: it must be so whatever happened afterwards. */
export interface Promised {
  /** payment, refund, … */
  readonly kind: string;
  /** In words, with its id. */
  readonly what: string;
  isKept(db: Db): Promise<boolean>;
}

export interface Acknowledged {
  readonly promises: Promised[];
  /** 5xx answers while the server was up, by path. */
  readonly broken: string[];
}

export interface Load {
  readonly acknowledged: Acknowledged;
  stop(): Promise<void>;
}

/** What somebody can do at a running product that may break under him. */
export interface Scene {
  readonly product: Product;
  readonly shop: Shop;
  readonly random: Random;
  /** A request; 5xx answers are noted, broken connections are null. */
  tell(method: string, path: string, token: string, body: unknown, headers?: Record<string, string>): Promise<Answered | null>;
  promise(one: Promised): void;
}

/** One thing that one of many people does, from beginning to end. False: it came to nothing this time. */
export type Deed = (scene: Scene) => Promise<boolean>;

export type Db = World['read']['db'];

const WORKERS = 12;
/** Whoever got nothing tries again a little later: twelve who never pause keep a server that starts from starting. */
const BREATH_MS = 250;

/** People who do these things, one after the other, until told to stop. Broken connections are part of it. */
export function startLoad({ product, shop, random, deeds }: Pick<Scene, 'product' | 'shop' | 'random'> & { readonly deeds: readonly Deed[] }): Load {
  const acknowledged: Acknowledged = { promises: [], broken: [] };
  const scene: Scene = {
    product, shop, random,
    async tell(method, path, token, body, headers) {
      const answer = await call(product.url, method, path, token, body, headers);
      if (answer && answer.status >= 500) acknowledged.broken.push(`${answer.status} ${path.replace(/[0-9a-f-]{36}/, '{id}')} ${JSON.stringify(answer.body)}`);
      return answer;
    },
    promise: (one) => void acknowledged.promises.push(one),
  };
  let running = true;
  const one = async (): Promise<void> => {
    while (running) if (!(await random.pick(deeds)(scene))) await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
  };
  const workers = Array.from({ length: WORKERS }, one);
  return { acknowledged, async stop() { running = false; await Promise.all(workers); } };
}

/** How many promises of each kind. */
export function countPromises({ promises }: Acknowledged): string {
  const counts = new Map<string, number>();
  for (const { kind } of promises) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
}

/** What the harness itself reads and writes beside the product; null while the database is killed. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!isFailure(error, 'database_unavailable') && !isDatabaseGone(error)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return null;
  }
}

/** Waits until nothing is under way any more: no payment without an end, no top-up that is due, no charge unheard of, nothing in inbox, outbox and sealing queue. */
export async function waitForRest(product: Product, shop: Shop, limitMs: number): Promise<void> {
  const db = shop.world.read.db;
  const left = async (): Promise<Record<string, number>> => {
    const count = async (query: { executeTakeFirstOrThrow(): Promise<{ n: bigint | string | number }> }) => Number((await query.executeTakeFirstOrThrow()).n);
    return {
      payments: await count(db.selectFrom('payments').select((eb) => eb.fn.countAll().as('n')).where('state', 'in', ['created', 'processing', 'unknown'])),
      refunds: await count(db.selectFrom('refunds').select((eb) => eb.fn.countAll().as('n')).where('state', 'in', ['requested', 'processing', 'unknown'])),
      topUps: await count(db.selectFrom('credit_top_ups').select((eb) => eb.fn.countAll().as('n')).where('due_at', 'is not', null))
        + await count(db.selectFrom('credit_top_up_charges').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'charging')),
      inbox: await count(db.selectFrom('inbox_events').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'pending')),
      outbox: await count(db.selectFrom('outbox_messages').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'pending')),
      unheard: (await list<SandboxIntent>(product, 'payment_intents')).filter((intent) => intent.status === 'succeeded').length
        - await count(db.selectFrom('payments').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'succeeded')),
      unsealed: await count(db.selectFrom('ledger_unsealed').select((eb) => eb.fn.countAll().as('n'))),
    };
  };
  let seen: Record<string, number> = {};
  await until(async () => {
    seen = await left();
    return Object.values(seen).every((n) => n <= 0);
  }, { what: 'rest', said: () => JSON.stringify(seen), ms: limitMs });
}

interface SandboxIntent { id: string; status: string; amount_received: number; metadata: Record<string, string> }
interface SandboxRefund { id: string; status: string; amount: number; metadata: Record<string, string> }
interface Letter { message_id: string; to: string; subject: string }

/** Compares what was acknowledged, our books, the processor's and the mailbox. Gives every disagreement in words. */
export async function reconcile(product: Product, shop: Shop, said: Acknowledged, databaseUrl: string): Promise<string[]> {
  const wrong: string[] = [];
  const db = shop.world.read.db;
  for (const one of said.promises) if (!(await one.isKept(db))) wrong.push(`${one.what}: acknowledged, and not so`);
  const refunds = await db.selectFrom('refunds').select(['id', 'state', 'amount', 'external_id']).execute();
  const payments = await db.selectFrom('payments').select(['id', 'external_id', 'state', 'amount_received']).execute();
  const intents = await list<SandboxIntent>(product, 'payment_intents');
  const charged = intents.filter((intent) => intent.status === 'succeeded');
  const ours = new Map(payments.filter((p) => p.state === 'succeeded').map((p) => [p.external_id, p]));
  for (const intent of charged) if (ours.get(intent.id)?.amount_received !== BigInt(intent.amount_received)) wrong.push(`charge ${intent.id} of ${intent.amount_received} is not in our books`);
  if (charged.length !== ours.size) wrong.push(`${charged.length} charges at the processor, ${ours.size} payments here`);
  const doubles = charged.length - new Set(charged.map((intent) => intent.metadata['paydesk_payment'])).size;
  if (doubles > 0) wrong.push(`${doubles} payments were charged twice`);
  const theirRefunds = (await list<SandboxRefund>(product, 'refunds')).filter((r) => r.status === 'succeeded');
  const ourRefunds = refunds.filter((r) => r.state === 'succeeded');
  const same = theirRefunds.filter((r) => ourRefunds.some((o) => o.external_id === r.id && o.amount === BigInt(r.amount))).length;
  if (same !== theirRefunds.length || same !== ourRefunds.length) wrong.push(`${theirRefunds.length} refunds at the processor, ${ourRefunds.length} here, ${same} the same`);

  wrong.push(...await compareMails(product, shop));
  wrong.push(...(await countOnce(databaseUrl)).wrong);
  const books = await verifyBooks(shop.world);
  for (const finding of books.findings) wrong.push(`${finding.table} ${finding.id}: ${finding.problem}`);
  return wrong;
}

/** Every letter of the outbox arrived under its one Message-ID. */
async function compareMails(product: Product, shop: Shop): Promise<string[]> {
  const wrong: string[] = [];
  const rows = await shop.world.read.db.selectFrom('outbox_messages').select(['id', 'template', 'subject_id', 'state']).where('channel', '=', 'mail').execute();
  const arrived = new Set((await list<Letter>(product, 'messages')).map((letter) => letter.message_id.replace(/^<|@.*$/g, '')));
  for (const row of rows) if (row.state === 'sent' && !arrived.has(row.id)) wrong.push(`mail ${row.template} of ${row.subject_id} never arrived`);
  const unknown = [...arrived].filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) wrong.push(`${unknown.length} letters arrived under a Message-ID that is not of the outbox`);
  return wrong;
}

async function list<T>(product: Product, what: 'payment_intents' | 'refunds' | 'messages'): Promise<T[]> {
  const url = what === 'messages' ? `${product.sandbox.mailbox}/messages` : `${product.sandbox.stripe}/_sandbox/${what}`;
  const body = await (await fetch(url)).json() as unknown;
  if (Array.isArray(body)) return body as T[];
  const found = Object.values(body as Record<string, unknown>).find(Array.isArray);
  if (!found) throw new Error(`${url} lists nothing: ${JSON.stringify(body).slice(0, 200)}`);
  return found as T[];
}
