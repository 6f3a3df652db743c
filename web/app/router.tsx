import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { PageSkeleton } from '../ui/skeletons.js';
import { RouteError } from './not-found.js';
import { counterPages } from './routes/counter-routes.js';
import { offerPages } from './routes/offer-routes.js';
import { portalPages } from './routes/portal-routes.js';
import { programPages } from './routes/program-routes.js';
import { admin, root, signedIn } from './routes/roots.js';
import { visitorPages } from './routes/visitor-routes.js';

const tree = root.addChildren([
  ...visitorPages,
  signedIn.addChildren([...portalPages, ...programPages, admin.addChildren([...counterPages, ...offerPages])]),
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
