import type { TestClock } from './identity.js';

const DAY_MS = 86_400_000;
/** More than the tests of a day take, and less than a webhook's signature may be old. */
const NEAR_MS = 240_000;

/** Steps over a midnight, UTC, that is near, so that what follows happens on one day of one month; gives that day. */
export function oneDay(clock: TestClock): string {
  const left = DAY_MS - (clock.now().getTime() % DAY_MS);
  if (left < NEAR_MS) clock.advance(left);
  return clock.now().toISOString().slice(0, 10);
}
