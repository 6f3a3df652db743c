import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';

type Routes = keyof SupabaseAuth;
type Refused = Extract<Routes, `${string}/admin/${string}`>;

/** Users are administered in the web app, by people with roles; there is no key that may do it here. */
async function notHere(): Promise<never> {
  throw new Failure('permission_missing');
}

export const refused: Pick<Handlers<SupabaseAuth, IdentityContext>, Refused> = {
  'GET /auth/v1/admin/users': notHere,
  'POST /auth/v1/admin/users': notHere,
  'GET /auth/v1/admin/users/{userId}': notHere,
  'PUT /auth/v1/admin/users/{userId}': notHere,
  'DELETE /auth/v1/admin/users/{userId}': notHere,
};
