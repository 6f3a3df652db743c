import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { ApiError } from '../client.js';
import { checkBasketSearch } from '../features/portal/basket-search.js';
import { readCardsSearch } from '../features/portal/cards/cards-search.js';
import { readResultSearch } from '../features/portal/result-search.js';
import { readAppointmentFilter } from '../ui/appointments/filter.js';
import { readCustomerFilter } from '../ui/customers/filter.js';
import { readInvoiceFilter } from '../ui/invoices/filter.js';
import { readPaymentFilter } from '../ui/payments/filter.js';
import { readProposalFilter } from '../ui/proposals/filter.js';
import { readCatalogueSearch, readEnrolmentFilter } from '../ui/programs/filter.js';
import { readPursuitFilter, readRecurringFilter } from '../ui/recurring/filter.js';
import { readPeriod } from '../ui/usage/period.js';
import { PageSkeleton } from '../ui/skeletons.js';
import { Layout } from './layout.js';
import { homeOf } from './navigation.js';
import { NotFound, RouteError } from './not-found.js';
import type { Me } from '../wire.js';
import { configQuery, isAdmin, meQuery, safeReturn, setupQuery, worksInConsole } from './session.js';

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

const acceptInvitation = createRoute({
  getParentRoute: () => root,
  path: '/accept-invitation',
  component: lazyRouteComponent(() => import('./mailed-link.js'), 'AcceptInvitationPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./mailed-link.js'), 'ResetPasswordPage'),
});

const linked = createRoute({
  getParentRoute: () => root,
  path: '/p/$token',
  component: lazyRouteComponent(() => import('../features/public/linked-page.js'), 'LinkedPage'),
});

const confirmNewAddress = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('./mailed-link.js'), 'ConfirmNewAddressPage'),
});

const signUp = createRoute({ getParentRoute: () => root, path: '/sign-up', component: lazyRouteComponent(() => import('./sign-up.js'), 'SignUpPage') });

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot-password.js'), 'ForgotPasswordPage'),
});

const codeSignIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in-code',
  component: lazyRouteComponent(() => import('./code-sign-in.js'), 'CodeSignInPage'),
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
  component: lazyRouteComponent(() => import('../features/portal/pay-page.js'), 'PayInvoicePage'),
});

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/overview',
  component: lazyRouteComponent(() => import('../features/portal/overview/overview-page.js'), 'OverviewPage'),
});

const paySeveral = createRoute({
  getParentRoute: () => signedIn,
  path: '/pay',
  validateSearch: checkBasketSearch,
  component: lazyRouteComponent(() => import('../features/portal/pay-page.js'), 'PayPage'),
});

const payments = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments',
  validateSearch: readPaymentFilter,
  component: lazyRouteComponent(() => import('../features/portal/payments/payments-page.js'), 'PaymentsPage'),
});

const receipt = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments/$paymentId',
  component: lazyRouteComponent(() => import('../features/portal/payments/receipt-page.js'), 'ReceiptPage'),
});

const result = createRoute({
  getParentRoute: () => signedIn,
  path: '/payments/$paymentId/result',
  validateSearch: readResultSearch,
  component: lazyRouteComponent(() => import('../features/portal/result-page.js'), 'ResultPage'),
});

const cards = createRoute({
  getParentRoute: () => signedIn,
  path: '/cards',
  validateSearch: readCardsSearch,
  component: lazyRouteComponent(() => import('../features/portal/cards/cards-page.js'), 'CardsPage'),
});

const appointments = createRoute({
  getParentRoute: () => signedIn,
  path: '/appointments',
  validateSearch: readAppointmentFilter,
  component: lazyRouteComponent(() => import('../features/portal/appointments/appointments-page.js'), 'AppointmentsPage'),
});

const appointment = createRoute({
  getParentRoute: () => signedIn,
  path: '/appointments/$appointmentId',
  component: lazyRouteComponent(() => import('../features/portal/appointments/appointment-page.js'), 'AppointmentPage'),
});

const rewards = createRoute({
  getParentRoute: () => signedIn,
  path: '/rewards',
  component: lazyRouteComponent(() => import('../features/portal/rewards/rewards-page.js'), 'RewardsPage'),
});

const credits = createRoute({
  getParentRoute: () => signedIn,
  path: '/credits',
  component: lazyRouteComponent(() => import('../features/portal/credits/credits-page.js'), 'CreditsPage'),
});

const usage = createRoute({
  getParentRoute: () => signedIn,
  path: '/usage',
  validateSearch: readPeriod,
  component: lazyRouteComponent(() => import('../features/portal/usage/usage-page.js'), 'UsagePage'),
});

const programs = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs',
  validateSearch: readCatalogueSearch,
  component: lazyRouteComponent(() => import('../features/portal/programs/programs-page.js'), 'ProgramsPage'),
});

