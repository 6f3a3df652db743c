const NAMES: Record<number, string> = { 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 500: 'INTERNAL', 503: 'UNAVAILABLE' };

/** A refusal as Google's APIs put it. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(readonly code: number, message: string) {
    super(message);
  }

  get body(): object {
    return { error: { code: this.code, message: this.message, status: NAMES[this.code] ?? 'UNKNOWN' } };
  }
}
