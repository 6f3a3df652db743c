import { availableParallelism } from 'node:os';
import { openCopyOut } from './adapters/database/copy-out.js';
import { createPool } from './adapters/database/connect.js';
import { openReadLanes } from './adapters/database/read-lanes.js';
import { createWorld } from './adapters/database/transact.js';
import { startDemoClock, systemClock } from './adapters/clock.js';
import { startWorker } from './adapters/jobs/worker.js';
import type { Worker } from './adapters/jobs/worker.js';
import { openLog } from './adapters/log.js';
import { smtpMailer } from './adapters/mail/smtp.js';
import { writeLetter } from './adapters/mail/write-letter.js';
import { documentDrawers } from './adapters/pdf/draw-documents.js';
import { logoLoader } from './adapters/pdf/load-logo.js';
import { createStripeProcessor } from './adapters/processors/stripe/index.js';
import { createGoogleAnalytics } from './adapters/usage-analytics/index.js';
import { twilioTexter } from './adapters/sms/twilio.js';
import { openPubSub } from './adapters/redis/pub-sub.js';
import { openHttp } from './apis/open-http.js';
import type { Server } from './apis/server.js';
import type { Config } from './config.js';
import { forgetPortalSessions } from './core/analytics/index.js';
import { joinHints, readHint } from './core/caches/index.js';
import { expireCredits, releaseHolds, topUpCredits } from './core/credits/index.js';
import { pursueInvoices } from './core/dunning/index.js';
import { readBookAhead } from './core/figures/index.js';
import { codeDigits, codeLinks, forgetSignIns, openIdentity } from './core/identity/index.js';
import type { Identity } from './core/identity/index.js';
import { forgetOldKeys } from './core/idempotency/index.js';
import { createInbox, retryEvents } from './core/inbox/index.js';
import { invoicePrinter } from './core/invoices/index.js';
import { sealTransactions } from './core/ledger/index.js';
import { mailCarrier, textCarrier } from './core/notifications/index.js';
import { failSilentOperations, forgetOperations } from './core/operations/index.js';
import { createDrain, jobCarrier } from './core/outbox/index.js';
import { resolveAfterStart, resolvePayments, resolveRefunds } from './core/payments/index.js';
import type { Clock } from './core/ports/clock.js';
import type { Log } from './core/ports/log.js';
import { PLATFORM_ACCOUNT } from './core/ports/processor.js';
import type { Processor } from './core/ports/processor.js';
import { UsageUnavailable } from './core/ports/usage-analytics.js';
import type { UsageAnalytics } from './core/ports/usage-analytics.js';
import { publicLinks } from './core/public-links/index.js';
import { giveUpEnrolments } from './core/programs/index.js';
import { reactions } from './core/reactions.js';
import { generateDueInvoices } from './core/recurring/index.js';
import { scheduledTasks } from './core/schedule.js';
import { expirePoints } from './core/rewards/index.js';
import { businessSettings, readSettings } from './core/settings/index.js';
import type { World } from './core/tx.js';
import { forgetUsageReports, usageReader } from './core/usage/index.js';
import { DEMO_LOGINS } from './demo/people.js';
import type { NotDone } from './kernel/each-apart.js';
import { Failure } from './kernel/failure.js';

/** What the wiring needs from whoever starts it. */
export interface AppParts {
  readonly database: { readonly url: string; readonly ownerUrl: string };
  /** The stand-in partners of a demo. */
  readonly sandbox?: {
    readonly stripe: { readonly url: string; readonly secretKey: string; readonly publishableKey: string; readonly webhookSecret: string };
    readonly mailbox: { readonly url: string };
    readonly smtp: { readonly url: string };
    readonly analytics: { readonly url: string };
  } | undefined;
}

export interface App {
  readonly world: World;
  readonly identity: Identity;
  /** Who may call what, to be compared with what was meant. */
  readonly server: Pick<Server, 'contracts' | 'routes'>;
  /** The same core at another time: demo history is made in its own time. */
  worldAt(at: Date): World;
  listen(): Promise<{ url: string }>;
  /** Starts schedules, retries and the mail queue in this process. */
  startWorker(): Promise<void>;
  /** Stops accepting, finishes what is under way (10 s at most), lets go of everything. */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;
const PROCESSOR_TIMEOUT_MS = 10_000;
const ANALYTICS_TIMEOUT_MS = 5_000;
/** The stand-in makes up a whole population for its first answer, on a machine that may be busy. */
const STAND_IN_TIMEOUT_MS = 12_000;
const INBOX_LANES = 2;
const READ_LANES = 2;
/** The mailbox takes texts in Twilio's words, from this account. */
const SANDBOX_TEXTS = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'sandbox-auth-token', from: '+15005550006' } as const;

