/**
 * What runs by itself, and when. Seconds are kept by timers in every worker process, so such a task must stand
 * company: it takes its rows with SKIP LOCKED or a transaction lock. Cron times (UTC) run in one process only.
 */
export type Every = { readonly seconds: number } | { readonly cron: string };

interface Entry {
  readonly every: Every;
  /** Runs in safe mode too: reaches nobody outside. */
  readonly inSafeMode?: true;
}

export const schedule = {
  /** Puts new ledger transactions into the hash chain. */
  'seal-ledger': { every: { seconds: 1 }, inSafeMode: true },
  /** Asks processors about payments and refunds whose outcome is unknown. */
  'resolve-payments': { every: { seconds: 1 } },
  /** Carries out events that could not be carried out when they came. */
  'retry-inbox': { every: { seconds: 1 } },
  /** Says of long work whose process died that it was interrupted. */
  'fail-silent-operations': { every: { cron: '* * * * *' }, inSafeMode: true },
  /** Deletes finished operations after a month. */
  'forget-operations': { every: { cron: '17 3 * * *' }, inSafeMode: true },
} as const satisfies Record<string, Entry>;

export type TaskName = keyof typeof schedule;

/** One task's run. `true` says that more is waiting: it runs again at once. */
export type TaskRun = () => Promise<unknown>;

/** Every entry of the schedule, carried out: an entry without its run does not compile. */
export type TaskRuns = { readonly [Name in TaskName]: TaskRun };
