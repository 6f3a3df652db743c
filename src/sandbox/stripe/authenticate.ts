import type { IncomingHttpHeaders } from 'node:http';
import type { Form } from '../form.js';
import type { Role } from './call.js';
import { sameText } from './resources/client-secret.js';
import { StripeFailure } from './failure.js';

export interface Keys {
  secretKey: string;
  publishableKey: string;
}

/** Who calls, by Bearer, Basic or the `key` parameter (which is taken out of the form). 401 for anyone else. */
export function authenticate(headers: IncomingHttpHeaders, form: Form, keys: Keys): Role {
  const sent = keyIn(headers.authorization) ?? form.key;
  delete form.key;
  if (typeof sent !== 'string' || sent === '') {
    throw unauthorized('You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. \'Authorization: Bearer YOUR_SECRET_KEY\').');
  }
  if (sameText(sent, keys.secretKey)) return 'secret';
  if (sameText(sent, keys.publishableKey)) return 'public';
  throw unauthorized(`Invalid API Key provided: ${sent.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(24, sent.length - 12)))}${sent.length > 12 ? sent.slice(-4) : ''}`);
}

function keyIn(header: string | undefined): string | undefined {
  const [scheme, value = ''] = header?.split(' ') ?? [];
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
  return undefined;
}

export function unauthorized(message: string, code?: string): StripeFailure {
  const failure = new StripeFailure(401, 'invalid_request_error', message, code ? { code } : {});
  failure.headers['WWW-Authenticate'] = 'Basic realm="Stripe"';
  return failure;
}
