import type { Role } from '../../kernel/roles.js';
import type { Actor } from '../tx.js';

/** A person who signs in. `id`, `serial` and `publicId` are three names of one row. */
export interface User {
  readonly id: string;
  readonly serial: bigint;
  readonly publicId: string;
  readonly email: string;
  readonly emailVerifiedAt: Date | null;
  readonly name: string;
  readonly phone: string | null;
  /** When the number was proven to be theirs: codes are texted to no other. */
  readonly phoneConfirmedAt: Date | null;
  /** A second factor is in force. */
  readonly twoFactors: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Kept for the user's own client; decides nothing. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly lastSignInAt: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly roles: readonly Role[];
  /** The customer this user acts for, unless that one is archived. */
  readonly customerId: string | null;
}

/** A signed-in device: the family of its refresh tokens. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly aal: 1 | 2;
  readonly method: string;
  readonly permissions: readonly string[] | null;
  readonly generation: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SignedIn {
  readonly user: User;
  readonly session: Session;
}

/** What is known of whoever calls, for sessions and the audit log. */
export interface Caller {
  readonly ip?: string | null;
  readonly userAgent?: string | null;
  readonly requestId?: string | null;
}

/** A caller in the audit log: as this user, or as nobody yet. */
export function actorFor(userId: string | null, caller: Caller): Actor {
  return { userId, ip: caller.ip ?? null, requestId: caller.requestId ?? null };
}
