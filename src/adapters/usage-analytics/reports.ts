import type { UsageQuery } from '../../core/ports/usage-analytics.js';
import { addDays } from '../../kernel/period.js';
import type { Property } from './find-property.js';

/** Nothing was counted before this day, and Google refuses to be asked. */
const FIRST_DAY = '2015-08-14';
const MOST_FEATURES = 20;

/** What every app reports by itself: no feature of anybody's. */
const AUTOMATIC = [
  'session_start', 'first_open', 'first_visit', 'user_engagement', 'screen_view', 'page_view', 'scroll', 'click', 'app_update', 'app_remove', 'app_clear_data', 'app_exception',
  'os_update', 'app_background', 'notification_receive', 'notification_open', 'notification_dismiss', 'ad_impression', 'form_start',
];

/** The reports that together say everything: Google takes five in one call. Their order is the order of the answers. */
export function reportsFor({ streamId }: Property, { start, end, cohortWeeks }: UsageQuery): object[] {
  const span = [{ startDate: start, endDate: end }];
  const only = streamId === null ? [] : [{ filter: { fieldName: 'streamId', stringFilter: { matchType: 'EXACT', value: streamId } } }];
  const ours = only.length > 0 && { dimensionFilter: only[0]! };
  const noneByItself = { notExpression: { filter: { fieldName: 'eventName', inListFilter: { values: AUTOMATIC } } } };
  return [
    {
      dateRanges: [{ ...span[0]!, name: 'span' }, { startDate: FIRST_DAY, endDate: end, name: 'ever' }],
      metrics: metrics('activeUsers', 'newUsers', 'totalUsers', 'sessions', 'engagedSessions', 'averageSessionDuration', 'eventCount'), ...ours,
    },
    { dateRanges: span, dimensions: [{ name: 'date' }], metrics: metrics('newUsers', 'active1DayUsers', 'active28DayUsers'), orderBys: [{ dimension: { dimensionName: 'date' } }], limit: '400', ...ours },
    {
      dateRanges: span, dimensions: [{ name: 'eventName' }], metrics: metrics('eventCount'), orderBys: [{ metric: { metricName: 'eventCount' }, desc: true }], limit: String(MOST_FEATURES),
      dimensionFilter: { andGroup: { expressions: [noneByItself, ...only] } },
    },
    { dateRanges: span, dimensions: [{ name: 'platform' }], metrics: metrics('activeUsers'), ...ours },
    ...(cohortWeeks.length === 0 ? [] : [{
      dimensions: [{ name: 'cohort' }, { name: 'cohortNthWeek' }], metrics: metrics('cohortActiveUsers', 'cohortTotalUsers'),
      cohortSpec: {
        cohorts: cohortWeeks.map((week) => ({ name: week, dimension: 'firstSessionDate', dateRange: { startDate: week, endDate: addDays(week, 6) } })),
        cohortsRange: { granularity: 'WEEKLY', startOffset: 0, endOffset: 1 },
      },
      ...ours,
    }]),
  ];
}

const metrics = (...names: string[]) => names.map((name) => ({ name }));
