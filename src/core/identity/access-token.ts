import { createHash } from 'node:crypto';
import { SignJWT, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { isAdmin, permissionsOf } from '../../kernel/roles.js';
import type { Role } from '../../kernel/roles.js';
import type { Identity, TokenClaims } from './identity.js';
import type { SignedIn } from './user.js';

/** Whose claims a token carries: Supabase Auth's, or the hybrid document's. All APIs accept both. */
export type TokenStyle = 'supabase' | 'plain';

/** Which audience goes with which issuer; a token that mixes them was not made by us. */
const AUDIENCE: Readonly<Record<TokenStyle, string>> = { supabase: 'authenticated', plain: 'paydesk' };
const CLOCK_SKEW_S = 60;
const LONGEST_TOKEN = 8_192;
const SHOWN_ROLES: readonly Role[] = ['super_admin', 'admin', 'enterprise_owner', 'shop_owner', 'barber', 'mentor', 'staff', 'customer'];

/** The `iss` claim of a style: PUBLIC_URL/auth/v1 for Supabase's, PUBLIC_URL for the plain one. */
export function issuerOf(identity: Pick<Identity, 'publicUrl'>, style: TokenStyle): string {
  return style === 'supabase' ? `${identity.publicUrl}/auth/v1` : identity.publicUrl;
}

/** Signs an access token (ES256) for a session. Seconds since 1970 in `expiresAt`. */
export async function signAccessToken(identity: Identity, signedIn: SignedIn, style: TokenStyle): Promise<{ token: string; expiresAt: number }> {
  const { kid, key } = await identity.signing.current();
  const issuedAt = Math.floor(identity.world.clock.now().getTime() / 1000);
  const expiresAt = issuedAt + identity.accessTokenSeconds;
  const claims = style === 'supabase' ? supabaseClaims(signedIn) : plainClaims(signedIn);
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .setIssuer(issuerOf(identity, style))
    .setAudience(AUDIENCE[style])
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key);
  return { token, expiresAt };
}

function supabaseClaims({ user, session }: SignedIn): JWTPayload {
  return {
    sub: user.id,
    email: user.email,
    phone: user.phone ?? '',
    app_metadata: { provider: 'email', providers: ['email'], roles: user.roles },
    user_metadata: user.metadata,
    role: 'authenticated',
    aal: `aal${session.aal}`,
    amr: [{ method: session.method === 'recovery_code' ? 'totp' : session.method, timestamp: Math.floor(session.createdAt.getTime() / 1000) }],
    session_id: session.id,
    is_anonymous: false,
  };
}

function plainClaims({ user, session }: SignedIn): JWTPayload {
  return {
    sub: user.serial.toString(),
    email: user.email,
    role: shownRole(user.roles),
    permissions: permissionsOf(user.roles, session.permissions),
    session_id: session.id,
  };
}

/** One role for clients that know only one: the widest. It decides nothing on our side. */
export function shownRole(roles: readonly Role[]): Role {
  if (isAdmin(roles)) return 'admin';
  return SHOWN_ROLES.find((role) => roles.includes(role)) ?? 'customer';
}

/**
 * What a genuine access token says; null for everything else. Checked: ES256 only, a key we know by its name,
 * typ, issuer with its audience, `exp` (required, to the second), `iat` and `nbf` at most 60 s ahead.
 * A signature is checked once per token; the expiry on every call.
 */
export async function readAccessToken(identity: Identity, token: string): Promise<TokenClaims | null> {
  if (token.length > LONGEST_TOKEN) return null;
  const now = identity.world.clock.now();
  const digest = createHash('sha256').update(token).digest('base64');
  const claims = identity.verified.get(digest) ?? (await checkToken(identity, token, now));
  if (claims === null || claims.expiresAt <= now) {
    identity.verified.delete(digest);
    return null;
  }
  identity.verified.set(digest, claims);
  return claims;
}

async function checkToken(identity: Identity, token: string, now: Date): Promise<TokenClaims | null> {
  try {
    const { alg, kid, typ } = decodeProtectedHeader(token);
    if (alg !== 'ES256' || typ !== 'JWT' || typeof kid !== 'string') return null;
    const key = await identity.signing.find(kid);
    if (key === null) return null;
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['ES256'],
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
      currentDate: now,
      clockTolerance: CLOCK_SKEW_S,
    });
    return toClaims(identity, payload, now);
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

function toClaims(identity: Identity, payload: JWTPayload, now: Date): TokenClaims | null {
  const { iss, aud, sub, iat, exp } = payload;
  const sessionId = payload['session_id'];
  const style = (['supabase', 'plain'] as const).find((candidate) => iss === issuerOf(identity, candidate));
  if (style === undefined || aud !== AUDIENCE[style]) return null;
  if (typeof sub !== 'string' || typeof sessionId !== 'string' || iat === undefined || exp === undefined) return null;
  if (iat * 1000 > now.getTime() + CLOCK_SKEW_S * 1000) return null;
  return { subject: sub, sessionId, expiresAt: new Date(exp * 1000) };
}
