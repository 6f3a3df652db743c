import type { Log } from '../ports/log.js';
import type { World } from '../tx.js';
import { markMessages } from './queue-store.js';
import type { Verdict } from './queue-store.js';
import { pause } from './waiting.js';

/** Writes verdicts soon after they come, many in one statement. */
export interface Marker {
  add(verdict: Verdict): void;
  /** Tries once more to write what waits; what cannot be written is sent again when its lease ends. */
  finish(): Promise<void>;
}

/** How long verdicts gather. */
const GATHER_MS = 5;
const RETRY_MS = 1_000;

export function createMarker(world: World, log: Log): Marker {
  let verdicts: Verdict[] = [];
  let marking: Promise<void> | undefined;
  let finishing = false;

  /** Until none is left; while the database is away they wait here. */
  async function mark(): Promise<void> {
    await pause(GATHER_MS);
    while (verdicts.length > 0) {
      const batch = verdicts;
      verdicts = [];
      try {
        await markMessages(world, batch);
      } catch (error) {
        verdicts = [...batch, ...verdicts];
        log.warn({ waiting: verdicts.length, reason: String(error) }, 'sent messages could not be marked yet');
        if (finishing) break;
        await pause(RETRY_MS);
      }
    }
    marking = undefined;
  }

  return {
    add(verdict) {
      verdicts.push(verdict);
      marking ??= mark();
    },
    async finish() {
      finishing = true;
      while (marking !== undefined) await marking;
    },
  };
}
