import { ProcessorError } from '../../../core/ports/processor.js';
import type { ProcessorOutcome } from '../../../core/ports/processor.js';
import { intentInError } from './read-intent.js';
import { isWire } from './wire.js';
import type { Wire } from './wire.js';

/** Broken before a single byte of the request left: nothing can have moved. */
const UNTRUSTED_PEER = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

/** The connection was cut while a request was on its way (client.ts renames it, see there). */
export const CONNECTION_CUT = 'CONNECTION_CUT';

/**
 * Their error as ours, with what it says about the money:
 * `refused`, Stripe looked at the request and said no; `unavailable`, it did not look at it (never reached,
 * not admitted, told to come later); `unknown`, everything else.
 */
export function toProcessorError(error: unknown, account: string): ProcessorError {
  if (error instanceof ProcessorError) return error;
  const wire: Wire = isWire(error) ? error : {};
  if (wire['type'] === 'StripeConnectionError') return connectionFailure(wire['detail'], error);
  const status = wire['statusCode'];
  if (typeof status !== 'number') return new ProcessorError('unknown', 'malformed_answer', null, { cause: error });
  return new ProcessorError(outcomeOf(status, wire), codeOf(wire), intentInError(wire['payment_intent'], account), { cause: error });
}

function outcomeOf(status: number, error: Wire): ProcessorOutcome {
  if (status === 429 || error['code'] === 'lock_timeout' || error['code'] === 'rate_limit') return 'unavailable';
  // Our key was withdrawn: this call did nothing, but an earlier one with the same idempotency key may have.
  if (status === 401 || status === 403) return 'unavailable';
  // A call with this key is running, or ran with other words: what it did is not known from here.
  if (status === 409 || error['rawType'] === 'idempotency_error') return 'unknown';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}

function codeOf(error: Wire): string {
  for (const name of ['code', 'rawType', 'type']) {
    const code = error[name];
    if (typeof code === 'string' && code !== '') return code;
  }
  return 'api_error';
}

function connectionFailure(detail: unknown, cause: unknown): ProcessorError {
  if (neverLeft(detail)) return new ProcessorError('unavailable', 'not_reached', null, { cause });
  const code = isWire(detail) && detail['code'] === 'ETIMEDOUT' ? 'timeout' : 'connection_lost';
  return new ProcessorError('unknown', code, null, { cause });
}

/** Was the failure one of finding, connecting or trusting the other side? */
function neverLeft(detail: unknown): boolean {
  if (!isWire(detail)) return false;
  if (Array.isArray(detail['errors'])) return detail['errors'].length > 0 && detail['errors'].every(neverLeft);
  if (typeof detail['code'] === 'string' && UNTRUSTED_PEER.test(detail['code'])) return true;
  return detail['syscall'] === 'connect' || detail['syscall'] === 'getaddrinfo';
}

/** What to do about a failed attempt: try again with the same key at once, after a pause, or not at all. */
export type Remedy = 'repeat' | 'wait' | 'give up';

/** Only where the same key makes a repetition harmless, and where it can change the answer soon. */
export function remedyFor(failure: ProcessorError): Remedy {
  const cause: Wire = isWire(failure.cause) ? failure.cause : {};
  const detail = cause['detail'];
  if (isWire(detail) && detail['code'] === CONNECTION_CUT) return 'repeat';
  if (failure.code === 'idempotency_key_in_use' || failure.code === 'lock_timeout') return 'wait';
  return cause['statusCode'] === 429 || failure.code === 'rate_limit' ? 'wait' : 'give up';
}
