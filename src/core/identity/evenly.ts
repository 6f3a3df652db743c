import { setTimeout as wait } from 'node:timers/promises';

/** Longer than the work ever takes on a machine that is not overloaded (measured: 2–12 ms). */
const SPAN_MS = 120;

/**
 * Work whose length would tell whether somebody has an account, because a code is written for one and not for the
 * other: its answer comes after the same time, whatever it was.
 */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const span = wait(SPAN_MS);
  try {
    return await work();
  } finally {
    await span;
  }
}
