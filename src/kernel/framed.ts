/**
 * `rows` with chunks before and after them. No generator: one that nobody began to read, because its reader went
 * meanwhile, never comes to its `finally`, and what `rows` holds would be held for ever.
 */
export function framed(before: readonly Uint8Array[], rows: AsyncIterator<Uint8Array, unknown>, after: readonly Uint8Array[]): AsyncIterableIterator<Uint8Array> {
  const [head, tail] = [[...before], [...after]];
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const first = head.shift();
      if (first !== undefined) return { done: false, value: first };
      const row = await rows.next();
      if (!row.done) return row;
      const last = tail.shift();
      return last === undefined ? { done: true, value: undefined } : { done: false, value: last };
    },
    async return() {
      await rows.return?.();
      return { done: true, value: undefined };
    },
  };
}
