import { Secret, TOTP } from 'otpauth';

/** What the owner's telephone shows for a secret at an instant. */
export function codeOf(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}
