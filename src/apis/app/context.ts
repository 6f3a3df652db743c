import type { Principal } from '../../core/identity/index.js';
import { hasRole } from '../../core/identity/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { FailureCode } from '../../kernel/failure.js';
import type { DemoLogin } from './contract.js';

/** What pages are told about this installation. */
export interface AppFacts {
  readonly mode: 'demo' | 'live';
  /** Null: no card processor. */
  readonly publishableKey: string | null;
  /** Ports of the sandbox partners, which pages reach at their own host name; null outside of a demo. */
  readonly sandboxPort: number | null;
  readonly mailboxPort: number | null;
  readonly demoLogins: () => Promise<readonly DemoLogin[]>;
}

export interface AppContext {
  readonly world: World;
  readonly facts: AppFacts;
  /** Makes a changed test clock act at once. */
  readonly refreshClock: () => Promise<void>;
}

/** Sees every customer's things. */
export function isStaff(who: Principal): boolean {
  return hasRole(who, 'staff');
}

/** The customer whose things the caller may see; undefined for staff: everybody's. `customer_not_found`. */
export function ownOnly(who: Principal): string | undefined {
  if (isStaff(who)) return undefined;
  if (who.customerId === null) throw new Failure('customer_not_found');
  return who.customerId;
}

/** Whose things a list shows: one's own, or for staff everybody's or those of the customer who is named. `customer_not_found` for a foreign one. */
export function listedOf(own: string | undefined, named: string | undefined): string | undefined {
  const meant = named === undefined ? own : uuid(named, 'customer_not_found');
  if (own !== undefined && meant !== own) throw new Failure('customer_not_found');
  return meant;
}

/** A UUID, or what an unknown one is answered with. */
export function uuid(text: string, orElse: FailureCode): string {
  if (!isUuid(text)) throw new Failure(orElse);
  return text.toLowerCase();
}
