import { newId } from '../../src/kernel/ids.js';
import type { Random } from '../random.js';

/** One kind of call that must not tell by its length whether an address has an account. */
export interface Timed {
  readonly name: string;
  readonly path: string;
  readonly body: (email: string) => object;
  /** Tries with one address, so that no lock and no hourly limit makes a known one differ. */
  readonly perAddress: number;
}

/** How often a known address takes longer than an unknown one: 0.5 says nothing, 1 says everything. */
export function auc(known: readonly number[], unknown: readonly number[]): number {
  let longer = 0;
  for (const one of known) for (const other of unknown) longer += one > other ? 1 : one === other ? 0.5 : 0;
  return longer / (known.length * unknown.length);
}

/** Milliseconds of `tries` calls, half of them with addresses of accounts, in an order drawn by `random`. */
export async function timeCalls(url: string, call: Timed, addresses: readonly string[], tries: number, random: Random): Promise<{ known: number[]; unknown: number[] }> {
  const half = tries / 2;
  const strangers = Array.from({ length: Math.ceil(half / call.perAddress) }, () => `nobody-${newId()}@example.test`);
  const order = random.shuffle([...Array(half).keys()].flatMap((n) => [
    { kind: 'known' as const, email: addresses[Math.floor(n / call.perAddress)]! },
    { kind: 'unknown' as const, email: strangers[Math.floor(n / call.perAddress)]! },
  ]));
  const times = { known: [] as number[], unknown: [] as number[] };
  for (const { kind, email } of order) {
    const body = JSON.stringify(call.body(email));
    const started = performance.now();
    const response = await fetch(`${url}${call.path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await response.arrayBuffer();
    times[kind].push(performance.now() - started);
  }
  return times;
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
