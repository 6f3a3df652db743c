import type { FailureCode, FailureKind } from '../../kernel/failure.js';
import type { Headers } from '../call.js';
import { usualStatus } from '../errors.js';
import type { Refusal, Voice } from '../errors.js';

const VERSION_HEADER = 'x-supabase-api-version';
const VERSION = '2024-01-01';

/** Words of the protocol's own list of error codes. */
const CODES: Readonly<Partial<Record<FailureCode, string>>> = {
  credentials_invalid: 'invalid_credentials',
  email_not_verified: 'email_not_confirmed',
  refresh_token_invalid: 'refresh_token_not_found',
  code_invalid: 'otp_expired',
  password_weak: 'weak_password',
  permission_missing: 'not_admin',
  origin_foreign: 'no_authorization',
  second_factor_enabled: 'too_many_enrolled_mfa_factors',
  second_factor_needed: 'insufficient_aal',
  second_factor_not_recent: 'reauthentication_needed',
  digits_wrong: 'mfa_verification_failed',
  resource_not_found: 'mfa_factor_not_found',
  body_too_large: 'request_entity_too_large',
  media_type_unsupported: 'bad_json',
  user_not_found: 'user_not_found',
};

const KINDS: Readonly<Record<FailureKind, string>> = {
  missing: 'unknown', refused: 'feature_disabled', conflict: 'conflict', invalid: 'validation_failed', unauthenticated: 'no_authorization',
  forbidden: 'not_admin', throttled: 'over_request_rate_limit', upstream: 'unexpected_failure', unavailable: 'request_timeout', bug: 'unexpected_failure',
};

/** Supabase Auth: by date of the protocol version the client asks for, `{code, message}` or `{code, error_code, msg}`. */
export const voice: Voice = {
  status: { ...usualStatus, refused: 422, conflict: 422, upstream: 500 },
  words: {
    missing: 'Not found', refused: 'Not enabled', conflict: 'Conflict', invalid: 'The request is not valid', unauthenticated: 'This endpoint requires a valid Bearer token',
    forbidden: 'User not allowed', throttled: 'Request rate limit reached', upstream: 'Unexpected failure', unavailable: 'Please try again', bug: 'Unexpected failure',
  },
  say: {
    credentials_invalid: { status: 400, text: 'Invalid login credentials' },
    email_not_verified: { status: 400, text: 'Email not confirmed' },
    refresh_token_invalid: { status: 400, text: 'Invalid Refresh Token: Refresh Token Not Found' },
    code_invalid: { status: 403, text: 'Token has expired or is invalid' },
    password_weak: { status: 422, text: 'Password is too short, too long or too easily guessed' },
    second_factor_enabled: 'A verified factor exists already',
    second_factor_not_recent: { status: 422, text: 'Give the second factor again first' },
    digits_wrong: { status: 422, text: 'Invalid TOTP code entered' },
    resource_not_found: 'MFA factor not found',
    origin_foreign: 'A cookie may be used by our own pages only',
    method_not_allowed: { status: 405, text: 'Method not allowed' },
    body_too_large: 'Request body too large',
    media_type_unsupported: 'Only application/json is understood here',
  },
  envelope(refusal, asked) {
    const code = codeOf(refusal, asked);
    if (speaksVersion(asked)) return { code, message: refusal.text, ...weakness(refusal) };
    return { code: refusal.status, error_code: code, msg: refusal.text, ...weakness(refusal) };
  },
  headers: (refusal, asked) => ({ 'x-sb-error-code': codeOf(refusal, asked), ...(speaksVersion(asked) && { [VERSION_HEADER]: VERSION }) }),
};

/** Versions are dates; whoever asks for this one or a later one gets this one. */
function speaksVersion(asked: Headers): boolean {
  const version = asked[VERSION_HEADER];
  return typeof version === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(version) && version >= VERSION;
}

/** A client told `session_not_found` forgets its session; without any credential there was none. */
function codeOf({ code, kind }: Refusal, asked: Headers): string {
  if (code === 'unauthenticated' && asked['authorization'] !== undefined) return 'session_not_found';
  return CODES[code] ?? KINDS[kind];
}

function weakness({ code, details }: Refusal): object {
  return code === 'password_weak' ? { weak_password: { reasons: [details['reason'] === 'length' ? 'length' : 'pwned'] } } : {};
}
