import { voice as app } from './app/errors.js';
import { voice as billing } from './billing/errors.js';
import { voice as credits } from './credits/errors.js';
import { voice as hybrid } from './hybrid/errors.js';
import { voice as page } from './page-errors.js';
import { voice as portal } from './portal/errors.js';
import { voice as purchases } from './purchases/errors.js';
import { voice as supabaseAuth } from './supabase-auth/errors.js';
import { voice as webhooks } from './webhooks/errors.js';
import type { Voice } from './errors.js';

/** Who answers below which path, the longest first: known routes and unknown ones alike. */
const VOICES: readonly (readonly [string, Voice])[] = [
  ['/api/webhooks/stripe', webhooks],
  ['/api/purchases', purchases],
  ['/api/stripe', credits],
  ['/auth/v1', supabaseAuth],
  ['/api/app', app],
  ['/api/v1', hybrid],
  ['/app', page],
  ['/api', portal],
];

/** The voice of the longest prefix of `address` (a path, with or without query, in any spelling); billing for the rest. */
export function voiceFor(address: string): Voice {
  const path = address.split('?')[0]!.toLowerCase().replace(/%2f/g, '/').replace(/\/{2,}/g, '/');
  return VOICES.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1] ?? billing;
}

/** All answers of this API say how much of the limit is left. */
export function showsLimits(voice: Voice): boolean {
  return voice === hybrid;
}
