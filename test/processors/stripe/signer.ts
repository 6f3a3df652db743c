import { createHmac } from 'node:crypto';
import type { Forger, Ground, Signer } from '../forgeries.js';

const HEADER = 'stripe-signature';
export const SECRETS = ['whsec_in_use_4f1d0c7a9b2e63', 'whsec_replacing_77aa10cc25d9'] as const;

/** Stripe's signature over `<t>.<body>`, in hex. */
export function stripeSignature(rawBody: Buffer, secret: string, seconds: number): string {
  return createHmac('sha256', secret).update(`${seconds}.`).update(rawBody).digest('hex');
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

function peculiar(name: string, header: (parts: { t: number; v1: string; v0: string }, ground: Ground) => string): Forger {
  return {
    name,
    forge(ground) {
      const t = secondsOf(ground.now);
      const secret = ground.random.pick(ground.signer.secrets);
      const parts = { t, v1: stripeSignature(ground.rawBody, secret, t), v0: stripeSignature(ground.rawBody, secret, t) };
      return { rawBody: ground.rawBody, headers: { [HEADER]: header(parts, ground) } };
    },
  };
}

const zeros = '0'.repeat(64);

/** How the tests sign as Stripe does. */
export const stripeSigner: Signer = {
  secrets: SECRETS,
  foreignSecret: 'whsec_of_another_account_0815',
  header: HEADER,
  window: { oldest: -300, earliest: 60 },
  sign: (rawBody, secret, at) => ({ [HEADER]: `t=${secondsOf(at)},v1=${stripeSignature(rawBody, secret, secondsOf(at))}` }),
  peculiar: [
    peculiar('v0 only', ({ t, v0 }) => `t=${t},v0=${v0}`),
    peculiar('two wrong signatures', ({ t, v1 }) => `t=${t},v1=${zeros},v1=${v1.slice(2)}00`),
    peculiar('two times', ({ t, v1 }) => `t=${t - 1},t=${t},v1=${v1}`),
    peculiar('time moved', ({ t, v1 }) => `t=${t + 1},v1=${v1}`),
    peculiar('no time', ({ v1 }) => `v1=${v1}`),
    peculiar('time with a sign', ({ t, v1 }) => `t=+${t},v1=${v1}`),
    peculiar('time with a fraction', ({ t, v1 }) => `t=${t}.0,v1=${v1}`),
    peculiar('time is no number', ({ v1 }) => `t=NaN,v1=${v1}`),
    peculiar('capital letters', ({ t, v1 }) => `t=${t},v1=${v1.toUpperCase()}`),
    peculiar('in base64', ({ t, v1 }) => `t=${t},v1=${Buffer.from(v1, 'hex').toString('base64')}`),
    peculiar('half a signature', ({ t, v1 }) => `t=${t},v1=${v1.slice(0, 32)}`),
    peculiar('empty signature', ({ t }) => `t=${t},v1=`),
    peculiar('body signed without its time', ({ t }, g) => `t=${t},v1=${createHmac('sha256', g.signer.secrets[0]).update(g.rawBody).digest('hex')}`),
    peculiar('secret without its prefix', ({ t }, g) => `t=${t},v1=${stripeSignature(g.rawBody, g.signer.secrets[0].slice(6), t)}`),
    peculiar('a thousand guesses', ({ t, v1 }) => `t=${t},${`v1=${zeros},`.repeat(1_000)}v1=${v1}`),
  ],
};
