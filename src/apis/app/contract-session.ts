import Type from 'typebox';
import type { Contract, Limit } from '../endpoint.js';
import { User } from './contract.js';

const signingIn: Limit = { requests: 10, perSeconds: 60, per: 'ip+account', group: 'app-session' };
const going: Limit = { requests: 60, perSeconds: 60, per: 'ip', group: 'app-session-going' };
const redeeming: Limit = { requests: 10, perSeconds: 60, per: 'ip', group: 'app-session-code' };
const fails = 'Something broke on our side.';
/** Either who is signed in, or what the second factor's call takes. */
const Entered = Type.Object({ user: Type.Optional(User), requires_2fa: Type.Optional(Type.Boolean()), challenge_token: Type.Optional(Type.String()) });
const SignedIn = Type.Object({ user: User });

/** How a browser signs in: tokens travel in cookies that no script can read. */
export const session = {
  'POST /api/app/session': {
    summary: 'Sign in: sets the session cookies', access: 'public', bodyLimit: 16_384,
    body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 1024 }) }),
    reply: Entered, limit: signingIn, fails,
  },
  'POST /api/app/session/code': {
    summary: 'Sign in by the link of a mail, which confirms the address too', access: 'public', bodyLimit: 16_384,
    body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
    reply: Entered, limit: redeeming, fails,
  },
  'POST /api/app/session/password': {
    summary: 'Choose a new password by the link of a mail, and sign in', access: 'public', bodyLimit: 16_384,
    body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }), password: Type.String({ minLength: 1, maxLength: 1024 }) }),
    reply: Entered, limit: redeeming, fails,
  },
  'POST /api/app/session/second-factor': {
    summary: 'The second step of signing in: a code of the generator, or a recovery code', access: 'public', bodyLimit: 16_384,
    body: Type.Object({ challenge_token: Type.String({ minLength: 1, maxLength: 500 }), code: Type.String({ minLength: 1, maxLength: 40 }) }),
    reply: SignedIn, limit: redeeming, fails,
  },
  'POST /api/app/session/email': {
    summary: 'Prove a new e-mail address by the link of a mail', access: 'public', bodyLimit: 16_384,
    body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }), reply: Type.Null(), status: 204, limit: redeeming, fails,
  },
  'POST /api/app/session/refresh': { summary: 'Renew the session from its refresh cookie', access: 'public', reply: SignedIn, limit: going, fails },
  'DELETE /api/app/session': { summary: 'Sign out: takes the cookies away', access: 'public', reply: Type.Null(), status: 204, limit: going, fails },
} as const satisfies Contract;
