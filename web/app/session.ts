import { queryOptions, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { readConfig, readMe, readSetup } from '../api.js';
import type { Role } from '../../src/kernel/roles.js';
import type { Config, Me } from '../wire.js';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => readMe(signal),
  staleTime: 60_000,
});

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => readConfig(signal),
  staleTime: Infinity,
});

/** How far an installation is set up; for admins. */
export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: ({ signal }) => readSetup(signal) });

/** Who is signed in. Only under the signed-in route, which has loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** The business and its processor. The root route has loaded it. */
export function useConfig(): Config {
  return useSuspenseQuery(configQuery).data;
}

/** Nothing of one visitor may stay on the screen of the next. */
export function forgetVisitor(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== configQuery.queryKey[0] });
}

const CONSOLE: readonly string[] = ['staff', 'admin', 'super_admin'] satisfies Role[];
const ADMINS: readonly string[] = ['admin', 'super_admin'] satisfies Role[];

export const isCustomer = (me: Me) => me.user.roles.includes('customer') || me.customer !== null;
export const worksInConsole = (me: Me) => me.user.roles.some((role) => CONSOLE.includes(role));
export const isAdmin = (me: Me) => me.user.roles.some((role) => ADMINS.includes(role));

/** Only a path of this app is followed after signing in, never an address from elsewhere. */
export function safeReturn(to: unknown): string | undefined {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : undefined;
}
