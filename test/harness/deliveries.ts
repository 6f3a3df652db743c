import { cloneDatabase } from '../database.js';
import { forgeries } from '../processors/forgeries.js';
import type { Delivery, Signer } from '../processors/forgeries.js';
import { stripeSigner } from '../processors/stripe/signer.js';
import { seeded } from '../random.js';
import { removeFolder, startTestSandbox, WEBHOOK_SECRET } from '../sandbox/start.js';
import { copyDatabase, openCore } from './deliveries/core.js';
import type { Core } from './deliveries/core.js';
import { directly, post, scatter, settleDown } from './deliveries/deliver.js';
import { differences, digestOf, hashOf } from './deliveries/digest.js';
import { plant } from './deliveries/planted.js';
import { FATES } from './deliveries/scenario.js';

export interface DeliveriesRun {
  readonly events: number;
  readonly deliveries: number;
  readonly forgeries: number;
  readonly seed?: number;
  /** With the guards taken away that make an event count once. */
  readonly planted?: boolean;
  /** Leaves out `refund.created`, as endpoints of older API versions never hear of it. */
  readonly olderEndpoint?: boolean;
}

export interface DeliveriesResult {
  readonly events: number;
  readonly inOrder: string;
  readonly outOfOrder: string;
  readonly differences: readonly string[];
  /** Answers to the deliveries out of order, and to the forgeries, by HTTP status. */
  readonly answers: ReadonlyMap<number, number>;
  readonly forgeryAnswers: ReadonlyMap<number, number>;
}

const signer: Signer = { ...stripeSigner, secrets: [WEBHOOK_SECRET, WEBHOOK_SECRET] };

/**
 * Lets payments happen at the sandbox while nobody tells us, and then tells two equal databases: one in order,
 * each event once; the other shuffled, up to ten times each, concurrently, with forgeries in between. Both must
 * end the same.
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
    const answers = await withCore(openCore(scattered, sandbox.urls.stripe), async (core) => {
      const now = core.clock.now();
      const forged = forgeries(run.forgeries, bodies, signer, now, random);
      const refused = post(forged, [directly(core)], 4);
      const real = await post(scatter(bodies, run.deliveries, random).map((body) => sign(core, body)), Array.from({ length: 4 }, () => directly(core)), 32);
      const forgeryAnswers = await refused;
      await settleDown(core);
      return { real, forgeryAnswers };
    });
    const [left, right] = [await digestOf(ordered), await digestOf(scattered)];
    return { events: bodies.length, inOrder: hashOf(left), outOfOrder: hashOf(right), differences: differences(left, right), answers: answers.real, forgeryAnswers: answers.forgeryAnswers };
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

/** Every fate in turn until there are events enough; the events as the sandbox wrote them, oldest first. */
async function happen(core: Core, sandbox: Awaited<ReturnType<typeof startTestSandbox>>, run: DeliveriesRun): Promise<Buffer[]> {
  const stage = { core, sandbox, sdk: sandbox.sdk() };
  const heard = async () => (await sandbox.control<{ data: { type: string }[] }>('GET', 'events?full=1')).data.filter((event) => !run.olderEndpoint || event.type !== 'refund.created');
  let events = await heard();
  for (let turn = 0; events.length < run.events; turn++) {
    await FATES[turn % FATES.length]!(stage);
    if (turn % FATES.length === FATES.length - 1 || events.length > run.events - 20) events = await heard();
  }
  return events.slice(0, run.events).map((event) => Buffer.from(JSON.stringify(event, null, 2)));
}

function sign(core: Core, rawBody: Buffer): Delivery {
  return { rawBody, headers: signer.sign(rawBody, WEBHOOK_SECRET, core.clock.now()) };
}
