import type { Every, ScheduledTask } from './ports/schedule.js';

/**
 * What runs by itself, and when. Seconds are kept by timers in every worker process, so such a task must stand
 * company: it takes its rows with SKIP LOCKED or a transaction lock. Cron times (UTC) run in one process only.
 */
export const schedule = {
  /** Puts new ledger transactions into the hash chain. */
  'seal-ledger': { every: { seconds: 1 }, inSafeMode: true },
  /** Asks processors about payments and refunds whose outcome is unknown. */
  'resolve-payments': { every: { seconds: 1 }, inSafeMode: false },
  /** Closes pages of orders that were not paid while their price held. */
  'give-up-enrolments': { every: { seconds: 5 }, inSafeMode: false },
  /** Carries out events that could not be carried out when they came. */
  'retry-inbox': { every: { seconds: 1 }, inSafeMode: false },
  /** Makes the recurring invoices whose day has come, also those that were missed while nothing ran. */
  'generate-recurring': { every: { seconds: 60 }, inSafeMode: false },
  /** Charges allowed cards on their days, tries declined ones again, reminds of what is overdue. */
  'pursue-invoices': { every: { seconds: 10 }, inSafeMode: false },
  /** Buys credits again with allowed cards, where a spend left too little. */
  'top-up-credits': { every: { seconds: 5 }, inSafeMode: false },
  /** Adds up what the book says by month, so that nobody who asks for figures waits for all of it. */
  'read-book-ahead': { every: { seconds: 60 }, inSafeMode: true },
  /** Says of long work whose process died that it was interrupted. */
  'fail-silent-operations': { every: { seconds: 60 }, inSafeMode: true },
  /** Deletes operations that ended a month ago. */
  'forget-operations': { every: { cron: '17 3 * * *' }, inSafeMode: true },
  /** Deletes mailed codes and sessions that ended long ago. */
  'forget-sign-ins': { every: { cron: '37 3 * * *' }, inSafeMode: true },
  /** Takes points away that nobody spent in time, where the business has it so. */
  'expire-points': { every: { cron: '27 4 * * *' }, inSafeMode: false },
  /** Deletes what is known of visits to the portal a year ago. */
  'forget-portal-sessions': { every: { cron: '57 3 * * *' }, inSafeMode: true },
  /** Gives credits back that were set aside and forgotten. */
  'release-credits': { every: { seconds: 30 }, inSafeMode: true },
  /** Books credits that nobody used in time. */
  'expire-credits': { every: { seconds: 60 }, inSafeMode: true },
  /** Deletes usage figures that nobody asked for in three months. */
  'forget-usage-reports': { every: { cron: '7 4 * * *' }, inSafeMode: true },
  /** Deletes answers kept for an Idempotency-Key a month ago. */
  'forget-keys': { every: { cron: '47 3 * * *' }, inSafeMode: true },
} as const satisfies Record<string, { every: Every; inSafeMode: boolean }>;

export type TaskName = keyof typeof schedule;

/** How every entry is carried out: one without its run does not compile. */
export type TaskRuns = { readonly [Name in TaskName]: () => Promise<unknown> };

/** The page above with the runs that the wiring gives its entries. */
export function scheduledTasks(runs: TaskRuns): ScheduledTask[] {
  return Object.entries<{ every: Every; inSafeMode: boolean }>(schedule).map(([name, entry]) => ({ name, ...entry, run: runs[name as TaskName] }));
}
