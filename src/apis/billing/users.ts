import { askEmailChange, changeProfile, findUser } from '../../core/identity/index.js';
import { present } from '../../kernel/assert.js';
import type { Handlers } from '../call.js';
import { userView } from './auth.js';
import type { AuthContext } from './auth.js';
import type { users } from './contract-users.js';

export const userHandlers: Handlers<typeof users, AuthContext> = {
  async 'GET /users/me'({ who }, { identity: { world } }) {
    return userView(present(await findUser(world.read, who.userId), 'whoever is signed in is there'));
  },

  /** All or nothing: an address that is taken leaves the name as it was. */
  async 'PUT /users/me'({ who, body, actor }, { identity: { world } }) {
    const { name, phone, email } = body;
    return userView(await world.transact(async (tx) => {
      if (email !== undefined) await askEmailChange(tx, { id: who.userId, email: who.email, name: who.name }, email, actor);
      const change = { ...(name !== undefined && { name }), ...(phone !== undefined && { phone: phone.trim() === '' ? null : phone.trim() }) };
      return changeProfile(tx, who.userId, change, actor);
    }));
  },

  async 'PUT /users/me/settings'({ who, body, actor }, { identity: { world } }) {
    return userView(await world.transact((tx) => changeProfile(tx, who.userId, { settings: body }, actor)));
  },
};
