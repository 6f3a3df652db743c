import type { Identity } from '../../core/identity/index.js';
import type { World } from '../../core/tx.js';
import type { ReadUsage } from '../../core/usage/index.js';

/** What the chapters of the billing document work with. */
export interface BillingContext {
  readonly world: World;
  readonly identity: Identity;
  readonly usage: ReadUsage;
}
