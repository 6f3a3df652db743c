import type { Identity } from '../../core/identity/index.js';

export interface IdentityContext {
  readonly identity: Identity;
}
