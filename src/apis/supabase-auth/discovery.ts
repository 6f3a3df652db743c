import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import type { SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';

type Discovery = 'GET /auth/v1/settings' | 'GET /auth/v1/health' | 'GET /auth/v1/.well-known/jwks.json';

export const discovery: Pick<Handlers<SupabaseAuth, IdentityContext>, Discovery> = {
  async 'GET /auth/v1/settings'() {
    return {
      external: { email: true, phone: false, anonymous_users: false }, disable_signup: false, mailer_autoconfirm: false,
      phone_autoconfirm: false, sms_provider: '', saml_enabled: false,
    };
  },

  async 'GET /auth/v1/health'() {
    return { version: 'v1', name: 'Paydesk', description: 'Sign-in by the Supabase Auth protocol' };
  },

  async 'GET /auth/v1/.well-known/jwks.json'(_call, { identity }) {
    const { keys } = await identity.signing.jwks();
    return answer({ keys: keys.map((key) => ({ ...key })) }, { headers: { 'cache-control': 'public, max-age=600' } });
  },
};
