export { permille, readPortalStats, STATS_DAYS } from './portal-stats.js';
export type { PortalCounts, PortalStats } from './portal-stats.js';
export { forgetPortalSessions, trackSession } from './track-session.js';
export type { PortalVisit } from './track-session.js';
