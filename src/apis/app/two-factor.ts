import {
  askPhoneCode, beginSecondFactor, confirmPhone, confirmSecondFactor, findSecondFactor, findUser, issueTokens, proveOwner, removeSecondFactor, renewRecoveryCodes,
} from '../../core/identity/index.js';
import type { Principal, Proof } from '../../core/identity/index.js';
import type { Actor } from '../../core/tx.js';
import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { callerOf } from '../caller.js';
import { qrCodeAddress } from '../qr-code.js';
import { sessionCookies } from '../session-cookies.js';
import type { twoFactor } from './contract-two-factor.js';
import type { SessionContext } from './session.js';

export const twoFactorHandlers: Handlers<typeof twoFactor, SessionContext> = {
  async 'GET /api/app/ways-in'({ who }, { identity: { world } }) {
    const [user, factor] = await Promise.all([findUser(world.read, who.userId), findSecondFactor(world.read, who.userId)]);
    const { email, name, phone, phoneConfirmedAt } = present(user, 'whoever is signed in is there');
    return {
      email, name, phone, phone_confirmed: phoneConfirmedAt !== null,
      two_factor: { enabled: factor?.confirmed ?? false, since: factor?.confirmedAt?.toISOString() ?? null, recovery_codes_left: factor?.recoveryCodesLeft ?? 0 },
    };
  },

  async 'POST /api/app/two-factor'({ who, actor }, { identity }) {
    const { secret, otpauthUrl } = await beginSecondFactor(identity, { id: who.userId, email: who.email }, actor);
    return { secret, otpauth_url: otpauthUrl, qr_code: await qrCodeAddress(otpauthUrl) };
  },

  /** The codes made with the secret were shown to nobody: these are the ones that count. */
  async 'POST /api/app/two-factor/confirm'(call, { identity }) {
    const signedIn = await confirmSecondFactor(identity, call.who.userId, call.body.code, callerOf(call));
    const codes = await identity.world.transact((tx) => renewRecoveryCodes(tx, identity, call.who.userId, call.actor));
    return answer({ recovery_codes: codes }, { cookies: sessionCookies(await issueTokens(identity, signedIn, 'supabase')) });
  },

  async 'POST /api/app/two-factor/recovery-codes'({ who, body, actor }, { identity }) {
    if (!who.twoFactors) throw new Failure('resource_not_found');
    await proveOwner(identity, ownerOf(who, actor), proofIn(body));
    return { recovery_codes: await identity.world.transact((tx) => renewRecoveryCodes(tx, identity, who.userId, actor)) };
  },

  async 'POST /api/app/two-factor/disable'({ who, body, actor }, { identity }) {
    await removeSecondFactor(identity, { ...ownerOf(who, actor), proof: proofIn(body) });
    return null;
  },

  async 'POST /api/app/phone/code'({ who }, { identity: { world } }) {
    await world.transact((tx) => askPhoneCode(tx, who.userId));
    return null;
  },

  async 'POST /api/app/phone/confirm'({ who, body, actor }, { identity }) {
    await confirmPhone(identity, { id: who.userId, email: who.email }, body.code, actor);
    return null;
  },
};

function ownerOf(who: Principal, actor: Actor) {
  return { userId: who.userId, email: who.email, keepSession: who.sessionId, actor };
}

function proofIn({ password, code }: { readonly password?: string; readonly code?: string }): Proof {
  if (password !== undefined) return { password };
  if (code !== undefined) return { code };
  throw new Failure('input_missing', { fields: { password: 'is required, or code' } });
}
