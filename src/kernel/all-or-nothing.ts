/** Like Promise.all, but a failure waits until the others have ended, so that nobody meets work that still goes on. */
export async function allOrNothing<T extends readonly unknown[]>(work: readonly [...T]): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** Does `work` for each item, at most `lanes` at a time, begun in their order. A failure begins nothing more, and waits as above. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      try {
        await work(items[next++]!);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await allOrNothing(Array.from({ length: lanes }, lane));
}
