import { newId } from '../../src/kernel/ids.js';
import { mentored } from './enrolments.js';
import { PASSWORD } from './stage.js';
import { giveCredits, make, newAddressToken, newChallenge, newCodeToken, newRefreshToken, ownerOf } from './things.js';
import { anAddress, behindLink, credentials, decided, json, nothing, offerLink, thing } from './sample.js';
import type { Sample } from './sample.js';

/** A list of everybody's, or of one customer's. */
const listOfCustomer: Sample = {
  request: () => ({}),
  also: [{ request: async ({ stage, owner }) => ({ query: { customer_id: await make(stage, 'customer', owner) } }), ids: { 'query.customer_id': 'customer' } }],
};

/** The routes of the web app. */
export const appSamples: Readonly<Record<string, Sample>> = {
  'GET /api/app/config': nothing,
  'GET /api/app/me': nothing,
  'GET /api/app/invoices': listOfCustomer,
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
  'POST /api/app/invoices/{id}/pay-from-credits': {
    async request({ stage, owner, caller }) {
      await giveCredits(stage, caller?.user.id ?? owner.userId);
      return { params: { id: await make(stage, 'invoice', owner) }, body: { amount: 1 } };
    },
    ids: { 'params.id': 'invoice' },
  },
  'POST /api/app/payments/{id}/confirm': thing('payment'),
  'GET /api/app/payments': listOfCustomer,
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
  'GET /api/app/redemptions': listOfCustomer,
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
  'GET /api/app/credits/notice': nothing,
  'PUT /api/app/credits/notice': json({ choice: 'own', own_below: 5 }),
  'GET /api/app/credits/top-up': nothing,
  'PUT /api/app/credits/top-up': {
    request: async ({ stage, owner }) => ({ body: { package_id: await make(stage, 'creditPackage', owner), payment_method_id: await make(stage, 'card', owner), below: 5, most_a_month: 4, agreed: true } }),
    ids: { 'body.package_id': 'creditPackage', 'body.payment_method_id': 'card' },
  },
  'DELETE /api/app/credits/top-up': nothing,
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
  'GET /api/app/proposals': listOfCustomer,
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
};
