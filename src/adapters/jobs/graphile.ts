import { Logger, parseCronItems, run } from 'graphile-worker';
import type { JobHelpers, ParsedCronItem, Runner, TaskList } from 'graphile-worker';
import type { Log } from '../../core/ports/log.js';
import type { JobQueue, JobRun, ScheduledTask } from '../../core/ports/schedule.js';
import { createPool } from '../database/connect.js';
import type { DatabasePool } from '../database/connect.js';
import { poll } from './poll.js';

export interface QueueParts {
  /** A direct connection (no transaction pooler) as owner: it listens, and keeps a schema of its own. */
  readonly directUrl: string;
  /** Tasks with cron times. */
  readonly crons: readonly ScheduledTask[];
  readonly jobs: Readonly<Record<string, JobRun>>;
  readonly isSafeMode: () => Promise<boolean>;
  readonly log: Log;
  readonly concurrency?: number;
}

export interface Queue extends JobQueue {
  /** Begins no other job; what is under way is told to stop after 4 s and given up after `graceMs`, to be run again. */
  stop(graceMs: number): Promise<void>;
}

const SCHEMA = 'graphile_worker';
const SIGN_OF_LIFE_MS = 60_000;
/** A cron time missed by less than this is made up for after a restart. */
const CATCH_UP_MS = 26 * 3_600_000;

/**
 * Runs cron-like tasks and long jobs with graphile-worker: each is run by one process at a time, again after a
 * failure (25 times, ever later). While the database is away it waits and starts anew.
 */
export function startQueue(parts: QueueParts): Queue {
  // The library opens a pool of its own: it needs int8 as the driver gives it, not as bigint.
  const pool = createPool(parts.directUrl, { max: 1, applicationName: 'paydesk jobs' });
  let runner: Runner | undefined;
  const waiting: ((runner: Runner) => void)[] = [];
  let down: Promise<unknown> = Promise.resolve();
  const keeper = poll({
    name: 'job-queue',
    everyMs: SIGN_OF_LIFE_MS,
    log: parts.log,
    async run() {
      if (runner === undefined) {
        const started = await start(pool, parts);
        runner = started;
        for (const go of waiting.splice(0)) go(started);
        down = started.promise.then(
          () => undefined,
          (error: unknown) => parts.log.error({ reason: String(error) }, 'the job queue stopped'),
        ).then(() => {
          runner = undefined;
          keeper.wake();
        });
      }
      await freeDeadJobs(pool);
    },
  });
  return {
    async add(name, data, key) {
      const running = runner ?? (await new Promise<Runner>((resolve) => waiting.push(resolve)));
      await running.addJob(name, data, { jobKey: key });
    },
    async stop(graceMs) {
      await keeper.stop();
      const last = runner;
      last?.stop().catch(() => undefined); // it had stopped by itself
      await Promise.race([down, pause(graceMs)]);
      if (runner !== undefined) await last?.kill().catch(() => undefined); // its jobs are freed all the same
      await pool.end();
    },
  };
}

function start(pool: DatabasePool, parts: QueueParts): Promise<Runner> {
  return run({
    connectionString: parts.directUrl,
    maxPoolSize: (parts.concurrency ?? 4) + 2,
    schema: SCHEMA,
    concurrency: parts.concurrency ?? 4,
    pollInterval: 2_000,
    noHandleSignals: true,
    taskList: taskList(pool, parts),
    parsedCronItems: cronItems(parts.crons),
    logger: new Logger(() => (level, message) => {
      if (level === 'error') parts.log.error({ reason: message }, 'job queue');
      else if (level === 'warning') parts.log.warn({ reason: message }, 'job queue');
    }),
    preset: { worker: { gracefulShutdownAbortTimeout: 4_000 } },
  });
}

function cronItems(crons: readonly ScheduledTask[]): ParsedCronItem[] {
  return parseCronItems(
    crons.flatMap((task) =>
      'cron' in task.every ? [{ task: task.name, match: task.every.cron, identifier: task.name, options: { backfillPeriod: CATCH_UP_MS, jobKey: task.name } }] : [],
    ),
  );
}

function taskList(pool: DatabasePool, parts: QueueParts): TaskList {
  const list: TaskList = {};
  for (const task of parts.crons) {
    list[task.name] = (_payload, helpers) =>
      alive(pool, helpers, async () => {
        if (!task.inSafeMode && (await parts.isSafeMode())) return;
        while ((await task.run()) === true);
      });
  }
  for (const [name, job] of Object.entries(parts.jobs)) {
    list[name] = (payload, helpers) =>
      alive(pool, helpers, async () => {
        if (await parts.isSafeMode()) throw new Error('safe mode');
        await job(payload as Readonly<Record<string, unknown>>, helpers.abortSignal ?? new AbortController().signal);
      });
  }
  return list;
}

/** Shows while a job runs that its process lives: what gives no sign for three minutes is freed for others. */
async function alive(pool: DatabasePool, helpers: JobHelpers, work: () => Promise<void>): Promise<void> {
  const { id, locked_by: lockedBy } = helpers.job;
  const signs = setInterval(() => {
    pool.query(`UPDATE ${SCHEMA}._private_jobs SET locked_at = now() WHERE id = $1 AND locked_by = $2`, [id, lockedBy]).catch(() => undefined); // the next sign may pass
  }, SIGN_OF_LIFE_MS);
  try {
    await work();
  } finally {
    clearInterval(signs);
  }
}

/** The queue itself would wait four hours for a process that was killed. */
async function freeDeadJobs(pool: DatabasePool): Promise<void> {
  await pool.query(`SELECT ${SCHEMA}.force_unlock_workers(ARRAY(
    SELECT DISTINCT locked_by FROM ${SCHEMA}._private_jobs WHERE locked_at < now() - interval '3 minutes'))`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
