/** A broken promise of the programmer, never of the caller: not caught anywhere, answered as a bug. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** Stops with `message` unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The value, or a stop with `message` when it is null or undefined. */
export function present<T>(value: T | null | undefined, message: string): T {
  assert(value !== null && value !== undefined, message);
  return value;
}
