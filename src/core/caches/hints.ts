import type { Hint } from './cache.js';

/** Tells other processes what to forget. Never fails, promises nothing: entries do not live long without it. */
export type TellOthers = (hint: Hint) => void;