const program = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs/$programId',
  validateSearch: (search): { cancelled?: boolean } => (search['cancelled'] ? { cancelled: true } : {}),
  component: lazyRouteComponent(() => import('../features/portal/programs/program-page.js'), 'ProgramPage'),
});

const enrolled = createRoute({
  getParentRoute: () => signedIn,
  path: '/programs/enrolled',
  validateSearch: (search): { session?: string; order?: string } => ({
    ...(typeof search['session'] === 'string' ? { session: search['session'] } : {}), ...(typeof search['order'] === 'string' ? { order: search['order'] } : {}),
  }),
  component: lazyRouteComponent(() => import('../features/portal/programs/enrolled-page.js'), 'EnrolledPage'),
});

const purchases = createRoute({
  getParentRoute: () => signedIn,
  path: '/purchases',
  validateSearch: readEnrolmentFilter,
  component: lazyRouteComponent(() => import('../features/portal/programs/purchases-page.js'), 'PurchasesPage'),
});

const purchaseReceipt = createRoute({
  getParentRoute: () => signedIn,
  path: '/purchases/$purchaseId/receipt',
  component: lazyRouteComponent(() => import('../features/portal/programs/purchase-receipt-page.js'), 'PurchaseReceiptPage'),
});

const enrolments = createRoute({
  getParentRoute: () => signedIn,
  path: '/enrolments',
  validateSearch: readEnrolmentFilter,
  component: lazyRouteComponent(() => import('../features/admin/programs/enrolments-page.js'), 'EnrolmentsPage'),
});

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile',
  component: lazyRouteComponent(() => import('../features/portal/account/profile-page.js'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => signedIn,
  path: '/security',
  component: lazyRouteComponent(() => import('../features/portal/account/security-page.js'), 'SecurityPage'),
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

const adminNewInvoice = createRoute({
  getParentRoute: () => admin,
  path: '/invoices/new',
  validateSearch: (search): { customer?: string } => (typeof search['customer'] === 'string' ? { customer: search['customer'] } : {}),
  component: lazyRouteComponent(() => import('../features/admin/invoices/new-invoice-page.js'), 'NewInvoicePage'),
});

const adminEditInvoice = createRoute({
  getParentRoute: () => admin,
  path: '/invoices/$invoiceId/edit',
  component: lazyRouteComponent(() => import('../features/admin/invoices/edit-invoice-page.js'), 'EditInvoicePage'),
});

const adminPayments = createRoute({
  getParentRoute: () => admin,
  path: '/payments',
  validateSearch: readPaymentFilter,
  component: lazyRouteComponent(() => import('../features/admin/payments-page.js'), 'AdminPaymentsPage'),
});

const adminAppointments = createRoute({
  getParentRoute: () => admin,
  path: '/appointments',
  validateSearch: readAppointmentFilter,
  component: lazyRouteComponent(() => import('../features/admin/appointments-page.js'), 'AdminAppointmentsPage'),
});

const adminAppointment = createRoute({
  getParentRoute: () => admin,
  path: '/appointments/$appointmentId',
  component: lazyRouteComponent(() => import('../features/admin/appointment-page.js'), 'AdminAppointmentPage'),
});

const adminCreditPackages = createRoute({
  getParentRoute: () => admin,
  path: '/credit-packages',
  component: lazyRouteComponent(() => import('../features/admin/credits/credit-packages-page.js'), 'CreditPackagesPage'),
});

const adminUsage = createRoute({
  getParentRoute: () => admin,
  path: '/customers/$customerId/usage',
  validateSearch: readPeriod,
  component: lazyRouteComponent(() => import('../features/admin/usage/usage-page.js'), 'AdminUsagePage'),
});

const adminOverview = createRoute({
  getParentRoute: () => admin,
  path: '/overview',
  beforeLoad: ({ context }) => {
    if (!isAdmin(context.me)) throw redirect({ to: '/', replace: true });
  },
  component: lazyRouteComponent(() => import('../features/admin/dashboard/dashboard-page.js'), 'DashboardPage'),
});

const adminCustomers = createRoute({
  getParentRoute: () => admin,
  path: '/customers',
  validateSearch: readCustomerFilter,
  component: lazyRouteComponent(() => import('../features/admin/customers/customers-page.js'), 'CustomersPage'),
});

const adminNewCustomer = createRoute({
  getParentRoute: () => admin,
  path: '/customers/new',
  component: lazyRouteComponent(() => import('../features/admin/customers/new-customer-page.js'), 'NewCustomerPage'),
});

const adminCustomer = createRoute({
  getParentRoute: () => admin,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('../features/admin/customers/customer-page.js'), 'CustomerPage'),
});

const proposals = createRoute({
  getParentRoute: () => signedIn,
  path: '/proposals',
  validateSearch: readProposalFilter,
  component: lazyRouteComponent(() => import('../features/portal/proposals/proposals-page.js'), 'ProposalsPage'),
});

const proposal = createRoute({
  getParentRoute: () => signedIn,
  path: '/proposals/$proposalId',
  component: lazyRouteComponent(() => import('../features/portal/proposals/proposal-page.js'), 'ProposalPage'),
});

const forAdmins = ({ context }: { context: { me: Me } }) => {
  if (!isAdmin(context.me)) throw redirect({ to: '/', replace: true });
};

const adminRecurring = createRoute({
  getParentRoute: () => admin,
  path: '/recurring',
  validateSearch: readRecurringFilter,
  component: lazyRouteComponent(() => import('../features/admin/recurring/recurring-page.js'), 'RecurringPage'),
});

const adminFollowUps = createRoute({
  getParentRoute: () => admin,
  path: '/follow-ups',
  validateSearch: readPursuitFilter,
  component: lazyRouteComponent(() => import('../features/admin/recurring/pursuits-page.js'), 'PursuitsPage'),
});

const automatic = createRoute({
  getParentRoute: () => signedIn,
  path: '/automatic-payments',
  component: lazyRouteComponent(() => import('../features/portal/automatic/automatic-page.js'), 'AutomaticPage'),
});

const adminProposals = createRoute({
  getParentRoute: () => admin,
  path: '/proposals',
  beforeLoad: forAdmins,
  validateSearch: readProposalFilter,
  component: lazyRouteComponent(() => import('../features/admin/proposals/proposals-page.js'), 'AdminProposalsPage'),
});

const adminNewProposal = createRoute({
  getParentRoute: () => admin,
  path: '/proposals/new',
  beforeLoad: forAdmins,
  validateSearch: (search): { customer?: string } => (typeof search['customer'] === 'string' ? { customer: search['customer'] } : {}),
  component: lazyRouteComponent(() => import('../features/admin/proposals/new-proposal-page.js'), 'NewProposalPage'),
});

const adminProposal = createRoute({
  getParentRoute: () => admin,
  path: '/proposals/$proposalId',
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import('../features/admin/proposals/proposal-page.js'), 'AdminProposalPage'),
});

