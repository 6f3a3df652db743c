import { randomInt } from 'node:crypto';

/** Numbers that come again from their seed. */
export interface Random {
  readonly seed: number;
  /** Below `bound`, from 0. */
  below(bound: number): number;
  pick<T>(from: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** PAYDESK_SEED, else a new one; printed, so that a failing run can be run again. */
export function seeded(what: string, seed = Number(process.env['PAYDESK_SEED'] ?? randomInt(2 ** 31))): Random {
  process.stderr.write(`${what}: PAYDESK_SEED=${seed}\n`);
  return fromSeed(seed);
}

/** The same without a word: for the many sequences of one run, each of which is named when it fails. */
export function fromSeed(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: small, and the same on every machine
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    seed,
    below,
    pick: (from) => from[below(from.length)]!,
    shuffle(list) {
      const copy = [...list];
      for (let last = copy.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [copy[last], copy[other]] = [copy[other]!, copy[last]!];
      }
      return copy;
    },
  };
}
