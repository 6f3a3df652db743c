export { readPortalStats, STATS_DAYS } from './portal-stats.js';
export type { PortalStats } from './portal-stats.js';
export type { PortalCounts, PortalVisit } from './portal.js';
export { forgetPortalSessions, trackSession } from './track-session.js';
