import type { Log } from '../../core/ports/log.js';
import type { JobQueue, JobRun, ScheduledTask } from '../../core/ports/schedule.js';
import { startQueue } from './graphile.js';
import { poll } from './poll.js';

/** What takes messages out of the house (see core/outbox). */
export interface OutboxDrain {
  run(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

export interface WorkerParts {
  readonly tasks: readonly ScheduledTask[];
  /** What `job` rows of the outbox name. */
  readonly jobs: Readonly<Record<string, JobRun>>;
  /** Makes the drain of the outbox, given the queue for its `job` rows. */
  readonly openDrain: (queue: JobQueue) => OutboxDrain;
  readonly isSafeMode: () => Promise<boolean>;
  readonly directUrl: string;
  readonly log: Log;
}

export interface Worker {
  /** Something was put in the outbox: send it now instead of within a second. */
  wakeDrain(): void;
  /** Stops everything, waiting at most `graceMs` for what is under way; the rest is done again by whoever comes next. */
  stop(graceMs: number): Promise<void>;
}

/** Starts everything that runs by itself in this process: timers for seconds, the outbox's drain, the queue for cron times and jobs. */
export function startWorker(parts: WorkerParts): Worker {
  const { log } = parts;
  const queue = startQueue({ ...parts, crons: parts.tasks.filter((task) => 'cron' in task.every) });
  const drain = parts.openDrain(queue);
  const drainPoll = poll({ name: 'drain-outbox', everyMs: 1_000, log, run: () => drain.run() });
  const polls = parts.tasks.flatMap((task) =>
    'seconds' in task.every ? [poll({ name: task.name, everyMs: task.every.seconds * 1_000, log, run: () => runUnlessSafe(task, parts) })] : [],
  );
  return {
    wakeDrain: drainPoll.wake,
    async stop(graceMs) {
      await Promise.all([drainPoll.stop().then(() => drain.stop(graceMs)), queue.stop(graceMs), ...polls.map((one) => one.stop())]);
    },
  };
}

async function runUnlessSafe(task: ScheduledTask, parts: WorkerParts): Promise<unknown> {
  return task.inSafeMode || !(await parts.isSafeMode()) ? task.run() : false;
}
