import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every code generator speaks it: SHA-1, six digits, a new code every 30 s. */
const PERIOD_S = 30;
const STANDARD = { algorithm: 'SHA1', digits: 6, period: PERIOD_S } as const;
/** Clocks of telephones go wrong: a code counts one step before and after its own. */
const DRIFT_STEPS = 1;
const SECRET_BYTES = 20;

/** A new secret in base32, for a code generator. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code says: where the secret belongs and how to use it. */
export function otpauthUrl(secret: string, of: { issuer: string; email: string }): string {
  // A colon ends the issuer in the label.
  return new TOTP({ ...STANDARD, secret: Secret.fromBase32(secret), issuer: of.issuer.replaceAll(':', ' '), label: of.email }).toString();
}

/** The number of the time step a code belongs to, or null when it is none of these minutes. */
export function stepOf(secret: string, code: string, at: Date): bigint | null {
  const delta = new TOTP({ ...STANDARD, secret: Secret.fromBase32(secret) }).validate({ token: code, timestamp: at.getTime(), window: DRIFT_STEPS });
  return delta === null ? null : BigInt(Math.floor(at.getTime() / 1000 / PERIOD_S) + delta);
}
