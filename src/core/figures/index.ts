export { readBillingMonths } from './billing-months.js';
export { openBalances, readBillingOverview } from './billing-overview.js';
export { readBillingStats } from './billing-stats.js';
export type { Ageing, BillingMonth, BillingOverview, BillingStats } from './figures.js';
export { moneyInTheWay } from './money-in-the-way.js';
export type { MoneyInTheWay } from './money-in-the-way.js';
export { readBookAhead } from './read-book.js';
