import {
  answerChallenge, beginSecondFactor, confirmSecondFactor, enterByCode, enterByPassword, issueTokens, refresh, register, requestCode, requestSignInCode,
  resetPasswordOnly, shownRole, signOut,
} from '../../core/identity/index.js';
import type { Address, Entrance, Identity, PendingRegistration, SignedIn, User } from '../../core/identity/index.js';
import { parseEmail } from '../../kernel/email.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { callerOf, whoCalls } from '../caller.js';
import { qrCodeAddress } from '../qr-code.js';
import { NO_SESSION_COOKIES, refreshTokenIn, sessionCookies } from '../session-cookies.js';
import type { auth, AuthSession, TwoFactorChallenge, User as UserView } from './contract-auth.js';

export interface AuthContext {
  readonly identity: Identity;
}

export const authHandlers: Handlers<typeof auth, AuthContext> = {
  async 'POST /auth/login'(call, { identity }) {
    try {
      return await entranceAnswer(identity, await enterByPassword(identity, call.body, callerOf(call)));
    } catch (error) {
      // The document has one answer for everything that is wrong with a login.
      if (isFailure(error, 'email_not_verified')) throw new Failure('credentials_invalid');
      throw error;
    }
  },

  /** The same answer whoever has the address, and no tokens: it must be proven first. What else is in the body counts for nothing. */
  async 'POST /auth/register'(call, { identity }) {
    const { email, password, name, phone, company_name: company } = call.body;
    const metadata = company === undefined || company.trim() === '' ? {} : { company_name: company.trim() };
    return { user: pendingView(await register(identity, { email, password, name, phone: phone ?? null, metadata }, callerOf(call))) };
  },

  async 'POST /auth/logout'(call, { identity }) {
    await identity.world.transact((tx) => signOut(tx, call.who, 'local', call.actor));
    return answer({ message: 'Logged out' }, { cookies: NO_SESSION_COOKIES });
  },

  async 'POST /auth/refresh'(call, { identity }) {
    const token = call.body?.refresh_token ?? refreshTokenIn(call.headers['cookie']);
    if (token === undefined) throw new Failure('refresh_token_invalid');
    return sessionAnswer(identity, await refresh(identity, token, callerOf(call)));
  },

  async 'POST /auth/password-reset'(call, { identity }) {
    await requestCode(identity, parseEmail(call.body.email), 'recovery', callerOf(call));
    return { message: 'If the address is known, a reset e-mail is on its way' };
  },

  async 'POST /auth/password-reset/confirm'(call, { identity }) {
    try {
      await resetPasswordOnly(identity, call.body.token, call.body.new_password, callerOf(call));
    } catch (error) {
      if (isFailure(error, 'code_invalid')) throw new Failure('token_invalid');
      throw error;
    }
    return answer({ message: 'Password changed. Please log in again.' }, { cookies: NO_SESSION_COOKIES });
  },

  /** With the token of a login: its second half. Signed in and without one: the first code of a new generator. */
  async 'POST /auth/verify-2fa'(call, { identity }) {
    const { code, challenge_token: token } = call.body;
    if (token !== undefined) return sessionAnswer(identity, await answerChallenge(identity, { token }, code, callerOf(call)));
    const who = await whoCalls(identity, call.headers);
    if (who === null) throw new Failure('unauthenticated');
    return sessionAnswer(identity, await confirmSecondFactor(identity, who.userId, code, callerOf(call)));
  },

  async 'POST /auth/enable-2fa'({ who, actor }, { identity }) {
    const { secret, otpauthUrl, recoveryCodes } = await beginSecondFactor(identity, { id: who.userId, email: who.email }, actor);
    return { secret, otpauth_url: otpauthUrl, qr_code: await qrCodeAddress(otpauthUrl), backup_codes: [...recoveryCodes] };
  },

  async 'GET /auth/2fa-status'({ who }) {
    return { enabled: who.twoFactors };
  },

  async 'POST /auth/request-code'(call, { identity }) {
    const address = addressIn(call.body);
    await requestSignInCode(identity, address, call.body.channel ?? ('phone' in address ? 'sms' : 'email'), callerOf(call));
    return { message: 'If the account is known, a code is on its way' };
  },

  /** The first factor only: where there is a second, it is asked for. */
  async 'POST /auth/verify-code'(call, { identity }) {
    const presented = { ...addressIn(call.body), digits: call.body.code };
    return entranceAnswer(identity, await enterByCode(identity, presented, ['sign_in'], callerOf(call)));
  },
};

function addressIn({ email, phone }: { readonly email?: string; readonly phone?: string }): Address {
  if (email !== undefined) return { email: parseEmail(email) };
  if (phone !== undefined && phone.trim() !== '') return { phone };
  throw new Failure('input_missing', { fields: { email: 'is required, or phone' } });
}

async function entranceAnswer(identity: Identity, entrance: Entrance) {
  if (entrance.outcome === 'signed_in') return sessionAnswer(identity, entrance.signedIn);
  const body: AuthSession | TwoFactorChallenge = { requires_2fa: true, challenge_token: entrance.challenge.token };
  return answer(body, {});
}

async function sessionAnswer(identity: Identity, signedIn: SignedIn) {
  const tokens = await issueTokens(identity, signedIn, 'plain');
  const body: AuthSession = {
    access_token: tokens.accessToken, refresh_token: tokens.refreshToken, token_type: 'bearer', expires_in: tokens.expiresIn, user: userView(signedIn.user),
  };
  return answer(body, { cookies: sessionCookies(tokens) });
}

/** A user in the billing document: it knows admins and customers only. */
export function userView(user: User): UserView {
  return {
    id: user.id, email: user.email, name: user.name, role: shownRole(user.roles) === 'admin' ? 'admin' : 'customer', customer_id: user.customerId,
    phone: user.phone, two_factor_enabled: user.twoFactors, settings: { ...user.settings },
    created_at: user.createdAt.toISOString(), updated_at: user.updatedAt.toISOString(),
  };
}

/** What a registration is answered with, whoever has the address. */
function pendingView({ id, email, name, phone, createdAt }: PendingRegistration): UserView {
  const at = createdAt.toISOString();
  return { id, email, name, role: 'customer', customer_id: null, phone, two_factor_enabled: false, settings: {}, created_at: at, updated_at: at };
}
