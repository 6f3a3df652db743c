import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { ApiError } from '../client.js';
import { readResultSearch } from '../features/portal/result-search.js';
import { readInvoiceFilter } from '../ui/invoices/filter.js';
import { PageSkeleton } from '../ui/skeletons.js';
import { Layout } from './layout.js';
import { homeOf } from './navigation.js';
import { NotFound, RouteError } from './not-found.js';
import { configQuery, meQuery, safeReturn, worksInConsole } from './session.js';

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  loader: ({ context }) => context.queries.ensureQueryData(configQuery),
  errorComponent: RouteError,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => ({ to: safeReturn(search['to']) }),
  component: lazyRouteComponent(() => import('./sign-in.js'), 'SignInPage'),
});

const confirmAddress = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./mailed-link.js'), 'ConfirmAddressPage'),
});

const enter = createRoute({
  getParentRoute: () => root,
  path: '/enter',
  component: lazyRouteComponent(() => import('./mailed-link.js'), 'EnterPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./mailed-link.js'), 'ResetPasswordPage'),
});

const signedIn = createRoute({
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

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context }) => {
    const to = homeOf(context.me);
    if (to) throw redirect({ to, replace: true });
  },
  component: lazyRouteComponent(() => import('./home.js'), 'HomePage'),
});

const invoices = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices',
  validateSearch: readInvoiceFilter,
  component: lazyRouteComponent(() => import('../features/portal/invoices-page.js'), 'InvoicesPage'),
});

const invoice = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../features/portal/invoice-page.js'), 'InvoicePage'),
});

const pay = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices/$invoiceId/pay',
  component: lazyRouteComponent(() => import('../features/portal/pay-page.js'), 'PayPage'),
});

const result = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices/$invoiceId/result',
  validateSearch: readResultSearch,
  component: lazyRouteComponent(() => import('../features/portal/result-page.js'), 'ResultPage'),
});

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin',
  beforeLoad: ({ context }) => {
    if (!worksInConsole(context.me)) throw redirect({ to: '/', replace: true });
  },
});

const adminInvoices = createRoute({
  getParentRoute: () => admin,
  path: '/invoices',
  validateSearch: readInvoiceFilter,
  component: lazyRouteComponent(() => import('../features/admin/invoices-page.js'), 'AdminInvoicesPage'),
});

const adminInvoice = createRoute({
  getParentRoute: () => admin,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../features/admin/invoice-page.js'), 'AdminInvoicePage'),
});

const tree = root.addChildren([
  signIn,
  confirmAddress,
  enter,
  resetPassword,
  signedIn.addChildren([home, invoices, invoice, pay, result, admin.addChildren([adminInvoices, adminInvoice])]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/app',
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: RouteError,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
