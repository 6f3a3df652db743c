import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const changing: Limit = { requests: 10, perSeconds: 60, per: 'caller', group: 'app-account' };
const fails = 'Something broke on our side.';

/** What shows that the owner is there and not only his session: one of the two. */
const Proof = Type.Object({
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })), code: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
});
const Code = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) });
const RecoveryCodes = Type.Object({ recovery_codes: Type.Array(Type.String()) });

export const WaysIn = Type.Object({
  email: Type.String(), name: Type.String(), phone: Nullable(Type.String()), phone_confirmed: Type.Boolean(),
  two_factor: Type.Object({ enabled: Type.Boolean(), since: Nullable(Type.String()), recovery_codes_left: Type.Integer() }),
});
export type WaysIn = Static<typeof WaysIn>;

export const BegunFactor = Type.Object({ secret: Type.String(), otpauth_url: Type.String(), qr_code: Type.String() });
export type BegunFactor = Static<typeof BegunFactor>;

/** The ways into one's own account, and how they are kept. */
export const twoFactor = {
  'GET /api/app/ways-in': { summary: 'How one signs in', access: 'signed-in', reply: WaysIn, limit: reading, fails },
  'POST /api/app/two-factor': { summary: 'Begin with two factors: a secret for a code generator, in force after its first code', access: 'signed-in', reply: BegunFactor, limit: changing, fails },
  'POST /api/app/two-factor/confirm': {
    summary: 'Switch two factors on by the first code; other devices are signed out', access: 'signed-in', body: Code, reply: RecoveryCodes, limit: changing, fails,
  },
  'POST /api/app/two-factor/recovery-codes': {
    summary: 'Ten new recovery codes, for the password or a code; the old ones are void', access: 'signed-in', body: Proof, reply: RecoveryCodes, limit: changing, fails,
  },
  'POST /api/app/two-factor/disable': {
    summary: 'Switch two factors off, for the password or a code; other devices are signed out', access: 'signed-in', body: Proof, reply: Type.Null(), status: 204, limit: changing, fails,
  },
  'POST /api/app/phone/code': { summary: 'Text a code to one’s own number, to prove it', access: 'signed-in', reply: Type.Null(), status: 204, limit: changing, fails },
  'POST /api/app/phone/confirm': { summary: 'Prove one’s number by the code', access: 'signed-in', body: Code, reply: Type.Null(), status: 204, limit: changing, fails },
} as const satisfies Contract;
