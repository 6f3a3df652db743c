import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './cluster.js';

const WATCH_EVERY_MS = 200;
const PAUSE_MS = 1_000;

/** Looks whether the process lives, and calls `restart` when it does not, again and again until that succeeds. */
export function watchPostmaster(pid: () => number, restart: () => Promise<void>) {
  const listeners = new Set<(up: boolean) => void>();
  let up = true;
  let stopped = false;
  let restarting: Promise<void> | undefined;
  const tell = (now: boolean) => {
    up = now;
    for (const listener of listeners) listener(now);
  };
  const revive = async () => {
    tell(false);
    while (!stopped) {
      try {
        await restart();
        return tell(true);
      } catch {
        // The disk may be full or memory short: whatever it is, the next try may succeed.
        await sleep(PAUSE_MS);
      }
    }
  };
  const timer = setInterval(() => {
    if (!restarting && !isAlive(pid())) restarting = revive().finally(() => (restarting = undefined));
  }, WATCH_EVERY_MS);
  timer.unref();
  return {
    isUp: () => up && isAlive(pid()),
    onStateChange(listener: (up: boolean) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await restarting;
    },
  };
}
