export { BUSINESS, CACHE_SIZES, readHint } from './cache.js';
export type { CacheName, Hint } from './cache.js';
export { cached, forgetCached, joinHints, readCacheFigures, resetCacheFigures } from './cached.js';
export type { HintLine, Wanted } from './cached.js';
export type { CacheFigures } from './caches.js';
export type { TellOthers } from './hints.js';
export { touch, touchCustomers } from './touch.js';