/** The wiring page: which adapters, which APIs, which reactions. Nothing is decided elsewhere. */
export async function createApp(config: Config, { database, sandbox }: AppParts): Promise<App> {
  const log = openLog(config.logLevel);
  const pool = createPool(database.url, {
    max: config.database.poolSize, prepared: config.database.prepared, pipeline: true, applicationName: 'paydesk',
    onConnectionLost: (error) => log.warn({ error }, 'a database connection was lost'),
  });
  const lanes = openReadLanes(database.url, READ_LANES, (error) => log.warn({ error }, 'a database connection was lost'), config.database.prepared);
  const copyOut = openCopyOut(database.url, (error) => log.warn({ error }, 'a database connection was lost'));
  let worker: Worker | undefined;
  let clock: Clock & { stop?(): void } = systemClock;
  const stripe = stripeOf(config, sandbox);
  const safeMode = watchSafeMode(() => world);
  const parts = {
    pool, lanes, reactions, prepared: config.database.prepared,
    clock: { now: () => clock.now() },
    processor: (): Processor => {
      if (safeMode.on()) throw new Failure('safe_mode');
      if (!stripe) throw new Failure('processor_unavailable', { reason: 'not_configured' });
      return stripe;
    },
    onCommitted: (sinks: ReadonlySet<string>) => { if (sinks.has('outbox')) worker?.wakeDrain(); },
  };
  const world: World = createWorld(parts);
  const shared = await shareCaches(config, world, log);
  await safeMode.refresh();
  if (config.mode === 'demo') clock = await startDemoClock(async () => (await readSettings(world.read)).clock_offset_seconds);
  const publicUrl = config.publicUrl ?? `http://127.0.0.1:${config.port}`;
  const identity = openIdentity({ world, keys: config.keys, publicUrl, accessTokenSeconds: config.accessTokenSeconds, cores: availableParallelism(), deviceClock: systemClock });
  const inbox = createInbox(world, { lanes: INBOX_LANES });
  const analytics = createGoogleAnalytics({ credentials: config.firebaseCredentials, standIn: sandbox?.analytics.url, timeoutMs: config.firebaseCredentials === undefined ? STAND_IN_TIMEOUT_MS : ANALYTICS_TIMEOUT_MS });
  const usage = usageReader({ world, analytics: quietIn(safeMode, analytics), log, zone: config.businessTimeZone });
  const drawers = documentDrawers(logoLoader(() => !safeMode.on()));
  const print = invoicePrinter(world, drawers.invoice);
  const http = await openHttp({ config, world, identity, inbox, log, usage, print, drawProposal: drawers.proposal, readBulk: copyOut.read, publicUrl, partners: partnersOf(config, sandbox), demoLogins: config.mode === 'demo' ? DEMO_LOGINS : [], refreshClock: () => refreshClock(clock) });
  const mailer = smtpMailer({ url: config.smtpUrl ?? sandbox?.smtp.url ?? 'smtp://127.0.0.1:25', from: config.mailFrom });

  /** Without somebody to hand them to, texts stay in the outbox. */
  const textsOf = (reader: World) => {
    const twilio = config.twilio ?? (sandbox && { ...SANDBOX_TEXTS, baseUrl: sandbox.mailbox.url });
    return twilio ? { sms: textCarrier({ world: reader, texter: twilioTexter(twilio), digits: codeDigits({ keys: config.keys, clock: reader.clock }) }) } : {};
  };

  const tell = (failed: readonly NotDone[], id: string, sentence: string) => {
    for (const one of failed) log.error({ [id]: one.id, error: one.error }, sentence);
  };

  const tasks = scheduledTasks({
    'seal-ledger': async () => (await sealTransactions(world)) > 0,
    'resolve-payments': async () => {
      const resolved = await resolvePayments(world);
      for (const { paymentId, outcome, error } of resolved) {
        if (outcome === 'waits') log.warn({ payment_id: paymentId, error }, 'a payment waits for its processor');
        if (outcome === 'failed') log.error({ payment_id: paymentId, error }, 'what became of a payment could not be written down');
      }
      const { asked, failed } = await resolveRefunds(world);
      tell(failed, 'refund_id', 'what became of a refund could not be written down');
      return resolved.length + asked >= 50;
    },
    'give-up-enrolments': async () => (await giveUpEnrolments(world)) >= 20,
    'retry-inbox': async () => {
      const { tried, failed } = await retryEvents(world);
      for (const one of failed) log.error({ event_id: one.id, error: one.error }, 'an event could not be carried out');
      return tried >= 50;
    },
    'generate-recurring': async () => {
      const { more, failed } = await generateDueInvoices(world);
      tell(failed, 'customer_id', 'a recurring invoice could not be made');
      return more;
    },
    'pursue-invoices': async () => {
      const { taken, failed } = await pursueInvoices(world);
      tell(failed, 'invoice_id', 'an invoice could not be pursued');
      return taken >= 100 && failed.length === 0;
    },
    'top-up-credits': async () => {
      const { more, failed } = await topUpCredits(world);
      tell(failed, 'user_id', 'credits could not be bought again');
      return more;
    },
    'read-book-ahead': () => readBookAhead(world),
    'fail-silent-operations': () => failSilentOperations(world),
    'forget-operations': () => forgetOperations(world),
    'forget-keys': () => forgetOldKeys(world),
    'expire-points': async () => tell((await expirePoints(world)).failed, 'customer_id', 'points could not be taken away'),
    'forget-portal-sessions': () => world.transact(forgetPortalSessions),
    'forget-sign-ins': () => world.transact(forgetSignIns),
    'release-credits': () => releaseHolds(world),
    'expire-credits': async () => {
      const { more, failed } = await expireCredits(world);
      tell(failed, 'user_id', 'credits past their day could not be booked');
      return more;
    },
    'forget-usage-reports': () => forgetUsageReports(world),
  });

  return {
    world, identity, server: http.server,
    worldAt: (at) => createWorld({ ...parts, clock: { now: () => at } }),
    listen: () => http.listen(config.host, config.port),
    async startWorker() {
      await resolveAfterStart(world);
      const links = codeLinks({ keys: config.keys, clock: world.clock, publicUrl });
      worker = startWorker({
        tasks, jobs: {}, directUrl: database.ownerUrl, log,
        isSafeMode: async () => (await businessSettings(world.read)).safe_mode,
        openDrain: (queue) => createDrain({ world, log, carriers: { mail: mailCarrier({ world, mailer, write: writeLetter, links, linkFor: publicLinks({ keys: config.keys, publicUrl }).linkFor, invoicePdf: print, publicUrl }), ...textsOf(world), job: jobCarrier(queue) } }),
      });
    },
    async stop() {
      await http.stop(GRACE_MS);
      await worker?.stop(GRACE_MS);
      safeMode.stop();
      shared?.close();
      clock.stop?.();
      await mailer.close();
      await copyOut.close();
      await lanes.close();
      await pool.end();
    },
  };
}

