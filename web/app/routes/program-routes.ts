import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readCatalogueSearch, readEnrolmentFilter } from '../../ui/programs/filter.js';
import { signedIn } from './roots.js';

const programs = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs',
  validateSearch: readCatalogueSearch,
  component: lazyRouteComponent(() => import('../../features/portal/programs/programs-page.js'), 'ProgramsPage'),
});

const program = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs/$programId',
  validateSearch: (search): { cancelled?: boolean } => (search['cancelled'] ? { cancelled: true } : {}),
  component: lazyRouteComponent(() => import('../../features/portal/programs/program-page.js'), 'ProgramPage'),
});

const enrolled = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs/enrolled',
  validateSearch: (search): { session?: string; order?: string } => ({
    ...(typeof search['session'] === 'string' ? { session: search['session'] } : {}), ...(typeof search['order'] === 'string' ? { order: search['order'] } : {}),
  }),
  component: lazyRouteComponent(() => import('../../features/portal/programs/enrolled-page.js'), 'EnrolledPage'),
});

const purchases = createRoute({
  getParentRoute: () => signedIn,
  path: '/purchases',
  validateSearch: readEnrolmentFilter,
  component: lazyRouteComponent(() => import('../../features/portal/programs/purchases-page.js'), 'PurchasesPage'),
});

const purchaseReceipt = createRoute({
  getParentRoute: () => signedIn,
  path: '/purchases/$purchaseId/receipt',
  component: lazyRouteComponent(() => import('../../features/portal/programs/purchase-receipt-page.js'), 'PurchaseReceiptPage'),
});

const enrolments = createRoute({
  getParentRoute: () => signedIn,
  path: '/enrolments',
  validateSearch: readEnrolmentFilter,
  component: lazyRouteComponent(() => import('../../features/admin/programs/enrolments-page.js'), 'EnrolmentsPage'),
});

/** Programs: for whoever learns, mentors or sells. */
export const programPages = [programs, program, enrolled, purchases, purchaseReceipt, enrolments] as const;
