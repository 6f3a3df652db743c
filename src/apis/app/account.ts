import { changePassword, endSession, listSessions, signOut } from '../../core/identity/index.js';
import { createSetup } from '../../core/payments/index.js';
import type { Handlers } from '../call.js';
import { uuid } from './context.js';
import type { account } from './contract-account.js';
import type { SessionContext } from './session.js';

export const accountHandlers: Handlers<typeof account, SessionContext> = {
  async 'GET /api/app/sessions'({ who }, { identity: { world } }) {
    const sessions = await listSessions(world.read, who.userId, world.clock.now());
    return {
      items: sessions.map((one) => ({
        id: one.id, current: one.id === who.sessionId, method: one.method, user_agent: one.userAgent, ip: one.ip,
        created_at: one.createdAt.toISOString(), last_used_at: one.seenAt.toISOString(), expires_at: one.expiresAt.toISOString(),
      })),
    };
  },

  async 'DELETE /api/app/sessions'({ who, actor }, { identity: { world } }) {
    return { ended: await world.transact((tx) => signOut(tx, who, 'others', actor)) };
  },

  async 'DELETE /api/app/sessions/{id}'({ who, params, actor }, { identity: { world } }) {
    const id = uuid(params.id, 'resource_not_found');
    await world.transact((tx) => endSession(tx, who.userId, id, actor));
    return null;
  },

  async 'POST /api/app/password'({ who, body, actor }, { identity }) {
    await changePassword(identity, {
      userId: who.userId, email: who.email, current: body.current_password, next: body.new_password, keepSession: who.sessionId, actor,
    });
    return null;
  },

  async 'POST /api/app/cards/intent'({ customerId, requestId }, { identity: { world } }) {
    const { clientSecret } = await createSetup(world, { customerId }, requestId);
    return { client_secret: clientSecret };
  },
};
