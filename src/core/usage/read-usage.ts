import { Failure } from '../../kernel/failure.js';
import { dayIn } from '../../kernel/period.js';
import type { Log } from '../ports/log.js';
import { UsageUnavailable } from '../ports/usage-analytics.js';
import type { UsageAnalytics, UsageSource } from '../ports/usage-analytics.js';
import type { World } from '../tx.js';
import { deriveFigures, noFigures } from './figures.js';
import type { UsageFigures } from './figures.js';
import { cohortWeeks, daysIn, readSpan } from './span.js';
import type { Span } from './span.js';
import { keepReport, selectLatestReport, selectReport, selectSource } from './store.js';
import type { KeptReport } from './store.js';

/** What is known of the usage of a customer's app in a span of days. */
export interface UsageReport {
  readonly span: Span;
  readonly figures: UsageFigures;
  /** unconnected: the customer has no app; unknown: nobody could be asked; old: the last figures that were given. */
  readonly state: 'fresh' | 'old' | 'unknown' | 'unconnected';
  readonly fetchedAt: Date | null;
}

export interface UsageWish {
  readonly customerId: string;
  /** YYYY-MM-DD; 30 days until today unless said. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** Reads usage. Whatever is wrong outside is logged and answered with the last figures or zeros. `input_invalid`, `customer_not_found`. */
export type ReadUsage = (wish: UsageWish) => Promise<UsageReport>;

export interface UsageParts {
  readonly world: World;
  readonly analytics: UsageAnalytics;
  readonly log: Log;
  readonly zone: string;
}

const FRESH_MS = 3_600_000;
/** So long nobody is asked again after a failure. */
const REST_MS = 60_000;
/** Google counts from here on; an earlier day is refused there. */
const FIRST_DAY = '2015-08-14';

export function usageReader({ world, analytics, log, zone }: UsageParts): ReadUsage {
  /** Who misses the same at the same time asks once. */
  const asking = new Map<string, Promise<KeptReport>>();
  const resting = new Map<string, number>();

  const ask = async (customerId: string, source: UsageSource, span: Span): Promise<KeptReport> => {
    const now = world.clock.now();
    const today = dayIn(zone, now);
    const counted = { start: span.start < FIRST_DAY ? FIRST_DAY : span.start, end: span.end };
    const figures = span.end < FIRST_DAY ? noFigures(span) : deriveFigures(await analytics.count({ source, ...counted, cohortWeeks: cohortWeeks(counted).filter((week) => week >= FIRST_DAY) }), span, today);
    const kept = { figures, fetchedAt: now };
    await keepReport(world.read, { customerId, source: nameOf(source), span }, kept);
    return kept;
  };

  return async ({ customerId, start, end }) => {
    const now = world.clock.now();
    const span = readSpan({ start, end }, dayIn(zone, now));
    const source = await selectSource(world.read, customerId);
    if (!source) throw new Failure('customer_not_found');
    if (source.appId === null && source.propertyId === null) return { span, figures: noFigures(span), state: 'unconnected', fetchedAt: null };
    const known = await selectReport(world.read, customerId, nameOf(source), span);
    const age = known ? now.getTime() - known.fetchedAt.getTime() : Infinity;
    // A clock that was set back makes reports of the future: they count as old.
    if (known && age >= 0 && age < FRESH_MS) return { span, ...known, state: 'fresh' };
    const key = `${customerId} ${nameOf(source)} ${span.start} ${span.end}`;
    if ((resting.get(nameOf(source)) ?? 0) <= now.getTime()) {
      const mine = asking.get(key) ?? ask(customerId, source, span).finally(() => asking.delete(key));
      asking.set(key, mine);
      try {
        return { span, ...(await mine), state: 'fresh' };
      } catch (error) {
        if (!(error instanceof UsageUnavailable)) throw error;
        if (resting.size > 1_000) resting.clear();
        resting.set(nameOf(source), now.getTime() + REST_MS);
        const facts = { customer_id: customerId, reason: error.reason, code: error.code };
        if (error.reason === 'refused') log.error(facts, 'usage figures were refused: look at the credentials and the app’s ids');
        else log.warn(facts, 'usage figures could not be read');
      }
    }
    // Who named no days wants the last ones there are.
    const last = known ? { span, ...known } : start === undefined && end === undefined ? await selectLatestReport(world.read, customerId, nameOf(source), daysIn(span)) : undefined;
    return last ? { ...last, state: 'old' } : { span, figures: noFigures(span), state: 'unknown', fetchedAt: null };
  };
}

/** Under which reports are kept: another app's are never shown. */
function nameOf({ propertyId, appId, projectId }: UsageSource): string {
  return propertyId ?? `${projectId ?? ''}/${appId ?? ''}`;
}
