import { publicLinks } from '../../src/core/public-links/index.js';
import { newId } from '../../src/kernel/ids.js';
import { mentored } from './enrolments.js';
import { hashOf } from './offers.js';
import type { Party, Stage } from './stage.js';
import { PASSWORD } from './stage.js';
import { emailOf, giveCredits, make, newAddressToken, newChallenge, newCodeToken, newPaidIntent, newRefreshToken, newTypedCode, ownerOf, PRICE } from './things.js';
import type { Kind, Owner } from './things.js';

/** What goes into one call beside the route and the credential. */
export interface Request {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whoever the request is about, and who sends it (null: nobody in particular). */
export interface Case {
  readonly stage: Stage;
  readonly owner: Owner;
  readonly caller: Party | null;
}

export interface Sample {
  /** A request that succeeds for whoever may: new things every time, since a success uses them up. */
  readonly request: (of: Case) => Promise<Request> | Request;
  /** Where ids of things stand in it: `params.id`, `body.invoiceId`. */
  readonly ids?: Readonly<Record<string, Kind>>;
  /** Other requests of the same route that carry other ids. */
  readonly also?: readonly Sample[];
}

const nothing: Sample = { request: () => ({}) };
const json = (body: Record<string, unknown>): Sample => ({ request: () => ({ body }) });
const anAddress = (more: Record<string, unknown> = {}): Sample => ({ request: () => ({ body: { email: `nobody-${newId()}@example.test`, ...more } }) });
const param = (name: string): Sample => ({ request: () => ({ params: { [name]: newId() } }) });
const thing = (kind: Kind, body?: Record<string, unknown>): Sample => ({
  request: async ({ stage, owner }) => ({ params: { id: await make(stage, kind, owner) }, ...(body && { body }) }), ids: { 'params.id': kind },
});
const ofCustomer = (body?: Record<string, unknown>): Sample => ({
  request: async ({ stage, owner }) => ({ params: { customer_id: await make(stage, 'customer', owner) }, ...(body && { body }) }), ids: { 'params.customer_id': 'customer' },
});
/** Whoever has the link may: the address is the key, so nothing else of the caller counts. */
const behindLink = (kind: Kind): Sample => ({
  request: async ({ stage, owner }) => ({ params: { token: publicLinks({ keys: stage.app.identity.keys, publicUrl: 'http://127.0.0.1' }).tokenFor({ kind: 'invoice', id: await make(stage, kind, owner) }) } }),
});
/** An offer by the name its address has for it. */
const anOffer = (name: string, kind: Kind, body?: Record<string, unknown>): Sample => ({
  request: async ({ stage, owner }) => ({ params: { [name]: await make(stage, kind, owner) }, ...(body && { body }) }), ids: { [`params.${name}`]: kind },
});
/** A decision about an offer, in the words that were read. */
const decided = (more: Record<string, unknown>): Sample => ({
  async request({ stage, owner }) {
    const id = await make(stage, 'proposal', owner);
    return { params: { id }, body: { document_hash: await hashOf(stage, id), ...more } };
  },
  ids: { 'params.id': 'proposal' },
});
/** The same for whoever has the link: the address is the key. */
const offerLink = (kind: Kind, body?: (hash: string) => Record<string, unknown>): Sample => ({
  async request({ stage, owner }) {
    const id = await make(stage, kind, owner);
    const token = publicLinks({ keys: stage.app.identity.keys, publicUrl: 'http://127.0.0.1' }).tokenFor({ kind: 'proposal', id });
    return { params: { token }, ...(body && { body: body(await hashOf(stage, id)) }) };
  },
});
const mail = (type: string, about: Readonly<Record<string, Kind>>, more: Record<string, unknown> = {}): Sample => ({
  async request({ stage, owner }) {
    const data: Record<string, unknown> = { customerId: owner.customerId, ...more };
    for (const [name, kind] of Object.entries(about)) data[name] = await make(stage, kind, owner);
    return { body: { type, data } };
  },
  ids: { 'body.data.customerId': 'customer', ...Object.fromEntries(Object.entries(about).map(([name, kind]) => [`body.data.${name}`, kind])) },
});
const credentials: Sample = { request: ({ stage }) => ({ body: { email: stage.callers.cust_own.user.email, password: PASSWORD } }) };
const unsigned: Sample = { request: () => ({ body: { id: 'evt_1', object: 'event' }, headers: { 'stripe-signature': 't=1,v1=00' } }) };

/** One sample for every route that is served: a new route needs a line here before it may be called tested. */
export const samples: Readonly<Record<string, Sample>> = {
  // portal
  'POST /api/payments/create-intent': {
    request: async ({ stage, owner }) => ({ body: { invoiceId: await make(stage, 'invoice', owner), amount: PRICE } }), ids: { 'body.invoiceId': 'invoice' },
  },
  'POST /api/payments/confirm': {
    async request({ stage, owner }) {
      const { invoiceId, intentId } = await newPaidIntent(stage, owner);
      return { body: { invoiceId, paymentIntentId: intentId } };
    },
    ids: { 'body.invoiceId': 'invoice', 'body.paymentIntentId': 'intent' },
  },
  'POST /api/payments/setup-intent': {
    request: async ({ stage, owner }) => ({ body: { customerId: await make(stage, 'processorCustomer', owner) } }), ids: { 'body.customerId': 'processorCustomer' },
  },
  'GET /api/payments/methods': {
    request: async ({ stage, owner }) => ({ query: { customerId: await make(stage, 'processorCustomer', owner) } }), ids: { 'query.customerId': 'processorCustomer' },
  },
  'DELETE /api/payments/methods': nothing,
  'PATCH /api/payments/methods': json({}),
  'DELETE /api/payments/methods/{id}': thing('card'),
  'PATCH /api/payments/methods/{id}': {
    // The claim is the caller's own: it is the card that is somebody else's, or not.
    request: async ({ stage, owner, caller }) => ({
      params: { id: await make(stage, 'card', owner) }, body: { customerId: await make(stage, 'processorCustomer', caller?.customerId ? ownerOf(caller, caller) : owner) },
    }),
    ids: { 'params.id': 'card', 'body.customerId': 'processorCustomer' },
  },
  'GET /api/payments/export': nothing,
  'GET /api/invoices/{id}/pdf': thing('invoice'),
  'POST /api/appointments/{id}/cancel': thing('appointment'),
  'POST /api/rewards/{id}/redeem': {
    async request({ stage, owner }) {
      await make(stage, 'payment', owner); // gives points
      return { params: { id: await make(stage, 'reward', owner) } };
    },
    ids: { 'params.id': 'reward' },
  },
  'POST /api/notifications/send-email': {
    ...mail('invoice_created', { invoiceId: 'invoice' }),
    also: [
      mail('appointment_confirmed', { jobId: 'appointment' }), mail('appointment_reminder', { jobId: 'appointment' }, { hoursUntil: 24 }),
      mail('message_reply', { messageId: 'message' }, { subject: 'Your question', staffName: 'Sam', replyText: 'Yes.' }),
    ],
  },
  'GET /api/analytics/portal-stats': nothing,
  'POST /api/analytics/track-session': nothing,
  'GET /api/cache/stats': nothing,
  'POST /api/cache/clear': {
    request: async ({ stage, owner }) => ({ body: { customerId: owner.customerId, email: await emailOf(stage, owner) } }), ids: { 'body.customerId': 'customer' },
  },
  'GET /api/health': nothing,
  'POST /api/webhooks/stripe': unsigned,

  // billing
  'POST /auth/login': credentials,
  'POST /auth/register': anAddress({ password: PASSWORD, name: 'Nova' }),
  'POST /auth/password-reset': anAddress(),
  'POST /auth/password-reset/confirm': { request: async ({ stage }) => ({ body: { token: await newCodeToken(stage, 'recovery'), new_password: PASSWORD } }) },
  'POST /auth/verify-2fa': { request: async ({ stage, caller }) => ({ body: caller === null ? { code: '123456' } : await newChallenge(stage) }) },
  'POST /auth/enable-2fa': nothing,
  'GET /auth/2fa-status': nothing,
  'POST /auth/request-code': anAddress(),
  'POST /auth/verify-code': { request: async ({ stage }) => ({ body: await newTypedCode(stage) }) },
  'GET /users/me': nothing,
  'PUT /users/me': json({ name: 'Somebody' }),
  'PUT /users/me/settings': json({ theme: 'dark' }),
  'POST /auth/logout': nothing,
  'POST /auth/refresh': {
    request: async ({ stage, caller }) => ({ body: caller === null ? {} : { refresh_token: await newRefreshToken(stage, caller) } }),
  },
  'GET /analytics-dashboard/customer/{customer_id}': { request: async ({ stage, owner }) => ({ params: { customer_id: await make(stage, 'customer', owner) } }), ids: { 'params.customer_id': 'customer' } },
  'GET /analytics-dashboard/my-analytics': nothing,
  'POST /billing/webhooks/stripe': unsigned,
  'GET /billing/invoices/customer/{customer_id}': ofCustomer(),
  'GET /billing/invoices/{invoice_id}': { request: async ({ stage, owner }) => ({ params: { invoice_id: await make(stage, 'invoice', owner) } }), ids: { 'params.invoice_id': 'invoice' } },
  'PUT /billing/invoices/{invoice_id}/infrastructure-costs': {
    request: async ({ stage, owner }) => ({ params: { invoice_id: await make(stage, 'invoice', owner) }, body: { infrastructure_costs: 12.5 } }), ids: { 'params.invoice_id': 'invoice' },
  },
  'POST /billing/payment-methods/setup': nothing,
  'GET /billing/payment-methods/customer/{customer_id}': ofCustomer(),
  'POST /billing/pay-invoice': {
    request: async ({ stage, owner }) => ({ body: { invoice_id: await make(stage, 'invoice', owner), payment_method_id: await make(stage, 'card', owner) } }),
    ids: { 'body.invoice_id': 'invoice', 'body.payment_method_id': 'card' },
  },
  'POST /billing/generate-recurring': {
    request: async ({ stage, owner }) => ({ body: { customer_id: await make(stage, 'billedCustomer', owner), period: '2031-05' } }), ids: { 'body.customer_id': 'billedCustomer' },
  },
  'POST /customers': { request: () => ({ body: { name: 'Jane Doe', company_name: 'Acme LLC', billing_email: `nobody-${newId()}@example.test` } }) },
  'GET /customers': nothing,
  'GET /customers/me': nothing,
  'GET /customers/{customer_id}': ofCustomer(),
  'PUT /customers/{customer_id}': ofCustomer({ phone: '+1 555 0100' }),
  'DELETE /customers/{customer_id}': {
    request: async ({ stage, owner }) => ({ params: { customer_id: await make(stage, 'disposableCustomer', owner) } }), ids: { 'params.customer_id': 'disposableCustomer' },
  },
  'GET /customers/{customer_id}/billing': ofCustomer(),
  'PUT /customers/{customer_id}/billing': ofCustomer({ payment_terms_days: 30 }),
  'POST /customers/{customer_id}/users': {
    request: async ({ stage, owner }) => ({ params: { customer_id: await make(stage, 'customer', owner) }, body: { name: 'Jane Doe', email: `nobody-${newId()}@example.test` } }),
    ids: { 'params.customer_id': 'customer' },
  },
  'GET /customers/{customer_id}/users': ofCustomer(),
  'POST /billing/generate-from-proposal': {
    request: async ({ stage, owner }) => ({ body: { proposal_id: await make(stage, 'unbilledProposal', owner) } }), ids: { 'body.proposal_id': 'unbilledProposal' },
  },
  'POST /proposals': {
    request: async ({ stage, owner }) => ({
      body: { customer_id: await make(stage, 'customer', owner), title: 'Relaunch', total_amount: 1_000, billing_schedule: [{ percentage: 100, milestone: 'Delivery' }], status: 'sent' },
    }),
    ids: { 'body.customer_id': 'customer' },
  },
  'GET /proposals/customer/{customer_id}': ofCustomer(),
  'GET /proposals/{proposal_id}': anOffer('proposal_id', 'proposal'),
  'PUT /proposals/{proposal_id}': anOffer('proposal_id', 'proposal', { title: 'Relaunch, again' }),
  'DELETE /proposals/{proposal_id}': anOffer('proposal_id', 'proposal'),
  'POST /proposals/{proposal_id}/accept': anOffer('proposal_id', 'proposal', {}),
  'POST /proposals/{proposal_id}/reject': anOffer('proposal_id', 'proposal', { reason: 'Too dear' }),
  'GET /billing/stats': nothing,
  'GET /billing/my-billing': nothing,
  'GET /billing/customer/{customer_id}/overview': ofCustomer(),
  'GET /health': nothing,

  // credits
  'GET /api/stripe/credit-packages': nothing,
  'POST /api/stripe/create-payment-intent': {
    async request({ stage, owner, caller }) {
      // Whoever has no customer has no saved card; a stranger's is sent to be refused.
      const withCard = caller !== null && (owner.customerId === stage.stranger.customerId || owner.customerId === caller.customerId);
      return { body: { creditPackageId: await make(stage, 'creditPackage', owner), ...(withCard && { paymentMethodId: await make(stage, 'card', owner) }) } };
    },
    ids: { 'body.creditPackageId': 'creditPackage', 'body.paymentMethodId': 'card' },
  },
  'GET /api/stripe/payment-history': nothing,
  'GET /api/stripe/balance': nothing,
  'POST /api/stripe/webhook': unsigned,

  // the web app
  'GET /api/app/config': nothing,
  'GET /api/app/me': nothing,
  'GET /api/app/invoices': nothing,
  'GET /api/app/invoices/{id}': thing('invoice'),
  'POST /api/app/invoices/{id}/pay': {
    request: async ({ stage, owner }) => ({ params: { id: await make(stage, 'invoice', owner) }, body: { payment_method_id: await make(stage, 'card', owner) } }),
    ids: { 'params.id': 'invoice', 'body.payment_method_id': 'card' },
  },
  'GET /api/app/payments/{id}': thing('payment'),
  'POST /api/app/payments/{id}/refund': thing('payment', { amount: 1, reason: 'sample' }),
  'GET /api/app/operations/{id}': thing('operation'),
  'POST /api/app/clock': json({ advance_seconds: 0 }),
  'GET /api/app/openapi.json': nothing,
  'GET /api/v1/openapi.json': nothing,
  'POST /api/app/session': credentials,
  'POST /api/app/session/code': { request: async ({ stage }) => ({ body: { token: await newCodeToken(stage, 'sign_in') } }) },
  'POST /api/app/session/password': { request: async ({ stage }) => ({ body: { token: await newCodeToken(stage, 'recovery'), password: PASSWORD } }) },
  'POST /api/app/session/second-factor': { request: async ({ stage }) => ({ body: await newChallenge(stage) }) },
  'POST /api/app/session/email': { request: async ({ stage }) => ({ body: { token: await newAddressToken(stage) } }) },
  'GET /api/app/ways-in': nothing,
  'POST /api/app/two-factor': nothing,
  // Nobody on the stage has two factors, a number, or a code that was sent there: those who may are told so.
  'POST /api/app/two-factor/confirm': json({ code: 'not-a-code' }),
  'POST /api/app/two-factor/recovery-codes': json({ password: PASSWORD }),
  'POST /api/app/two-factor/disable': json({ password: PASSWORD }),
  'POST /api/app/phone/code': nothing,
  'POST /api/app/phone/confirm': json({ code: 'not-a-code' }),
  'POST /api/app/session/refresh': {
    request: async ({ stage, caller }) => (caller === null ? {} : { headers: { cookie: `pd-refresh-token=${encodeURIComponent(await newRefreshToken(stage, caller))}` } }),
  },
  'DELETE /api/app/session': nothing,
  'GET /api/app/sessions': nothing,
  'DELETE /api/app/sessions': nothing,
  'DELETE /api/app/sessions/{id}': thing('session'),
  'POST /api/app/cards/intent': nothing,
  'POST /api/app/payments/intent': {
    request: async ({ stage, owner }) => ({ body: { invoices: [{ id: await make(stage, 'invoice', owner) }] } }), ids: { 'body.invoices.0.id': 'invoice' },
  },
  'POST /api/app/payments': {
    // The card is the caller's own: it is the invoice that is somebody else's, or not.
    request: async ({ stage, owner, caller }) => ({
      body: { invoices: [{ id: await make(stage, 'invoice', owner), amount: 1 }], payment_method_id: await make(stage, 'card', caller?.customerId ? ownerOf(caller, caller) : owner) },
    }),
    ids: { 'body.invoices.0.id': 'invoice', 'body.payment_method_id': 'card' },
  },
  'POST /api/app/payments/{id}/confirm': thing('payment'),
  'GET /api/app/payments': nothing,
  'GET /api/app/payments/{id}/receipt': thing('payment'),
  'GET /api/app/invoices/{id}/pdf': thing('invoice'),
  'GET /api/app/appointments': nothing,
  'GET /api/app/appointments/{id}': thing('appointment'),
  'POST /api/app/appointments': {
    request: ({ stage, owner }) => ({ body: { customer_id: owner.customerId, starts_at: new Date(stage.app.world.clock.now().getTime() + 86_400_000).toISOString(), services: ['Carpet cleaning'] } }),
    ids: { 'body.customer_id': 'customer' },
  },
  'POST /api/app/appointments/{id}/start': thing('appointment'),
  'POST /api/app/appointments/{id}/complete': thing('startedAppointment'),
  'POST /api/app/appointments/{id}/call-off': thing('appointment'),
  'POST /api/app/appointments/{id}/cancel': thing('appointment', { expected_fee: 0 }),
  'POST /api/purchases/checkout-session/{programId}': {
    request: async ({ stage, owner }) => ({ params: { programId: await make(stage, 'program', owner) }, body: { isClassRep: false } }), ids: { 'params.programId': 'program' },
  },
  'GET /api/purchases/me': nothing,
  'GET /api/purchases/{id}': mentored,
  'GET /api/purchases/{id}/receipt': mentored,
  'GET /api/purchases/check-access/{programId}': { request: async ({ stage, owner }) => ({ params: { programId: await make(stage, 'program', owner) } }), ids: { 'params.programId': 'program' } },
  'GET /api/app/programs': nothing,
  'GET /api/app/programs/{id}': thing('program'),
  'POST /api/app/programs': json({ title: 'Evenings', program_type: 'Workshops', price: 99 }),
  'PATCH /api/app/programs/{id}': thing('program', { active: false }),
  'POST /api/app/programs/{id}/enrol': thing('program', {}),
  'GET /api/app/purchases': nothing,
  'GET /api/app/purchases/{id}': mentored,
  'POST /api/app/purchases/return': { request: async ({ stage, owner }) => ({ body: { order: await make(stage, 'order', owner) } }), ids: { 'body.order': 'order' } },
  'GET /api/app/enrolments': nothing,
  'POST /api/app/enrolments/{id}/refund': thing('paidPurchase', { amount: 1 }),
  'GET /api/app/points': nothing,
  'GET /api/app/rewards': nothing,
  'POST /api/app/rewards': json({ name: 'A free hour', points_required: 500 }),
  'PATCH /api/app/rewards/{id}': thing('reward', { active: false }),
  'GET /api/app/redemptions': nothing,
  'POST /api/app/redemptions/{id}/fulfil': thing('redemption'),
  'POST /api/app/redemptions/{id}/cancel': thing('redemption'),
  'GET /api/app/profile': nothing,
  'PATCH /api/app/profile': json({ city: 'Springfield' }),
  'GET /api/app/messages': nothing,
  'POST /api/app/messages': json({ subject: 'A question', body: 'May I ask?' }),
  'POST /api/app/messages/{id}/reply': thing('message', { body: 'You may.' }),
  'GET /api/app/credits': { request: () => ({}), also: [{ request: ({ owner }) => ({ query: { user_id: owner.userId } }), ids: { 'query.user_id': 'user' } }] },
  'GET /api/app/credits/spends': { request: () => ({}), also: [{ request: ({ owner }) => ({ query: { user_id: owner.userId } }), ids: { 'query.user_id': 'user' } }] },
  'POST /api/app/credits/spends': {
    async request({ stage, owner, caller }) {
      await giveCredits(stage, caller?.user.id ?? owner.userId);
      return { body: { amount: 1, purpose: 'A sample' } };
    },
    also: [{ request: ({ owner }) => ({ body: { amount: 1, purpose: 'A sample', user_id: owner.userId } }), ids: { 'body.user_id': 'user' } }],
  },
  'POST /api/app/credits/spends/{id}/commit': thing('creditSpend', { amount: 1 }),
  'POST /api/app/credits/spends/{id}/void': thing('creditSpend'),
  'POST /api/app/credits/grants': { request: ({ owner }) => ({ body: { user_id: owner.userId, amount: 5, reason: 'A sample' } }), ids: { 'body.user_id': 'user' } },
  'POST /api/app/credits/adjustments': {
    async request({ stage, owner }) {
      await giveCredits(stage, owner.userId);
      return { body: { user_id: owner.userId, amount: 1, reason: 'A sample' } };
    },
    ids: { 'body.user_id': 'user' },
  },
  'GET /api/app/credit-packages': nothing,
  'POST /api/app/credit-packages': json({ name: 'Large Package', price: 50, credits: 55 }),
  'PATCH /api/app/credit-packages/{id}': thing('creditPackage', { active: false }),
  'GET /api/app/usage': { request: async ({ stage, owner }) => ({ query: { customer_id: await make(stage, 'customer', owner) } }), ids: { 'query.customer_id': 'customer' } },
  'PATCH /api/app/customers/{id}/usage-source': {
    request: async ({ stage, owner }) => ({ params: { id: await make(stage, 'customer', owner) }, body: { analytics_property_id: '348215907' } }), ids: { 'params.id': 'customer' },
  },
  'GET /api/app/customers': nothing,
  'GET /api/app/customers/{id}': thing('customer'),
  'PATCH /api/app/customers/{id}': thing('customer', { phone: '+1 555 0100' }),
  'PATCH /api/app/customers/{id}/billing': thing('customer', { payment_terms_days: 30 }),
  'GET /api/app/recurring': nothing,
  'POST /api/app/recurring/{id}/bill': thing('billedCustomer', {}),
  'POST /api/app/recurring/{id}/pause': thing('customer'),
  'POST /api/app/recurring/{id}/resume': thing('customer'),
  'GET /api/app/pursuits': nothing,
  'POST /api/app/pursuits/{id}/retry': thing('pursuit'),
  'POST /api/app/pursuits/{id}/stop': thing('pursuit'),
  'GET /api/app/my-billing': nothing,
  'PUT /api/app/charge-consent': { request: async ({ stage, owner }) => ({ body: { payment_method_id: await make(stage, 'card', owner), agreed: true } }), ids: { 'body.payment_method_id': 'card' } },
  'DELETE /api/app/charge-consent': nothing,
  'POST /api/app/customers/{id}/archive': thing('disposableCustomer'),
  'POST /api/app/customers/{id}/restore': thing('archivedCustomer'),
  'GET /api/app/customers/{id}/users': thing('customer'),
  'POST /api/app/customers/{id}/users': {
    request: async ({ stage, owner }) => ({ params: { id: await make(stage, 'customer', owner) }, body: { name: 'Jane Doe', email: `nobody-${newId()}@example.test` } }), ids: { 'params.id': 'customer' },
  },
  'POST /api/app/customers/{id}/users/{user_id}/invite': {
    async request({ stage, owner }) {
      const userId = await make(stage, 'invitedMember', owner);
      return { params: { id: owner.customerId, user_id: userId } };
    },
    ids: { 'params.id': 'customer', 'params.user_id': 'invitedMember' },
  },
  'GET /api/app/customers/{id}/history': thing('customer'),
  'GET /api/app/stats': nothing,
  'GET /api/app/setup': nothing,
  'POST /api/app/setup/processor': nothing,
  'PUT /api/app/settings': json({ receipt_footer: 'Thank you.' }),
  'POST /api/app/customers': anAddress({ name: 'Somebody New' }),
  'PUT /api/app/invoices/{id}': thing('draft', { lines: [{ description: 'Carpet cleaning', unit_price: 65 }] }),
  'DELETE /api/app/invoices/{id}': thing('draft'),
  'POST /api/app/invoices/{id}/send': thing('draft'),
  'PUT /api/app/invoices/{id}/infrastructure-costs': thing('invoice', { infrastructure_costs: 12.5 }),
  'POST /api/app/invoices/{id}/void': thing('invoice'),
  'POST /api/app/invoices/{id}/credit-notes': thing('invoice', { amount: 1, reason: 'sample' }),
  'POST /api/app/invoices/{id}/apply-credit': thing('creditableInvoice', {}),
  'POST /api/app/payments/manual': {
    request: async ({ stage, owner }) => ({ body: { invoices: [await make(stage, 'invoice', owner)], amount: 1, method: 'cash' } }), ids: { 'body.invoices.0': 'invoice' },
  },
  'POST /api/app/payments/{id}/reverse': thing('manualPayment', {}),
  'GET /api/app/payments/{id}/refund-preview': thing('payment'),
  'GET /api/app/proposals': nothing,
  'GET /api/app/proposals/{id}': thing('proposal'),
  'GET /api/app/proposals/{id}/pdf': thing('proposal'),
  'POST /api/app/proposals/{id}/accept': decided({ name: 'Jane Doe' }),
  'POST /api/app/proposals/{id}/reject': decided({ reason: 'Too dear' }),
  'POST /api/app/proposals/{id}/pay': thing('acceptedProposal', {}),
  'POST /api/app/proposals/{id}/confirm': thing('acceptedProposal'),
  'POST /api/app/proposals/{id}/mail': thing('proposal'),
  'GET /api/app/public/{token}/proposal': offerLink('proposal'),
  'GET /api/app/public/{token}/proposal/pdf': offerLink('proposal'),
  'POST /api/app/public/{token}/proposal/accept': offerLink('proposal', (document_hash) => ({ name: 'Jane Doe', document_hash })),
  'POST /api/app/public/{token}/proposal/reject': offerLink('proposal', (document_hash) => ({ document_hash })),
  'POST /api/app/public/{token}/proposal/pay': offerLink('acceptedProposal', () => ({})),
  'POST /api/app/public/{token}/proposal/confirm': offerLink('acceptedProposal'),
  'GET /api/app/public/{token}/invoice': behindLink('invoice'),
  'GET /api/app/public/{token}/invoice/pdf': behindLink('invoice'),
  'POST /api/app/public/{token}/invoice/pay': behindLink('invoice'),
  'POST /api/app/public/{token}/invoice/authenticate': behindLink('refusedInvoice'),
  'POST /api/app/public/{token}/invoice/confirm': behindLink('invoice'),
  'POST /api/app/invoices': {
    request: ({ owner }) => ({ body: { customer_id: owner.customerId, lines: [{ description: 'Carpet cleaning', unit_price: 65 }] } }), ids: { 'body.customer_id': 'customer' },
  },
  'POST /api/app/password': json({ current_password: PASSWORD, new_password: PASSWORD }),

  // Supabase Auth
  'POST /auth/v1/token': { request: async (of) => ({ query: { grant_type: 'password' }, ...(await credentials.request(of)) }) },
  'POST /auth/v1/logout': { request: () => ({ query: { scope: 'local' } }) },
  'GET /auth/v1/user': nothing,
  'PUT /auth/v1/user': json({ data: { nickname: 'Co' } }),
  'POST /auth/v1/signup': anAddress({ password: PASSWORD }),
  'POST /auth/v1/recover': anAddress(),
  'POST /auth/v1/otp': anAddress(),
  'POST /auth/v1/magiclink': anAddress(),
  'POST /auth/v1/resend': anAddress({ type: 'signup' }),
  'POST /auth/v1/verify': { request: async ({ stage }) => ({ body: { type: 'magiclink', token_hash: await newCodeToken(stage, 'sign_in') } }) },
  'GET /auth/v1/verify': { request: () => ({ query: { type: 'magiclink', token: 'shown' } }) },
  'POST /auth/v1/factors': json({ factor_type: 'totp' }),
  'POST /auth/v1/factors/{factorId}/challenge': param('factorId'),
  'POST /auth/v1/factors/{factorId}/verify': { request: () => ({ params: { factorId: newId() }, body: { challenge_id: newId(), code: '123456' } }) },
  'DELETE /auth/v1/factors/{factorId}': param('factorId'),
  'GET /auth/v1/settings': nothing,
  'GET /auth/v1/health': nothing,
  'GET /auth/v1/.well-known/jwks.json': nothing,
  'GET /auth/v1/admin/users': nothing,
  'POST /auth/v1/admin/users': json({}),
  'GET /auth/v1/admin/users/{userId}': param('userId'),
  'PUT /auth/v1/admin/users/{userId}': param('userId'),
  'DELETE /auth/v1/admin/users/{userId}': param('userId'),

  // probes and pages
  'GET /livez': nothing,
  'GET /readyz': nothing,
  'GET /metrics': nothing,
  'GET /': nothing,
  'GET /app': nothing,
  'GET /app/*': { request: () => ({ params: { '*': 'invoices' } }) },
};
