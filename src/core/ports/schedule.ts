/** When a task runs: every so many seconds in every worker process, or at cron times (UTC) in one of them. */
export type Every = { readonly seconds: number } | { readonly cron: string };

/** Something that runs by itself. */
export interface ScheduledTask {
  readonly name: string;
  readonly every: Every;
  /** Reaches nobody outside, so it runs in safe mode too. */
  readonly inSafeMode: boolean;
  /** `true` says that more is waiting: it runs again at once. */
  run(): Promise<unknown>;
}

/** Work taken from the outbox that is too long for an attempt there; may be run more than once. */
export type JobRun = (data: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<void>;

/** Where long jobs wait for their turn. */
export interface JobQueue {
  /** Queues a job; one with the same key that has not begun is replaced. Waits while the queue is down. */
  add(name: string, data: Readonly<Record<string, unknown>>, key: string): Promise<void>;
}
