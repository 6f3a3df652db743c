import { isUuid } from '../../kernel/ids.js';
import type { KeyRing } from '../../kernel/keyring.js';

/** Good for one sign-in, five tries, five minutes, and for nothing but the second factor: no other door takes it. */
export interface Challenge {
  readonly token: string;
  readonly expiresAt: Date;
}

const PURPOSE = 'second-factor-challenge';

/** The challenge's id with a MAC of its own: neither the secret of a mail nor a session can be made of it. */
export function formatChallenge(keys: KeyRing, id: string): string {
  return `2fa.${id}.${keys.mac(PURPOSE, id)}`;
}

/** The id inside a genuine challenge token, or null. */
export function parseChallenge(keys: KeyRing, token: string): string | null {
  const [kind, id = '', mac = '', ...rest] = token.length <= 200 ? token.split('.') : [];
  return kind === '2fa' && rest.length === 0 && isUuid(id) && keys.verifyMac(PURPOSE, id, mac) ? id : null;
}
