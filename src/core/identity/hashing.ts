import { hash, verify } from '@node-rs/argon2';
import { Failure } from '../../kernel/failure.js';

/** argon2id, as OWASP's password storage sheet sizes it. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const QUEUE = 50;

/** Password hashing behind a gate, so that a flood of sign-ins leaves the processor to payments. */
export interface Hashing {
  hash(password: string): Promise<string>;
  /** With null instead of a hash (no such user, no password) it takes as long and says no. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

/** One hash less than there are cores runs at a time and `queue` (50) wait; beyond that Failure('throttled'). */
export function openHashing(cores: number, queue = QUEUE): Hashing {
  const gate = openGate(Math.max(1, cores - 1), queue);
  let dummy: Promise<string> | undefined;
  return {
    hash: (password) => gate(() => hash(password, COST)),
    verify: (stored, password) =>
      gate(async () => {
        dummy ??= hash('nobody has this password', COST);
        const against = stored ?? (await dummy);
        const matches = await verify(against, password);
        return matches && stored !== null;
      }),
  };
}

/** Runs work, `atOnce` at a time in order of arrival; refuses when `queue` are waiting already. */
export function openGate(atOnce: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= queue) throw new Failure('throttled', { retryAfterSeconds: 1 });
      // Whoever finishes hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
