import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { ApiError } from '../../client.js';
import { Layout } from '../layout.js';
import { NotFound, RouteError } from '../not-found.js';
import type { Me } from '../../wire.js';
import { configQuery, isAdmin, meQuery, safeReturn, worksInConsole } from '../session.js';

export interface Context {
  queries: QueryClient;
}

export const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  // Asked for at once: loaders wait until it is known who is there.
  beforeLoad: ({ context }) => void context.queries.prefetchQuery(configQuery),
  loader: ({ context }) => context.queries.ensureQueryData(configQuery),
  errorComponent: RouteError,
  notFoundComponent: NotFound,
});

export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Layout,
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queries.ensureQueryData(meQuery) };
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.status !== 401) throw failure;
      const to = location.href === '/' ? undefined : safeReturn(location.href);
      throw redirect({ to: '/sign-in', search: { to }, replace: true });
    }
  },
});

export const admin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin',
  beforeLoad: ({ context }) => {
    if (!worksInConsole(context.me)) throw redirect({ to: '/', replace: true });
  },
});

export const forAdmins = ({ context }: { context: { me: Me } }) => {
  if (!isAdmin(context.me)) throw redirect({ to: '/', replace: true });
};
