import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { unauthorized } from './authenticate.js';
import { StripeFailure } from './failure.js';
import type { Fault } from './faults.js';

/** What goes wrong before anything is done. True: no answer will be given. */
export async function meetBefore(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.mode) {
    case 'timeout_before':
      return true;
    case 'reset_before':
      response.socket?.resetAndDestroy();
      return true;
    case 'slow':
      await sleep(fault.ms ?? 1000);
      return false;
    case 'error500_before':
      throw new StripeFailure(500, 'api_error', 'An unknown error occurred');
    case 'unauthorized':
      throw unauthorized('Invalid API Key provided: sk_test_********', 'api_key_expired');
    case 'conflict':
      throw new StripeFailure(409, 'idempotency_error', 'There is currently another in-progress request using this key.', { code: 'idempotency_key_in_use' });
    case 'rate_limited':
      throw limited(fault.retry_after ?? 1);
    default:
      return false;
  }
}

function limited(seconds: number): StripeFailure {
  const failure = new StripeFailure(429, 'invalid_request_error', 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.', { code: 'rate_limit' });
  failure.headers['Retry-After'] = String(seconds);
  return failure;
}

/** What goes wrong on the way back, when the work is done. True: the answer is given, or never will be. */
export async function breakAnswer(fault: Fault, reply: { status: number; body: string }, response: ServerResponse): Promise<boolean> {
  switch (fault.mode) {
    case 'timeout_after':
      return true;
    case 'reset_after':
      response.socket?.resetAndDestroy();
      return true;
    case 'error500_after':
      response.writeHead(500, { 'Content-Type': 'application/json' }).end('{"error":{"message":"An unknown error occurred","type":"api_error"}}');
      return true;
    case 'malformed':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(reply.body.slice(0, Math.floor(reply.body.length / 2)));
      return true;
    case 'slow_after':
      await sleep(fault.ms ?? 1000);
      return false;
    default:
      reply.body = falsify(fault, reply.body);
      return false;
  }
}

/** An answer that does not say what was done. */
function falsify(fault: Fault, body: string): string {
  const fields = JSON.parse(body) as Record<string, unknown>;
  if (fields.error !== undefined) return body;
  if (fault.mode === 'wrong_amount') return JSON.stringify({ ...fields, amount: Number(fields.amount) + 100, amount_received: Number(fields.amount_received ?? 0) + 100 });
  if (fault.mode === 'wrong_currency') return JSON.stringify({ ...fields, currency: fields.currency === 'eur' ? 'usd' : 'eur' });
  if (fault.mode === 'wrong_id') return JSON.stringify({ ...fields, id: `${String(fields.id)}x` });
  if (fault.mode === 'wrong_status') return JSON.stringify({ ...fields, status: 'requires_payment_method' });
  return body;
}
