import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';

type Routes = keyof SupabaseAuth;
type Refused = Extract<Routes, `${string}/factors${string}` | `${string}/admin/${string}`>;

/** Users are administered in the web app, by people with roles; there is no key that may do it here. */
async function notHere(): Promise<never> {
  throw new Failure('permission_missing');
}

async function noSecondFactor(): Promise<never> {
  throw new Failure('second_factor_unavailable');
}

export const refused: Pick<Handlers<SupabaseAuth, IdentityContext>, Refused> = {
  'GET /auth/v1/admin/users': notHere,
  'POST /auth/v1/admin/users': notHere,
  'GET /auth/v1/admin/users/{userId}': notHere,
  'PUT /auth/v1/admin/users/{userId}': notHere,
  'DELETE /auth/v1/admin/users/{userId}': notHere,
  'POST /auth/v1/factors': noSecondFactor,
  'POST /auth/v1/factors/{factorId}/challenge': noSecondFactor,
  'POST /auth/v1/factors/{factorId}/verify': noSecondFactor,
  'DELETE /auth/v1/factors/{factorId}': noSecondFactor,
};
