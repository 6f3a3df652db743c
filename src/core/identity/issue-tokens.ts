import { signAccessToken } from './access-token.js';
import type { TokenStyle } from './access-token.js';
import type { Identity } from './identity.js';
import { formatRefreshToken } from './refresh-token.js';
import type { SignedIn } from './user.js';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** The access and refresh token of a session as it stands: the same refresh token for the same generation. */
export async function issueTokens(identity: Identity, signedIn: SignedIn, style: TokenStyle): Promise<Tokens> {
  const { token, expiresAt } = await signAccessToken(identity, signedIn, style);
  return {
    accessToken: token,
    refreshToken: formatRefreshToken(identity.keys, signedIn.session.id, signedIn.session.generation),
    expiresIn: identity.accessTokenSeconds,
    expiresAt,
  };
}
