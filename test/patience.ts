import { availableParallelism, loadavg } from 'node:os';

/**
 * Of so many at once, how many may wait in vain, for a lock or for a slow partner: none. On a machine that has other
 * things to do, a tenth. Who waited in vain moved nothing, which is counted outside.
 */
export function mayWaitInVain(atOnce: number): number {
  const busy = loadavg()[0]! > 2 * availableParallelism();
  return busy ? Math.ceil(atOnce / 10) : 0;
}
