import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
let pool = Buffer.alloc(0);
let used = 0;

/** `length` random letters and digits. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    if (used >= pool.length) [pool, used] = [randomBytes(8192), 0];
    const six = (pool[used++] ?? 0) & 63;
    if (six < 62) text += LETTERS[six];
  }
  return text;
}

/** An id in Stripe's form, `pi_3Q…`: time first, so that ids sort roughly by age. */
export function newId(prefix: string): string {
  let time = '';
  for (let rest = Date.now(); rest > 0; rest = Math.floor(rest / 62)) time = LETTERS[rest % 62] + time;
  return `${prefix}_1${time}${randomText(16)}`;
}
