import { createHmac, timingSafeEqual } from 'node:crypto';

const OLDEST_SECONDS = 300;
const EARLIEST_SECONDS = 60;
const LONGEST_HEADER = 4_096;
const MOST_SIGNATURES = 16;
const TIMESTAMP = /^\d{1,12}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/**
 * Did Stripe sign these bytes, with one of the secrets, between five minutes ago and one minute ahead?
 * Every `v1` signature is compared, in constant time, with the one each secret gives. The SDK's own check
 * is not used: it takes any timestamp in the future.
 */
export function isSigned(rawBody: Buffer, header: string | string[] | undefined, secrets: readonly string[], now: Date): boolean {
  const signed = typeof header === 'string' ? readHeader(header) : null;
  if (signed === null || rawBody.length === 0) return false;
  const age = now.getTime() / 1_000 - Number(signed.timestamp);
  if (!(age <= OLDEST_SECONDS && age >= -EARLIEST_SECONDS)) return false;
  return secrets.some((secret) => {
    const right = createHmac('sha256', secret).update(`${signed.timestamp}.`).update(rawBody).digest();
    return signed.signatures.some((given) => timingSafeEqual(right, given));
  });
}

/** `t=<seconds>,v1=<hex>[,v1=…]`; other schemes are skipped, more than one time is refused (as in a doubled header). */
function readHeader(header: string): { timestamp: string; signatures: Buffer[] } | null {
  if (header.length > LONGEST_HEADER) return null;
  let timestamp: string | null = null;
  const signatures: Buffer[] = [];
  for (const item of header.split(',')) {
    const equals = item.indexOf('=');
    const scheme = item.slice(0, equals).trimStart();
    const value = item.slice(equals + 1);
    if (scheme === 't') {
      if (timestamp !== null || !TIMESTAMP.test(value)) return null;
      timestamp = value;
    } else if (scheme === 'v1' && SHA256_HEX.test(value)) {
      signatures.push(Buffer.from(value, 'hex'));
    }
  }
  if (timestamp === null || signatures.length === 0 || signatures.length > MOST_SIGNATURES) return null;
  return { timestamp, signatures };
}
