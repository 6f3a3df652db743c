import type { Day } from '../../kernel/period.js';

/**
 * Whose usage is asked for. The app's own id says all that is needed; its project where it is known by a name.
 * A property alone means all of it.
 */
export interface UsageSource {
  readonly appId: string | null;
  readonly projectId: string | null;
  readonly propertyId: string | null;
}

/** What was counted of an app from `start` to `end`, both included. Days without anything may be missing. */
export interface UsageCounts {
  readonly activeUsers: number;
  readonly newUsers: number;
  /** Everybody who ever came, until `end`. */
  readonly totalUsers: number;
  readonly sessions: number;
  /** Of them those that lasted, or in which something was done. */
  readonly engagedSessions: number;
  /** Seconds, of all sessions together. */
  readonly sessionSeconds: number;
  readonly events: number;
  readonly days: readonly UsageDay[];
  /** What people did, most frequent first; what every app reports by itself is left out. */
  readonly features: readonly { readonly name: string; readonly count: number }[];
  /** Who uses two of them counts in both. */
  readonly platforms: readonly { readonly platform: 'ios' | 'android' | 'web' | 'other'; readonly users: number }[];
  /** Of those who first came in one week, how many came again in the next. */
  readonly cohorts: readonly { readonly users: number; readonly returned: number }[];
}

export interface UsageDay {
  readonly day: Day;
  readonly newUsers: number;
  /** Users of that day, and of the 28 days that end with it. */
  readonly active1Day: number;
  readonly active28Days: number;
}

export interface UsageQuery {
  readonly source: UsageSource;
  readonly start: Day;
  readonly end: Day;
  /** First days of the weeks (Sunday to Saturday) whose newcomers are followed; 12 at most. */
  readonly cohortWeeks: readonly Day[];
}

/**
 * Why there are no figures: `unreachable` may pass, `refused` wants somebody to look (credentials, rights,
 * a property that is not there). No text of the other side, which may name accounts.
 */
export class UsageUnavailable extends Error {
  override name = 'UsageUnavailable';
  constructor(readonly reason: 'unreachable' | 'refused' | 'not_configured', readonly code: string, options?: ErrorOptions) {
    super(`${reason}: ${code}`, options);
  }
}

/** Where the usage of customers' apps is counted. Only reads; every failure is a UsageUnavailable. */
export interface UsageAnalytics {
  count(query: UsageQuery): Promise<UsageCounts>;
}
