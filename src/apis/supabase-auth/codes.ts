import { enterByCode, register, requestCode } from '../../core/identity/index.js';
import type { CodePurpose } from '../../core/identity/index.js';
import { Failure } from '../../kernel/failure.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { callerOf } from '../caller.js';
import type { SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';
import { entranceAnswer } from './sessions.js';
import { pendingView } from './views.js';

type MailType = 'signup' | 'recovery' | 'invite' | 'magiclink' | 'email';

/** `email` is what clients send for any code of digits that came by mail. */
const PURPOSES: Readonly<Record<MailType, readonly CodePurpose[]>> = {
  signup: ['verify_email'], invite: ['verify_email'], recovery: ['recovery'], magiclink: ['sign_in'], email: ['sign_in', 'verify_email'],
};
const PAGES: Readonly<Record<MailType, string>> = { signup: 'verify-email', invite: 'verify-email', recovery: 'reset-password', magiclink: 'enter', email: 'enter' };

type Codes = 'POST /auth/v1/signup' | 'POST /auth/v1/recover' | 'POST /auth/v1/otp' | 'POST /auth/v1/magiclink' | 'POST /auth/v1/resend' | 'POST /auth/v1/verify' | 'GET /auth/v1/verify';

/** Everything that goes through the mail. What is answered never depends on whether the address has an account. */
export const codes: Pick<Handlers<SupabaseAuth, IdentityContext>, Codes> = {
  async 'POST /auth/v1/signup'(call, { identity }) {
    const { email, password, data } = call.body;
    return pendingView(await register(identity, { email, password, name: nameIn(data ?? {}, email), metadata: data ?? {} }, callerOf(call)));
  },

  async 'POST /auth/v1/recover'(call, { identity }) {
    await requestCode(identity, call.body.email, 'recovery', callerOf(call));
    return {};
  },

  async 'POST /auth/v1/otp'(call, { identity }) {
    await requestCode(identity, call.body.email, 'sign_in', callerOf(call));
    return { message_id: null };
  },

  async 'POST /auth/v1/magiclink'(call, { identity }) {
    await requestCode(identity, call.body.email, 'sign_in', callerOf(call));
    return {};
  },

  async 'POST /auth/v1/resend'(call, { identity }) {
    await requestCode(identity, call.body.email, 'verify_email', callerOf(call));
    return { message_id: null };
  },

  async 'POST /auth/v1/verify'(call, context) {
    const { type, email, token, token_hash: tokenHash } = call.body;
    const presented = tokenHash !== undefined ? { token: tokenHash } : email !== undefined && token !== undefined ? { email, digits: token } : null;
    if (presented === null) throw new Failure('input_missing', { fields: { token_hash: 'is required, or email and token' } });
    return entranceAnswer(context, await enterByCode(context.identity, presented, PURPOSES[type], callerOf(call), 'half'));
  },

  /** Only shows the way: a code is spent by POST, so that scanners of links do not spend it. */
  async 'GET /auth/v1/verify'(call, { identity }) {
    const location = `${identity.publicUrl}/app/${PAGES[call.query.type]}#token=${encodeURIComponent(call.query.token)}`;
    return answer(null, { status: 302, headers: { location, 'referrer-policy': 'no-referrer' } });
  },
};

function nameIn(data: Readonly<Record<string, unknown>>, email: string): string {
  const given = [data['full_name'], data['name'], data['display_name']].find((name) => typeof name === 'string' && name.trim() !== '');
  return typeof given === 'string' ? given.trim() : email.split('@')[0] ?? email;
}
