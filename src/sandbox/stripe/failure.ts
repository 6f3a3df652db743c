export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** The fields of Stripe's error object beside its type and message. */
export interface ErrorFields {
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  payment_method_type?: string;
}

/**
 * A refusal in Stripe's words.
 * `begun` says that the operation had started: such an answer is kept under its idempotency key.
 * `effects` says that what was written so far stays (a declined charge is a record too).
 */
export class StripeFailure extends Error {
  begun = false;
  effects = false;
  intent?: { kind: 'payment_intent' | 'setup_intent'; id: string };
  paymentMethod?: string;
  headers: Record<string, string> = {};

  constructor(
    readonly status: number,
    readonly type: ErrorType,
    message: string,
    readonly fields: ErrorFields = {},
  ) {
    super(message);
  }
}

/** 400 for a parameter that cannot be taken; the same key may be used again with a better one. */
export function badParameter(message: string, param?: string, code?: string): StripeFailure {
  return new StripeFailure(400, 'invalid_request_error', message, { ...(code && { code }), ...(param && { param }) });
}

export function noSuch(noun: string, id: string, param: string, status = 404): StripeFailure {
  const failure = new StripeFailure(status, 'invalid_request_error', `No such ${noun}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
  failure.begun = true;
  return failure;
}

/** 400 for an operation that the object's state does not allow. */
export function wrongState(message: string, code: string, param?: string): StripeFailure {
  const failure = badParameter(message, param, code);
  failure.begun = true;
  return failure;
}