/** Where there is Redis, processes tell each other what they wrote. */
async function shareCaches(config: Config, world: World, log: Log): Promise<{ close(): void } | undefined> {
  if (config.redisUrl === undefined) return undefined;
  const channel = await openPubSub({ url: config.redisUrl, channel: 'paydesk:caches', log });
  const line = joinHints(world.read, (hint) => channel.tell(hint));
  channel.listen((message) => {
    const hint = readHint(message);
    if (hint !== null) line.hear(hint);
  }, (connected) => line.setConnected(connected));
  return channel;
}

/** Real keys where there are some, else the stand-in of a demo. */
function stripeOf(config: Config, sandbox: AppParts['sandbox']): Processor | undefined {
  const common = { account: PLATFORM_ACCOUNT, timeoutMs: PROCESSOR_TIMEOUT_MS, ...(config.stripeApiVersion ? { apiVersion: config.stripeApiVersion } : {}) };
  if (config.stripe) return createStripeProcessor({ ...common, secretKey: config.stripe.secretKey, webhookSecrets: config.stripe.webhookSecrets });
  if (!sandbox) return undefined;
  return createStripeProcessor({ ...common, secretKey: sandbox.stripe.secretKey, webhookSecrets: [sandbox.stripe.webhookSecret], baseUrl: sandbox.stripe.url });
}

/** Safe mode reaches nobody: then the last figures count. */
function quietIn(safeMode: { on(): boolean }, { count }: UsageAnalytics): UsageAnalytics {
  return { count: async (query) => { if (safeMode.on()) throw new UsageUnavailable('unreachable', 'safe_mode'); return count(query); } };
}

/** What pages may know of the partners: keys that are public, and ports of stand-ins. */
function partnersOf(config: Config, sandbox: AppParts['sandbox']): { publishableKey: string | null; sandboxPort: number | null; mailboxPort: number | null } {
  if (config.stripe) return { publishableKey: config.stripe.publishableKey, sandboxPort: null, mailboxPort: portOf(config.smtpUrl ? undefined : sandbox?.mailbox.url) };
  return { publishableKey: sandbox?.stripe.publishableKey ?? null, sandboxPort: portOf(sandbox?.stripe.url), mailboxPort: portOf(config.smtpUrl ? undefined : sandbox?.mailbox.url) };
}

function portOf(url: string | undefined): number | null {
  return url === undefined ? null : Number(new URL(url).port);
}

function refreshClock(clock: Clock): Promise<void> {
  return 'refresh' in clock && typeof clock.refresh === 'function' ? clock.refresh() as Promise<void> : Promise.resolve();
}

/** Whether this database may reach nobody outside; asked again every second, since `resume` may run beside us. */
function watchSafeMode(world: () => World): { on(): boolean; refresh(): Promise<void>; stop(): void } {
  let on = false;
  const refresh = async (): Promise<void> => { on = (await businessSettings(world().read)).safe_mode; };
  const timer = setInterval(() => void refresh().catch(() => undefined), 1_000); // the database is away: the last answer counts
  timer.unref();
  return { on: () => on, refresh, stop: () => clearInterval(timer) };
}
