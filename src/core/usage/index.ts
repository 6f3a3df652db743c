export type { UsageFigures } from './figures.js';
export { forgetUsageReports } from './forget-reports.js';
export { usageReader } from './read-usage.js';
export type { ReadUsage, UsageReport } from './read-usage.js';
