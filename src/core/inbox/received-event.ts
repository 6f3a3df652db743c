import type { ProcessorEvent } from '../ports/processor.js';

/** A verified message of a processor and the bytes it came in. */
export interface ReceivedEvent {
  readonly event: ProcessorEvent;
  readonly payload: Buffer;
  /** How often it was tried before; absent for what just came in. */
  readonly attempts?: number;
}

/** Seconds until an event that failed is tried again: quickly first, then ever less often, for days. */
const RETRY_SECONDS = [5, 15, 60, 300, 900, 3600];

/** An event about something that never came is put aside for good after this many tries (about ten hours). */
export const LAST_TRY = 16;

export function nextTry(attempts: number, now: Date): Date {
  return new Date(now.getTime() + (RETRY_SECONDS[attempts] ?? 3600) * 1000);
}
