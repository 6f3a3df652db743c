import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readProposalFilter } from '../../ui/proposals/filter.js';
import { readPursuitFilter, readRecurringFilter } from '../../ui/recurring/filter.js';
import { readPeriod } from '../../ui/usage/period.js';
import { admin, forAdmins } from './roots.js';

const adminRecurring = createRoute({
  getParentRoute: () => admin,
  path: '/recurring',
  validateSearch: readRecurringFilter,
  component: lazyRouteComponent(() => import('../../features/admin/recurring/recurring-page.js'), 'RecurringPage'),
});

const adminFollowUps = createRoute({
  getParentRoute: () => admin,
  path: '/follow-ups',
  validateSearch: readPursuitFilter,
  component: lazyRouteComponent(() => import('../../features/admin/recurring/pursuits-page.js'), 'PursuitsPage'),
});

const adminCreditPackages = createRoute({
  getParentRoute: () => admin,
  path: '/credit-packages',
  component: lazyRouteComponent(() => import('../../features/admin/credits/credit-packages-page.js'), 'CreditPackagesPage'),
});

const adminUsage = createRoute({
  getParentRoute: () => admin,
  path: '/customers/$customerId/usage',
  validateSearch: readPeriod,
  component: lazyRouteComponent(() => import('../../features/admin/usage/usage-page.js'), 'AdminUsagePage'),
});

const adminCreditsOf = createRoute({
  getParentRoute: () => admin,
  path: '/customers/$customerId/credits',
  beforeLoad: forAdmins,
  validateSearch: (search): { user?: string } => (typeof search['user'] === 'string' ? { user: search['user'] } : {}),
  component: lazyRouteComponent(() => import('../../features/admin/credits/credits-of-page.js'), 'CreditsOfPage'),
});

const adminProposals = createRoute({
  getParentRoute: () => admin,
  path: '/proposals',
  beforeLoad: forAdmins,
  validateSearch: readProposalFilter,
  component: lazyRouteComponent(() => import('../../features/admin/proposals/proposals-page.js'), 'AdminProposalsPage'),
});

const adminNewProposal = createRoute({
  getParentRoute: () => admin,
  path: '/proposals/new',
  beforeLoad: forAdmins,
  validateSearch: (search): { customer?: string } => (typeof search['customer'] === 'string' ? { customer: search['customer'] } : {}),
  component: lazyRouteComponent(() => import('../../features/admin/proposals/new-proposal-page.js'), 'NewProposalPage'),
});

const adminProposal = createRoute({
  getParentRoute: () => admin,
  path: '/proposals/$proposalId',
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import('../../features/admin/proposals/proposal-page.js'), 'AdminProposalPage'),
});

const adminEditProposal = createRoute({
  getParentRoute: () => admin,
  path: '/proposals/$proposalId/edit',
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import('../../features/admin/proposals/edit-proposal-page.js'), 'EditProposalPage'),
});

const adminPrograms = createRoute({
  getParentRoute: () => admin,
  path: '/programs',
  component: lazyRouteComponent(() => import('../../features/admin/programs/programs-page.js'), 'AdminProgramsPage'),
});

const adminNewProgram = createRoute({
  getParentRoute: () => admin,
  path: '/programs/new',
  component: lazyRouteComponent(() => import('../../features/admin/programs/program-form-page.js'), 'NewProgramPage'),
});

const adminProgram = createRoute({
  getParentRoute: () => admin,
  path: '/programs/$programId',
  component: lazyRouteComponent(() => import('../../features/admin/programs/program-form-page.js'), 'EditProgramPage'),
});

/** The console: what is offered, recurs and is sold ahead. */
export const offerPages = [adminRecurring, adminFollowUps, adminCreditPackages, adminCreditsOf, adminUsage, adminProposals, adminNewProposal, adminProposal, adminEditProposal, adminPrograms, adminNewProgram, adminProgram] as const;
