import type { Clock } from '../core/ports/clock.js';

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs ahead of the real one. */
export interface DemoClock extends Clock {
  /** Asks for the offset now instead of within a second: after changing it. */
  refresh(): Promise<void>;
  stop(): void;
}

/**
 * The test clock of a demo: the machine's time plus an offset, which `readOffset` (seconds) gives anew every
 * second. While it cannot be read, the last one known counts. Never runs backwards with the offset it knows.
 */
export async function startDemoClock(readOffset: () => Promise<number>): Promise<DemoClock> {
  let offsetMs = (await readOffset()) * 1_000;
  const refresh = async () => {
    offsetMs = Math.max(offsetMs, (await readOffset()) * 1_000);
  };
  const timer = setInterval(() => {
    refresh().catch(() => undefined); // the database is away: the last offset counts
  }, 1_000);
  timer.unref();
  return { now: () => new Date(Date.now() + offsetMs), refresh, stop: () => clearInterval(timer) };
}
