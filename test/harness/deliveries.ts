import { cloneDatabase } from '../database.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { forgeries } from '../processors/forgeries.js';
import type { Delivery, Signer } from '../processors/forgeries.js';
import { stripeSigner } from '../processors/stripe/signer.js';
import { seeded } from '../random.js';
import { removeFolder, startTestSandbox, WEBHOOK_SECRET } from '../sandbox/start.js';
import { copyDatabase, openCore } from './deliveries/core.js';
import type { Core } from './deliveries/core.js';
import { directly, post, scatter, settleDown } from './deliveries/deliver.js';
import type { Post } from './deliveries/deliver.js';
import { differences, digestOf, hashOf } from './deliveries/digest.js';
import { quarrels } from './deliveries/outside.js';
import { countOnce } from './deliveries/once.js';
import type { Once } from './deliveries/once.js';
import { overHttp } from './deliveries/over-http.js';
import type { Fate } from './deliveries/payer.js';
import { plant } from './deliveries/planted.js';

export interface DeliveriesRun {
  /** What happens at the processor, each as often as the others. */
  readonly fates: readonly Fate[];
  /** At least so many, of those that count: others are delivered besides. */
  readonly events: number;
  readonly counting?: RegExp;
  /** Of all events. */
  readonly deliveries: number;
  readonly forgeries: number;
  readonly seed?: number;
  /** With the guards taken away that make an event count once. */
  readonly planted?: boolean;
  /** Leaves out `refund.created`, as endpoints of older API versions never hear of it. */
  readonly olderEndpoint?: boolean;
}

export interface DeliveriesResult {
  /** Those that count, how often they were delivered, and all there were. */
  readonly events: number;
  readonly delivered: number;
  readonly all: number;
  readonly inOrder: string;
  readonly outOfOrder: string;
  readonly differences: readonly string[];
  /** Payments of which the processor knows something else than we do after the deliveries out of order. */
  readonly quarrels: readonly string[];
  /** What is there more or less than once, and what `verify` finds. */
  readonly once: Once;
  readonly findings: readonly string[];
  /** Answers to the deliveries out of order, and to the forgeries, by HTTP status. */
  readonly answers: ReadonlyMap<number, number>;
  readonly forgeryAnswers: ReadonlyMap<number, number>;
}

const signer: Signer = { ...stripeSigner, secrets: [WEBHOOK_SECRET, WEBHOOK_SECRET] };

/**
 * Lets payments happen at the sandbox while nobody tells us, and then tells two equal databases: one in order,
 * each event once; the other over HTTP at every address, shuffled, up to ten times each, concurrently, with
 * forgeries in between. Both must end the same, and agree with the processor.
 */
export async function runDeliveries(run: DeliveriesRun): Promise<DeliveriesResult> {
  const random = seeded('deliveries', run.seed);
  const sandbox = await startTestSandbox();
  const [base, copies] = [await cloneDatabase(), [] as Awaited<ReturnType<typeof copyDatabase>>[]];
  try {
    const bodies = await withCore(openCore(base, sandbox.urls.stripe), (core) => happen(core, sandbox, run));
    const [ordered, scattered] = [await copyDatabase(base), await copyDatabase(base)];
    copies.push(ordered, scattered);
    if (run.planted) await plant(scattered);
    await withCore(openCore(ordered, sandbox.urls.stripe), async (core) => {
      await post(bodies.map((body) => sign(core, body)), [directly(core)], 1);
      await settleDown(core);
    });
    const scatteredBodies = scatter(bodies, run.deliveries, random);
    const { answers, forgeryAnswers, findings } = await withCore(openCore(scattered, sandbox.urls.stripe), async (core) => {
      const forged = forgeries(run.forgeries, bodies, signer, core.clock.now(), random);
      const [answers, forgeryAnswers] = await withAddresses(core, async (addresses) => Promise.all([
        post(scatteredBodies.map((body) => sign(core, body)), addresses, 32),
        post(forged, addresses, 4),
      ]));
      await settleDown(core);
      return { answers, forgeryAnswers, findings: run.planted ? [] : (await verifyBooks(core.world)).findings.map((one) => `${one.table} ${one.id}: ${one.problem}`) };
    });
    const counted = (all: readonly Buffer[]) => all.filter((body) => counts(run, typeOf(body))).length;
    const [left, right] = [await digestOf(ordered), await digestOf(scattered)];
    return {
      events: counted(bodies), delivered: counted(scatteredBodies), all: bodies.length, inOrder: hashOf(left), outOfOrder: hashOf(right), differences: differences(left, right),
      quarrels: await quarrels(scattered, sandbox), once: await countOnce(scattered.superuserUrl), findings, answers, forgeryAnswers,
    };
  } finally {
    for (const database of [...copies, base]) await database.drop();
    await sandbox.close();
    removeFolder(sandbox.directory);
  }
}

async function withCore<T>(core: Core, work: (core: Core) => Promise<T>): Promise<T> {
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}

async function withAddresses<T>(core: Core, work: (addresses: Post[]) => Promise<T>): Promise<T> {
  const { addresses, close } = await overHttp(core);
  try {
    return await work(addresses);
  } finally {
    await close();
  }
}

/** Every fate in turn until there are events enough; the events as the sandbox wrote them, oldest first. */
async function happen(core: Core, sandbox: Awaited<ReturnType<typeof startTestSandbox>>, run: DeliveriesRun): Promise<Buffer[]> {
  const stage = { core, sandbox, sdk: sandbox.sdk() };
  const heard = async () => (await sandbox.control<{ data: Told[] }>('GET', 'events?full=1')).data.filter((event) => !run.olderEndpoint || event.type !== 'refund.created').flatMap(withItsAlias);
  let events = await heard();
  for (let turn = 0; events.filter((event) => counts(run, event.type)).length < run.events; turn++) {
    await run.fates[turn % run.fates.length]!(stage);
    if (turn % run.fates.length === run.fates.length - 1) events = await heard();
  }
  return events.map((event) => Buffer.from(JSON.stringify(event, null, 2)));
}

interface Told {
  readonly id: string;
  readonly type: string;
}

const counts = ({ counting }: DeliveriesRun, type: string): boolean => counting === undefined || counting.test(type);
const typeOf = (body: Buffer): string => (JSON.parse(body.toString()) as Told).type;

/** The purchases document has a name of its own for a payment that failed: both are told. */
function withItsAlias(event: Told): Told[] {
  return event.type === 'payment_intent.payment_failed' ? [event, { ...event, id: `${event.id}_alias`, type: 'payment_intent.failed' }] : [event];
}

function sign(core: Core, rawBody: Buffer): Delivery {
  return { rawBody, headers: signer.sign(rawBody, WEBHOOK_SECRET, core.clock.now()) };
}
