import type { FastifyInstance } from 'fastify';
import type { Assurance, Principal } from '../core/identity/index.js';
import type { Log } from '../core/ports/log.js';
import type { World } from '../core/tx.js';
import type { Call } from './call.js';
import type { Contract, Endpoint, Method } from './endpoint.js';
import type { Voice } from './errors.js';
import type { Limits } from './limits.js';
import type { Metrics, RouteCounts } from './metrics.js';

export interface ServerParts {
  readonly world: World;
  readonly log: Log;
  readonly limits: Limits;
  readonly metrics: Metrics;
  /** Who sent this access token, or null; whoever has two factors and gave one is somebody only where `half` will do. */
  readonly authenticate: (token: string, least: Assurance) => Promise<Principal | null>;
  /** Origins whose pages may call with cookies, ours first. */
  readonly allowedOrigins: readonly string[];
  readonly trustProxyHops: number;
  /** People reach us by https. */
  readonly secure: boolean;
  /** Errors may show their insides. */
  readonly development: boolean;
}

/** Everything a request needs, made once. */
export interface Server extends ServerParts {
  readonly app: FastifyInstance;
  readonly origins: ReadonlySet<string>;
  readonly contracts: Contract[];
  /** Everything the router answers to, with a contract or without: `GET /livez`. */
  readonly routes: Set<string>;
}

/** One route, decided before the first request. */
export interface Plan {
  readonly route: string;
  readonly method: Method;
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly voice: Voice;
  readonly context: unknown;
  readonly handler: (call: Call, context: unknown) => Promise<unknown>;
  readonly counts: RouteCounts;
}

declare module 'fastify' {
  interface FastifyRequest {
    startedAt: number;
    who: Principal | null;
  }
}
