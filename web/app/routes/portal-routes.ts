import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { checkBasketSearch } from '../../features/portal/basket-search.js';
import { readCardsSearch } from '../../features/portal/cards/cards-search.js';
import { readCreditsSearch } from '../../features/portal/credits/credits-search.js';
import { readResultSearch } from '../../features/portal/result-search.js';
import { readAppointmentFilter } from '../../ui/appointments/filter.js';
import { readInvoiceFilter } from '../../ui/invoices/filter.js';
import { readPaymentFilter } from '../../ui/payments/filter.js';
import { readProposalFilter } from '../../ui/proposals/filter.js';
import { readPeriod } from '../../ui/usage/period.js';
import { homeOf } from '../navigation.js';
import type { Me } from '../../wire.js';
import { isAdmin, setupQuery } from '../session.js';
import { signedIn } from './roots.js';
import type { Context } from './roots.js';

/** An admin of an installation without a single invoice is led through setting it up. */
async function isNew({ me, queries }: Context & { me: Me }): Promise<boolean> {
  if (!isAdmin(me)) return false;
  // Where this cannot be asked, the ordinary page says so better.
  const setup = await queries.fetchQuery({ ...setupQuery, staleTime: 60_000 }).catch(() => null);
  return setup !== null && !setup.steps.invoice;
}

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    if (await isNew(context)) throw redirect({ to: '/admin/setup', replace: true });
    const to = homeOf(context.me);
    if (to) throw redirect({ to, replace: true });
  },
  component: lazyRouteComponent(() => import('../home.js'), 'HomePage'),
});

const automatic = createRoute({
  getParentRoute: () => signedIn,
  path: '/automatic-payments',
  component: lazyRouteComponent(() => import('../../features/portal/automatic/automatic-page.js'), 'AutomaticPage'),
});

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/overview',
  component: lazyRouteComponent(() => import('../../features/portal/overview/overview-page.js'), 'OverviewPage'),
});

const invoices = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices',
  validateSearch: readInvoiceFilter,
  component: lazyRouteComponent(() => import('../../features/portal/invoices-page.js'), 'InvoicesPage'),
});

const invoice = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../../features/portal/invoice-page.js'), 'InvoicePage'),
});

const pay = createRoute({
  getParentRoute: () => signedIn,
  path: '/invoices/$invoiceId/pay',
  component: lazyRouteComponent(() => import('../../features/portal/pay-page.js'), 'PayInvoicePage'),
});

const paySeveral = createRoute({
  getParentRoute: () => signedIn,
  path: '/pay',
  validateSearch: checkBasketSearch,
  component: lazyRouteComponent(() => import('../../features/portal/pay-page.js'), 'PayPage'),
});

const payments = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments',
  validateSearch: readPaymentFilter,
  component: lazyRouteComponent(() => import('../../features/portal/payments/payments-page.js'), 'PaymentsPage'),
});

const receipt = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments/$paymentId',
  component: lazyRouteComponent(() => import('../../features/portal/payments/receipt-page.js'), 'ReceiptPage'),
});

const result = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments/$paymentId/result',
  validateSearch: readResultSearch,
  component: lazyRouteComponent(() => import('../../features/portal/result-page.js'), 'ResultPage'),
});

const cards = createRoute({
  getParentRoute: () => signedIn,
  path: '/cards',
  validateSearch: readCardsSearch,
  component: lazyRouteComponent(() => import('../../features/portal/cards/cards-page.js'), 'CardsPage'),
});

const appointments = createRoute({
  getParentRoute: () => signedIn,
  path: '/appointments',
  validateSearch: readAppointmentFilter,
  component: lazyRouteComponent(() => import('../../features/portal/appointments/appointments-page.js'), 'AppointmentsPage'),
});

const appointment = createRoute({
  getParentRoute: () => signedIn,
  path: '/appointments/$appointmentId',
  component: lazyRouteComponent(() => import('../../features/portal/appointments/appointment-page.js'), 'AppointmentPage'),
});

const rewards = createRoute({
  getParentRoute: () => signedIn,
  path: '/rewards',
  component: lazyRouteComponent(() => import('../../features/portal/rewards/rewards-page.js'), 'RewardsPage'),
});

const credits = createRoute({
  getParentRoute: () => signedIn,
  path: '/credits',
  validateSearch: readCreditsSearch,
  component: lazyRouteComponent(() => import('../../features/portal/credits/credits-page.js'), 'CreditsPage'),
});

const usage = createRoute({
  getParentRoute: () => signedIn,
  path: '/usage',
  validateSearch: readPeriod,
  component: lazyRouteComponent(() => import('../../features/portal/usage/usage-page.js'), 'UsagePage'),
});

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile',
  component: lazyRouteComponent(() => import('../../features/portal/account/profile-page.js'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => signedIn,
  path: '/security',
  component: lazyRouteComponent(() => import('../../features/portal/account/security-page.js'), 'SecurityPage'),
});

const proposals = createRoute({
  getParentRoute: () => signedIn,
  path: '/proposals',
  validateSearch: readProposalFilter,
  component: lazyRouteComponent(() => import('../../features/portal/proposals/proposals-page.js'), 'ProposalsPage'),
});

const proposal = createRoute({
  getParentRoute: () => signedIn,
  path: '/proposals/$proposalId',
  component: lazyRouteComponent(() => import('../../features/portal/proposals/proposal-page.js'), 'ProposalPage'),
});

/** Pages of customers, and what everybody has. */
export const portalPages = [home, automatic, overview, invoices, invoice, pay, paySeveral, payments, receipt, result, cards, appointments, appointment, rewards, credits, usage, profile, security, proposals, proposal] as const;
