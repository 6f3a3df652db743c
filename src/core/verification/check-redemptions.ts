import { postedUnder } from './money-store.js';
import type { PostedLine } from './money-store.js';
import { expectInstant, expectLine } from './posted.js';
import { readRedemptions } from './redemptions-store.js';
import type { RedemptionRow } from './redemptions-store.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

/** Points given for a reward left the customer's account, and came back if and only if it was cancelled. */
export async function checkRedemptions(survey: Survey): Promise<void> {
  const { reader } = survey;
  for await (const page of inPages(FIRST_UUID, (after) => readRedemptions(reader, after), (r) => r.id)) {
    const posted = await postedUnder(reader, page.flatMap(({ id }) => [`points.redeemed:${id}`, `points.returned:${id}`]));
    for (const redemption of page) {
      checkRedemption(survey, redemption, posted.get(`points.redeemed:${redemption.id}`), posted.get(`points.returned:${redemption.id}`));
    }
    survey.counted('reward_redemptions', page.length);
  }
}

function checkRedemption(survey: Survey, redemption: RedemptionRow, given: readonly PostedLine[] | undefined, returned: readonly PostedLine[] | undefined): void {
  const wrong = (problem: string) => survey.found('reward_redemptions', redemption.id, problem);
  const own = (lines: readonly PostedLine[]) => lines.filter((line) => line.owner === redemption.customer_id);
  if (!given) wrong('the book never took its points');
  else {
    expectLine(own(given), 'customer_points', redemption.points, wrong);
    expectInstant('redeemed', redemption.created_at, given, wrong);
  }
  const cancelled = redemption.state === 'cancelled';
  if (cancelled !== (returned !== undefined)) wrong(cancelled ? 'is cancelled, but the book never gave its points back' : `is ${redemption.state}, but the book gave its points back`);
  if (cancelled && returned) {
    expectLine(own(returned), 'customer_points', -redemption.points, wrong);
    expectInstant('cancelled', redemption.decided_at, returned, wrong);
  }
}
