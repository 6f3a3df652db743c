import type { Handlers } from '../call.js';
import { account } from './account.js';
import { codes } from './codes.js';
import type { IdentityContext } from './context.js';
import type { SupabaseAuth } from './contract.js';
import { discovery } from './discovery.js';
import { factors } from './factors.js';
import { refused } from './refused.js';
import { sessions } from './sessions.js';

export { ANON_KEY } from './anon-key.js';
export { supabaseAuth } from './contract.js';

export const handlers: Handlers<SupabaseAuth, IdentityContext> = { ...sessions, ...account, ...codes, ...factors, ...discovery, ...refused };
