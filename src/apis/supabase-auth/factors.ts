import { answerChallenge, askSecondFactor, beginSecondFactor, confirmSecondFactor, dropSecondFactor, findSecondFactor } from '../../core/identity/index.js';
import type { Identity, Principal } from '../../core/identity/index.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { callerOf } from '../caller.js';
import { qrCode } from '../qr-code.js';
import type { FactorView, SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';
import { sessionAnswer } from './sessions.js';
import { factorView } from './views.js';

type Factors = Extract<keyof SupabaseAuth, `${string}/factors${string}`>;

/** How long giving the second factor counts as having just given it, for switching it off. */
const RECENT_MS = 10 * 60_000;

/** The second factor in the protocol's words: a user has one at most. */
export const factors: Pick<Handlers<SupabaseAuth, IdentityContext>, Factors> = {
  async 'POST /auth/v1/factors'(call, { identity }) {
    const begun = await beginSecondFactor(identity, { id: call.who.userId, email: call.who.email }, call.actor);
    const factor = await ownFactor(identity, call.who);
    const totp = { qr_code: await qrCode(begun.otpauthUrl), secret: begun.secret, uri: begun.otpauthUrl };
    return { id: factor.id, type: 'totp' as const, friendly_name: call.body?.friendly_name ?? '', totp };
  },

  async 'POST /auth/v1/factors/{factorId}/challenge'({ who, params }, { identity }) {
    const factor = await ownFactor(identity, who, params.factorId);
    const { id, expiresAt } = await identity.world.transact((tx) => askSecondFactor(tx, identity, who.userId));
    return { id, type: factor.factor_type, expires_at: Math.floor(expiresAt.getTime() / 1000) };
  },

  /** The first code of a new factor puts it in force; any later one makes a session that has given both. */
  async 'POST /auth/v1/factors/{factorId}/verify'(call, context) {
    const { identity } = context;
    const { userId, sessionId } = call.who;
    const factor = await ownFactor(identity, call.who, call.params.factorId);
    const { code, challenge_id: challengeId } = call.body;
    const signedIn = factor.status === 'verified'
      ? await answerChallenge(identity, { id: challengeId, userId, sessionId }, code, callerOf(call))
      : await confirmSecondFactor(identity, userId, code, callerOf(call));
    return sessionAnswer(context, signedIn);
  },

  /** One that is in force goes only right after its code was given: a session that was left open does not switch it off. */
  async 'DELETE /auth/v1/factors/{factorId}'({ who, params, actor }, { identity }) {
    const factor = await ownFactor(identity, who, params.factorId);
    const now = identity.world.clock.now().getTime();
    if (factor.status === 'verified' && (who.aal < 2 || now - who.openedAt.getTime() > RECENT_MS)) throw new Failure('second_factor_not_recent');
    await identity.world.transact((tx) => dropSecondFactor(tx, { userId: who.userId, email: who.email, keepSession: who.sessionId, actor }));
    return { id: factor.id };
  },
};

async function ownFactor(identity: Identity, who: Principal, id?: string): Promise<FactorView> {
  const factor = await findSecondFactor(identity.world.read, who.userId);
  const view = factor === null ? null : factorView(who.userId, factor);
  if (view === null || (id !== undefined && id.toLowerCase() !== view.id)) throw new Failure('resource_not_found');
  return view;
}
