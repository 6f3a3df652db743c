/** Far longer than the work takes where the machine is not overloaded: a few milliseconds. */
const SPAN_MS = 120;

/**
 * Work whose length would tell whether somebody has an account, because a code is written for one and not for the
 * other: its answer comes after the same time, whatever it was.
 */
export async function evenly<T>(work: () => Promise<T>): Promise<T> {
  const span = new Promise((resolve) => setTimeout(resolve, SPAN_MS));
  try {
    return await work();
  } finally {
    await span;
  }
}
