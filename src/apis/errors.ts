import type { ErrorObject } from 'ajv';
import { ProcessorError } from '../core/ports/processor.js';
import { Failure } from '../kernel/failure.js';
import type { FailureCode, FailureKind } from '../kernel/failure.js';
import type { Headers } from './call.js';
import type { Endpoint } from './endpoint.js';
import { failureOf } from './validate.js';

/** A failure in the words of one API. */
export interface Refusal {
  readonly status: number;
  readonly code: FailureCode;
  readonly kind: FailureKind;
  readonly text: string;
  /** What the failure says of itself; nothing about bugs and partners. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly at: Date;
  /** The error itself, only where its insides may be shown (NODE_ENV=development). */
  readonly shown?: Error;
}

/** A status and a sentence for one code; what is absent comes from its kind. */
export interface Wording {
  readonly status?: number;
  readonly text?: string;
}

/** How one document says no: its numbers, its words, its envelope. */
export interface Voice {
  readonly status: Readonly<Record<FailureKind, number>>;
  readonly words: Readonly<Record<FailureKind, string>>;
  readonly say: Readonly<Partial<Record<FailureCode, string | Wording>>>;
  /** `asked`: the headers of the request, for protocols whose shape depends on them. */
  readonly envelope: (refusal: Refusal, asked: Headers) => object | string;
  /** Headers that go with every refusal of this document. */
  readonly headers?: (refusal: Refusal, asked: Headers) => Readonly<Record<string, string>>;
  /** application/json unless said. */
  readonly contentType?: string;
}

/** The statuses most documents share. */
export const usualStatus: Readonly<Record<FailureKind, number>> = {
  missing: 404, refused: 409, conflict: 409, invalid: 400, unauthenticated: 401, forbidden: 403,
  throttled: 429, upstream: 502, unavailable: 503, bug: 500,
};

/** Failures of HTTP itself have one number everywhere. */
const HTTP_STATUS: Readonly<Partial<Record<FailureCode, number>>> = { body_too_large: 413, media_type_unsupported: 415 };

const FRAMEWORK: Readonly<Record<string, FailureCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_EMPTY_TYPE: 'media_type_unsupported',
};

interface ErrorFields { readonly code?: unknown; readonly statusCode?: unknown; readonly validation?: unknown; readonly validationContext?: unknown; readonly syscall?: unknown }

/** Whatever was thrown, as a Failure: the framework's own refusals included. What nobody expected is a `bug`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ProcessorError) return new Failure(error.outcome === 'refused' ? 'processor_refused' : 'processor_unavailable', {}, { cause: error });
  if (typeof error !== 'object' || error === null) return new Failure('bug', {}, { cause: error });
  const { code, statusCode, validation, validationContext } = error as ErrorFields;
  if (Array.isArray(validation)) return failureOf(validation as ErrorObject[], typeof validationContext === 'string' ? validationContext : 'body');
  const known = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  if (known) return new Failure(known);
  const ofFramework = typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return ofFramework ? new Failure('input_invalid', {}, { cause: error }) : new Failure('bug', {}, { cause: error });
}

/** The failure as `voice` says it, at `endpoint` where the route is known. */
export function refusalOf(failure: Failure, voice: Voice, requestId: string, at: Date, endpoint?: Endpoint): Refusal {
  const { code, kind } = failure;
  const said = voice.say[code];
  const wording: Wording = typeof said === 'string' ? { text: said } : said ?? {};
  const ours = kind === 'bug' || kind === 'upstream';
  const text = endpoint?.says?.[code] ?? wording.text ?? (ours ? endpoint?.fails : undefined) ?? voice.words[kind];
  const { retryAfterSeconds: _header, ...details } = failure.details;
  return { status: HTTP_STATUS[code] ?? wording.status ?? voice.status[kind], code, kind, text, details: ours ? {} : details, requestId, at };
}

/** Seconds for `Retry-After`, where waiting helps. */
export function retryAfter(failure: Failure): number | null {
  const given = failure.details['retryAfterSeconds'];
  if (typeof given === 'number') return Math.max(1, Math.ceil(given));
  if (failure.kind === 'throttled' || failure.code === 'idempotency_key_running') return 1;
  return failure.kind === 'unavailable' ? 2 : null;
}

/** SHOUTED, as some documents write their codes. */
export function shout(code: string): string {
  return code.toUpperCase();
}
