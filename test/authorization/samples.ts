import { newId } from '../../src/kernel/ids.js';
import { PASSWORD } from './stage.js';
import { emailOf, make, newChallenge, newCodeToken, newPaidIntent, newRefreshToken, newTypedCode, ownerOf, PRICE } from './things.js';
import { anAddress, anOffer, credentials, json, mail, nothing, ofCustomer, param, thing, unsigned } from './sample.js';
import type { Sample } from './sample.js';
import { appSamples } from './samples-app.js';

export type { Case, Request, Sample } from './sample.js';

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
  ...appSamples,
};
