import { createHmac } from 'node:crypto';

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A code generator of its own (RFC 6238, RFC 4226), so that ours is not compared with itself. */
export function totp(secret: string, at: Date | number = Date.now()): string {
  const bits = [...secret.replace(/=+$/, '')].map((sign) => SIGNS.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Number(at) / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = digest[19]! & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Six digits that are none of the codes of these minutes. */
export function wrongTotp(secret: string, at: Date | number = Date.now()): string {
  const near = new Set([-60_000, -30_000, 0, 30_000, 60_000].map((shift) => totp(secret, Number(at) + shift)));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((digits) => !near.has(digits))!;
}
