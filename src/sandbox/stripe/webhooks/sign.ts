import { createHmac } from 'node:crypto';

/** The value of `Stripe-Signature`: HMAC-SHA256 over `<time>.<body>`, hex. `at` is in Unix seconds. */
export function signatureOf(body: string, secret: string, at: number): string {
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${signature}`;
}
