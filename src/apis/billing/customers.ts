import { billingSettingsOf, changeBillingSettings } from '../../core/billing/index.js';
import type { BillingChange as CoreChange } from '../../core/billing/index.js';
import { archiveCustomer, changeCustomer, createCustomer, listCustomersByPlace } from '../../core/customers/index.js';
import type { Customer as CoreCustomer } from '../../core/customers/index.js';
import { addMember, listMembers } from '../../core/members/index.js';
import { requireOwnMethod } from '../../core/payments/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { parseMajor } from '../../kernel/money.js';
import { percentToPpm } from '../../kernel/percent.js';
import { isAdmin } from '../../kernel/roles.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { userView } from './auth.js';
import type { BillingContext } from './context.js';
import type { BillingChange, Customer, customers } from './contract-customers.js';
import { customerViews, factsIn, ownersFacts, settingsView } from './customer-views.js';
import { customerInScope } from './scope.js';

const PAGE = 50;
const METHOD_ID = /^pm_[A-Za-z0-9_]{1,64}$/;

export const customerHandlers: Handlers<typeof customers, BillingContext> = {
  async 'GET /customers/me'({ who, customerId }, { world }) {
    return view(world, await customerInScope(world.read, who, customerId));
  },

  async 'POST /customers'({ body, actor }, { world }) {
    const wanted = { status: 'pending' as const, ...factsIn(body, null), name: body.name, email: body.billing_email };
    return view(world, await world.transact((tx) => createCustomer(tx, wanted, actor)));
  },

  async 'GET /customers'({ query }, { world }) {
    const { status, limit = PAGE, offset = 0 } = query;
    const { items, total } = await listCustomersByPlace(world.read, { ...(status && { status }), limit, offset });
    return answer(await customerViews(world.read, items), { headers: { 'x-total-count': String(total) } });
  },

  async 'GET /customers/{customer_id}'({ who, params }, { world }) {
    return view(world, await customerInScope(world.read, who, params.customer_id));
  },

  async 'PUT /customers/{customer_id}'({ who, params, body, actor }, { world }) {
    const before = await customerInScope(world.read, who, params.customer_id);
    const facts = factsIn(body, before);
    const change = isAdmin(who.roles) ? facts : ownersFacts(facts);
    return view(world, await world.transact((tx) => changeCustomer(tx, before.id, change, actor)));
  },

  async 'DELETE /customers/{customer_id}'({ who, params, actor }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    await world.transact((tx) => archiveCustomer(tx, id, actor));
    return { message: 'Customer archived' };
  },

  async 'GET /customers/{customer_id}/billing'({ who, params }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    return settingsView(await billingSettingsOf(world.read, id));
  },

  async 'PUT /customers/{customer_id}/billing'({ who, params, body, actor }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    const change = changeIn(body);
    if (typeof change.methodId === 'string') await checkOwn(world, id, change.methodId);
    return settingsView(await world.transact((tx) => changeBillingSettings(tx, id, change, actor)));
  },

  async 'POST /customers/{customer_id}/users'({ who, params, body, actor }, { world, identity }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    return userView(await addMember(identity, id, body, actor));
  },

  async 'GET /customers/{customer_id}/users'({ who, params }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    const users = await listMembers(world.read, id);
    return answer(users.map(userView), { headers: { 'x-total-count': String(users.length) } });
  },
};

async function view(world: World, customer: CoreCustomer): Promise<Customer> {
  return (await customerViews(world.read, [customer]))[0]!;
}

/** A card that is the customer's own, asked for at the processor: anybody else's is as unknown as none. */
async function checkOwn(world: World, customerId: string, methodId: string): Promise<void> {
  if (!METHOD_ID.test(methodId)) throw new Failure('payment_method_not_found');
  await requireOwnMethod(world, { customerId }, methodId);
}

function changeIn(body: BillingChange): CoreChange {
  const { monthly_fee: fee, tax_rate: percent } = body;
  if (fee !== undefined && fee < 0) throw new Failure('input_invalid', { fields: { monthly_fee: 'must be >= 0' } });
  return {
    paymentMethod: body.payment_method, frequency: body.billing_frequency, currency: body.currency, billingDay: body.billing_day,
    monthlyFee: fee === undefined ? undefined : parseMajor(fee, exponentOf(body.currency ?? 'USD')), autoCharge: body.auto_charge,
    taxPpm: percent === undefined ? undefined : percentToPpm(percent), paymentTermsDays: body.payment_terms_days,
    methodId: body.stripe_payment_method_id, additionalDetails: body.additional_details,
  };
}
