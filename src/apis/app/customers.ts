import { listHistory } from '../../core/audit/index.js';
import { billingSettingsOf, changeBillingSettings } from '../../core/billing/index.js';
import { archiveCustomer, changeCustomer, findCustomer, listCustomers, restoreCustomer } from '../../core/customers/index.js';
import type { Customer } from '../../core/customers/index.js';
import { moneyInTheWay, openBalances, readBillingMonths, readBillingOverview, readBillingStats } from '../../core/figures/index.js';
import { inviteAgain, inviteMember, listMembers } from '../../core/members/index.js';
import { findProcessorCustomer } from '../../core/payments/index.js';
import { PLATFORM_ACCOUNT } from '../../core/ports/processor.js';
import { findRecurringOf } from '../../core/recurring/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { percentToPpm } from '../../kernel/percent.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { uuid } from './context.js';
import type { AppContext } from './context.js';
import { customers as contract } from './contract-customers.js';
import type { CustomerDetails } from './contract-customers.js';
import { fromMajor } from './views.js';
import { toCustomerDetails, toCustomerItem, toDeed, toMember, toStats } from './views-customers.js';

const PAGE = 25;

type Context = Pick<AppContext, 'world'>;

/** The customer book of the console. Archived customers are there to be looked at, not to be changed. */
export function customersApi(context: Context): Api<typeof contract, Context> {
  return { contract, handlers, context };
}

const handlers: Handlers<typeof contract, Context> = {
  async 'GET /api/app/customers'({ query }, { world }) {
    const { limit = PAGE, ...wish } = query;
    const page = await listCustomers(world.read, { ...wish, limit });
    const { open, currency } = await openBalances(world, page.items.map((customer) => customer.id));
    return { items: page.items.map((customer) => toCustomerItem(customer, open.get(customer.id) ?? 0n, currency)), next_cursor: page.nextCursor };
  },

  async 'GET /api/app/customers/{id}'({ params }, { world }) {
    return details(world, await known(world, params.id));
  },

  async 'PATCH /api/app/customers/{id}'({ params, body, actor }, { world }) {
    const id = uuid(params.id, 'customer_not_found');
    const { name, email, company_name: companyName, phone, status, address_line1: line1, address_line2: line2, city, state, postal_code: postalCode, country } = body;
    const change = { name, email, companyName, phone, status, address: { line1, line2, city, state, postalCode, country } };
    return details(world, await world.transact((tx) => changeCustomer(tx, id, change, actor)));
  },

  async 'PATCH /api/app/customers/{id}/billing'({ params, body, actor }, { world }) {
    const customer = await known(world, params.id);
    if (customer.archivedAt !== null) throw new Failure('customer_not_found');
    const { currency } = await billingSettingsOf(world.read, customer.id);
    const { monthly_fee: fee, tax_percent: percent } = body;
    const change = {
      paymentMethod: body.payment_method, frequency: body.billing_frequency, monthlyFee: fee === undefined ? undefined : fromMajor(fee, currency), billingDay: body.billing_day,
      autoCharge: body.auto_charge, taxPpm: percent === undefined ? undefined : percentToPpm(percent), paymentTermsDays: body.payment_terms_days,
    };
    await world.transact((tx) => changeBillingSettings(tx, customer.id, change, actor));
    return details(world, customer);
  },

  async 'POST /api/app/customers/{id}/archive'({ params, actor }, { world }) {
    const id = uuid(params.id, 'customer_not_found');
    return details(world, await world.transact((tx) => archiveCustomer(tx, id, actor)));
  },

  async 'POST /api/app/customers/{id}/restore'({ params, actor }, { world }) {
    const id = uuid(params.id, 'customer_not_found');
    return details(world, await world.transact((tx) => restoreCustomer(tx, id, actor)));
  },

  async 'GET /api/app/customers/{id}/users'({ params }, { world }) {
    return { items: (await listMembers(world.read, (await known(world, params.id)).id)).map(toMember) };
  },

  async 'POST /api/app/customers/{id}/users'({ params, body, actor }, { world }) {
    const id = uuid(params.id, 'customer_not_found');
    return toMember(await world.transact((tx) => inviteMember(tx, id, body, actor)));
  },

  async 'POST /api/app/customers/{id}/users/{user_id}/invite'({ params, actor }, { world }) {
    const [id, userId] = [uuid(params.id, 'customer_not_found'), uuid(params.user_id, 'user_not_found')];
    return toMember(await world.transact((tx) => inviteAgain(tx, id, userId, actor)));
  },

  async 'GET /api/app/customers/{id}/history'({ params, query }, { world }) {
    const { id } = await known(world, params.id);
    const { cursor, limit = PAGE } = query;
    const page = await listHistory(world.read, { resourceType: 'customer', resourceId: id, cursor, limit });
    return { items: page.items.map(toDeed), next_cursor: page.nextCursor };
  },

  async 'GET /api/app/stats'(_call, { world }) {
    const [stats, { months }] = await Promise.all([readBillingStats(world), readBillingMonths(world)]);
    return toStats(stats, months);
  },
};

async function known(world: World, text: string): Promise<Customer> {
  const customer = await findCustomer(world.read, uuid(text, 'customer_not_found'));
  if (customer === null) throw new Failure('customer_not_found');
  return customer;
}

async function details(world: World, customer: Customer): Promise<CustomerDetails> {
  const [settings, overview, recurring, stripeId, inTheWay] = await Promise.all([
    billingSettingsOf(world.read, customer.id), readBillingOverview(world, customer.id), findRecurringOf(world.read, customer.id),
    findProcessorCustomer(world.read, customer.id, { name: 'stripe', account: PLATFORM_ACCOUNT }), moneyInTheWay(world.read, customer.id),
  ]);
  return toCustomerDetails({ customer, settings, overview, nextBillingDay: recurring?.nextOn ?? null, stripeId, inTheWay });
}