const adminEditProposal = createRoute({
  getParentRoute: () => admin,
  path: '/proposals/$proposalId/edit',
  beforeLoad: forAdmins,
  component: lazyRouteComponent(() => import('../features/admin/proposals/edit-proposal-page.js'), 'EditProposalPage'),
});

const adminPrograms = createRoute({
  getParentRoute: () => admin,
  path: '/programs',
  component: lazyRouteComponent(() => import('../features/admin/programs/programs-page.js'), 'AdminProgramsPage'),
});

const adminNewProgram = createRoute({
  getParentRoute: () => admin,
  path: '/programs/new',
  component: lazyRouteComponent(() => import('../features/admin/programs/program-form-page.js'), 'NewProgramPage'),
});

const adminProgram = createRoute({
  getParentRoute: () => admin,
  path: '/programs/$programId',
  component: lazyRouteComponent(() => import('../features/admin/programs/program-form-page.js'), 'EditProgramPage'),
});

const adminSetup = createRoute({
  getParentRoute: () => admin,
  path: '/setup',
  validateSearch: (search): { customer?: string } => (typeof search['customer'] === 'string' ? { customer: search['customer'] } : {}),
  component: lazyRouteComponent(() => import('../features/admin/setup/setup-page.js'), 'SetupPage'),
});

const portalPages = [automatic, overview, invoices, invoice, pay, paySeveral, payments, receipt, result, cards, appointments, appointment, rewards, credits, usage, profile, security, proposals, proposal] as const;
const programPages = [programs, program, enrolled, purchases, purchaseReceipt, enrolments] as const;
const adminProgramPages = [adminPrograms, adminNewProgram, adminProgram] as const;
const adminPages = [adminRecurring, adminFollowUps, adminOverview, adminCustomers, adminNewCustomer, adminCustomer, adminInvoices, adminNewInvoice, adminInvoice, adminEditInvoice, adminPayments, adminAppointments, adminAppointment, adminCreditPackages, adminUsage, adminSetup, adminProposals, adminNewProposal, adminProposal, adminEditProposal] as const;

const tree = root.addChildren([
  signIn,
  linked,
  confirmAddress,
  enter,
  resetPassword,
  acceptInvitation,
  confirmNewAddress,
  signUp,
  forgotPassword,
  codeSignIn,
  signedIn.addChildren([home, ...portalPages, ...programPages, admin.addChildren([...adminProgramPages, ...adminPages])]),
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
