import { present } from '../../kernel/assert.js';
import { changeProfile, findSecondFactor, findUser, setPassword } from '../../core/identity/index.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';
import { userView } from './views.js';

export const account: Pick<Handlers<SupabaseAuth, IdentityContext>, 'GET /auth/v1/user' | 'PUT /auth/v1/user'> = {
  async 'GET /auth/v1/user'(call, { identity }) {
    const { userId } = call.who;
    const [user, factor] = await Promise.all([findUser(identity.world.read, userId), findSecondFactor(identity.world.read, userId)]);
    return userView(present(user, 'whoever is signed in is there'), factor);
  },

  async 'PUT /auth/v1/user'(call, { identity }) {
    const { email, password, phone, data } = call.body;
    const { userId, sessionId } = call.who;
    // A new address is proved by codes to both addresses: not through this protocol.
    if (email !== undefined && email.toLowerCase() !== call.who.email) throw new Failure('input_invalid', { fields: { email: 'cannot be changed here' } });
    if (password !== undefined) await setPassword(identity, userId, password, call.actor, sessionId);
    return userView(await identity.world.transact((tx) => changeProfile(tx, userId, { phone, metadata: data }, call.actor)));
  },
};
