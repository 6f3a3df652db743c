import type { Log } from '../../core/ports/log.js';

export interface PollParts {
  readonly name: string;
  readonly everyMs: number;
  /** `true` says that more is waiting: it runs again at once. */
  readonly run: () => Promise<unknown>;
  readonly log: Log;
}

export interface Poll {
  /** Runs now instead of after the pause; during a run, once more after it. */
  wake(): void;
  /** Starts no other run and waits for the one under way. */
  stop(): Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;

/**
 * Runs something again and again, one run at a time. It never dies: after failures it waits half a second, then longer
 * each time up to 5 s, and goes on as before once a run succeeds.
 */
export function poll(parts: PollParts): Poll {
  let stopped = false;
  let wanted = false;
  let interrupt: (() => void) | undefined;
  let failures = 0;

  async function loop(): Promise<void> {
    while (!stopped) {
      wanted = false;
      const more = await once();
      if (stopped) return;
      await pause(waitMs(more));
    }
  }

  async function once(): Promise<boolean> {
    try {
      const more = (await parts.run()) === true;
      if (failures > 0) parts.log.info({ task: parts.name, failures }, 'task works again');
      failures = 0;
      return more;
    } catch (error) {
      failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      parts.log.error({ task: parts.name, failures, reason }, 'task failed, will run again');
      return false;
    }
  }

  function waitMs(more: boolean): number {
    if (failures > 0) return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS);
    return more || wanted ? 0 : parts.everyMs;
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done(): void {
        clearTimeout(timer);
        interrupt = undefined;
        resolve();
      }
      interrupt = done;
    });
  }

  const ended = loop();
  return {
    wake() {
      wanted = true;
      if (failures === 0) interrupt?.();
    },
    async stop() {
      stopped = true;
      interrupt?.();
      await ended;
    },
  };
}
