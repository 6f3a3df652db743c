import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readAppointmentFilter } from '../../ui/appointments/filter.js';
import { readCustomerFilter } from '../../ui/customers/filter.js';
import { readInvoiceFilter } from '../../ui/invoices/filter.js';
import { readPaymentFilter } from '../../ui/payments/filter.js';
import { readRedemptionFilter } from '../../ui/rewards/filter.js';
import { isAdmin } from '../session.js';
import { admin } from './roots.js';

const adminOverview = createRoute({
  getParentRoute: () => admin,
  path: '/overview',
  beforeLoad: ({ context }) => {
    if (!isAdmin(context.me)) throw redirect({ to: '/', replace: true });
  },
  component: lazyRouteComponent(() => import('../../features/admin/dashboard/dashboard-page.js'), 'DashboardPage'),
});

const adminCustomers = createRoute({
  getParentRoute: () => admin,
  path: '/customers',
  validateSearch: readCustomerFilter,
  component: lazyRouteComponent(() => import('../../features/admin/customers/customers-page.js'), 'CustomersPage'),
});

const adminNewCustomer = createRoute({
  getParentRoute: () => admin,
  path: '/customers/new',
  component: lazyRouteComponent(() => import('../../features/admin/customers/new-customer-page.js'), 'NewCustomerPage'),
});

const adminCustomer = createRoute({
  getParentRoute: () => admin,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('../../features/admin/customers/customer-page.js'), 'CustomerPage'),
});

const adminInvoices = createRoute({
  getParentRoute: () => admin,
  path: '/invoices',
  validateSearch: readInvoiceFilter,
  component: lazyRouteComponent(() => import('../../features/admin/invoices-page.js'), 'AdminInvoicesPage'),
});

const adminNewInvoice = createRoute({
  getParentRoute: () => admin,
  path: '/invoices/new',
  validateSearch: (search): { customer?: string } => (typeof search['customer'] === 'string' ? { customer: search['customer'] } : {}),
  component: lazyRouteComponent(() => import('../../features/admin/invoices/new-invoice-page.js'), 'NewInvoicePage'),
});

const adminInvoice = createRoute({
  getParentRoute: () => admin,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../../features/admin/invoice-page.js'), 'AdminInvoicePage'),
});

const adminEditInvoice = createRoute({
  getParentRoute: () => admin,
  path: '/invoices/$invoiceId/edit',
  component: lazyRouteComponent(() => import('../../features/admin/invoices/edit-invoice-page.js'), 'EditInvoicePage'),
});

const adminPayments = createRoute({
  getParentRoute: () => admin,
  path: '/payments',
  validateSearch: readPaymentFilter,
  component: lazyRouteComponent(() => import('../../features/admin/payments-page.js'), 'AdminPaymentsPage'),
});

const adminAppointments = createRoute({
  getParentRoute: () => admin,
  path: '/appointments',
  validateSearch: readAppointmentFilter,
  component: lazyRouteComponent(() => import('../../features/admin/appointments-page.js'), 'AdminAppointmentsPage'),
});

const adminAppointment = createRoute({
  getParentRoute: () => admin,
  path: '/appointments/$appointmentId',
  component: lazyRouteComponent(() => import('../../features/admin/appointment-page.js'), 'AdminAppointmentPage'),
});

const adminRewards = createRoute({
  getParentRoute: () => admin,
  path: '/rewards',
  validateSearch: readRedemptionFilter,
  component: lazyRouteComponent(() => import('../../features/admin/rewards/redemptions-page.js'), 'RedemptionsPage'),
});

const adminCatalogue = createRoute({
  getParentRoute: () => admin,
  path: '/rewards/catalogue',
  component: lazyRouteComponent(() => import('../../features/admin/rewards/catalogue-page.js'), 'CataloguePage'),
});

const adminSetup = createRoute({
  getParentRoute: () => admin,
  path: '/setup',
  validateSearch: (search): { customer?: string } => (typeof search['customer'] === 'string' ? { customer: search['customer'] } : {}),
  component: lazyRouteComponent(() => import('../../features/admin/setup/setup-page.js'), 'SetupPage'),
});

/** The console: customers, invoices, payments, the calendar, rewards. */
export const counterPages = [adminOverview, adminCustomers, adminNewCustomer, adminCustomer, adminInvoices, adminNewInvoice, adminInvoice, adminEditInvoice, adminPayments, adminAppointments, adminAppointment, adminRewards, adminCatalogue, adminSetup] as const;
