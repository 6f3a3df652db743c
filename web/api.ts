import { call, type CallOptions } from './client.js';
import type { RefundOrder, UsageSourceChange } from './wire.js';

export const readConfig = (signal?: AbortSignal) => call('GET /api/app/config', { signal });

export const readMe = (signal?: AbortSignal) => call('GET /api/app/me', { signal });

export const signIn = (email: string, password: string) => call('POST /api/app/session', { body: { email, password }, refresh: false });

/** By the secret in the link of a mail. */
export const enterByLink = (token: string) => call('POST /api/app/session/code', { body: { token }, refresh: false });

export const resetPassword = (token: string, password: string) => call('POST /api/app/session/password', { body: { token, password }, refresh: false });

/** A code of the generator, or a recovery code, for the question that the first step ended in. */
export const answerSecondStep = (challenge: string, code: string) =>
  call('POST /api/app/session/second-factor', { body: { challenge_token: challenge, code }, refresh: false });

/** By the link in a mail to the new address. */
export const confirmNewAddress = (token: string) => call('POST /api/app/session/email', { body: { token }, refresh: false });

export const register = ({ name, email, company, password }: { name: string; email: string; company: string; password: string }) =>
  call('POST /auth/register', { body: { name, email, password, ...(company === '' ? {} : { company_name: company }) }, refresh: false });

export const askForReset = (email: string) => call('POST /auth/password-reset', { body: { email }, refresh: false });

export type CodeAddress = { email: string } | { phone: string };

export const askForCode = (address: CodeAddress) => call('POST /auth/request-code', { body: address, refresh: false });

export const enterByDigits = (address: CodeAddress, code: string) => call('POST /auth/verify-code', { body: { ...address, code }, refresh: false });

export const readWaysIn = (signal?: AbortSignal) => call('GET /api/app/ways-in', { signal });

export const changeOwn = (change: { name?: string; email?: string; phone?: string }) => call('PUT /users/me', { body: change });

export const askPhoneCode = () => call('POST /api/app/phone/code', {});

export const confirmPhone = (code: string) => call('POST /api/app/phone/confirm', { body: { code } });

export const beginTwoFactor = () => call('POST /api/app/two-factor', {});

export const confirmTwoFactor = (code: string) => call('POST /api/app/two-factor/confirm', { body: { code } });

/** What shows that the owner is there: the password, or a code. */
export type Proof = { password: string } | { code: string };

export const renewRecoveryCodes = (proof: Proof) => call('POST /api/app/two-factor/recovery-codes', { body: proof });

export const disableTwoFactor = (proof: Proof) => call('POST /api/app/two-factor/disable', { body: proof });

export const signOut = () => call('DELETE /api/app/session', { refresh: false });

export type InvoiceFilter = Pick<CallOptions<'GET /api/app/invoices'>['query'], 'status' | 'search' | 'customer_id'>;

export const listInvoices = (filter: InvoiceFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/invoices', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const readInvoice = (id: string, signal?: AbortSignal) => call('GET /api/app/invoices/{id}', { params: { id }, signal });

/** What one payment is for: whole invoices where no amount is given, else decimal money. */
export type PaidInvoices = CallOptions<'POST /api/app/payments/intent'>['body']['invoices'];

/** Opens (or finds again) the one live payment of these invoices. */
export const openPayment = (invoices: PaidInvoices) => call('POST /api/app/payments/intent', { body: { invoices } });

/** Has our server look at the processor and record what it finds. */
export const confirmPayment = (id: string) => call('POST /api/app/payments/{id}/confirm', { params: { id } });

export const paySavedCard = (invoices: PaidInvoices, cardId: string, idempotencyKey: string) =>
  call('POST /api/app/payments', { body: { invoices, payment_method_id: cardId }, idempotencyKey });

export type PaymentFilter = Pick<CallOptions<'GET /api/app/payments'>['query'], 'year' | 'status' | 'search' | 'customer_id'>;

export const listPayments = (filter: PaymentFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/payments', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const readReceipt = (id: string, signal?: AbortSignal) => call('GET /api/app/payments/{id}/receipt', { params: { id }, signal });

export const refundPayment = (id: string, order: RefundOrder, idempotencyKey: string) =>
  call('POST /api/app/payments/{id}/refund', { params: { id }, body: order, idempotencyKey });

export const listCards = (customerId: string, signal?: AbortSignal) => call('GET /api/payments/methods', { query: { customerId }, signal });

/** Begins saving a card without paying. */
export const openCard = () => call('POST /api/app/cards/intent', {});

export const makeDefaultCard = (id: string, customerId: string) => call('PATCH /api/payments/methods/{id}', { params: { id }, body: { customerId } });

export const removeCard = (id: string) => call('DELETE /api/payments/methods/{id}', { params: { id } });

export const listDevices = (signal?: AbortSignal) => call('GET /api/app/sessions', { signal });

export const signOutDevice = (id: string) => call('DELETE /api/app/sessions/{id}', { params: { id } });

export const signOutOthers = () => call('DELETE /api/app/sessions', {});

export const changePassword = (current: string, next: string) =>
  call('POST /api/app/password', { body: { current_password: current, new_password: next } });

export type AppointmentFilter = Pick<CallOptions<'GET /api/app/appointments'>['query'], 'when' | 'status'>;

export const listAppointments = (filter: AppointmentFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/appointments', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const readAppointment = (id: string, signal?: AbortSignal) => call('GET /api/app/appointments/{id}', { params: { id }, signal });

/** `expectedFee`: what was shown; another one is refused. */
export const cancelAppointment = (id: string, expectedFee: number) =>
  call('POST /api/app/appointments/{id}/cancel', { params: { id }, body: { expected_fee: expectedFee } });

export const bookVisit = (visit: CallOptions<'POST /api/app/appointments'>['body']) => call('POST /api/app/appointments', { body: visit });

export type AppointmentStep = 'start' | 'complete' | 'call-off';

/** The business moves a visit on. */
export const moveAppointment = (id: string, step: AppointmentStep) => call(`POST /api/app/appointments/{id}/${step}`, { params: { id } });

export const readPoints = (cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/points', { query: { limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const listRewards = (signal?: AbortSignal) => call('GET /api/app/rewards', { signal });

export const redeemReward = (id: string, idempotencyKey: string) => call('POST /api/rewards/{id}/redeem', { params: { id }, idempotencyKey });

export const readProfile = (signal?: AbortSignal) => call('GET /api/app/profile', { signal });

export const changeProfile = (change: CallOptions<'PATCH /api/app/profile'>['body']) => call('PATCH /api/app/profile', { body: change });

export type UsageWish = CallOptions<'GET /api/app/usage'>['query'];

export const readUsage = (wish: UsageWish, signal?: AbortSignal) => call('GET /api/app/usage', { query: wish, signal });

export const changeUsageSource = (id: string, change: UsageSourceChange) => call('PATCH /api/app/customers/{id}/usage-source', { params: { id }, body: change });

export const readSetup = (signal?: AbortSignal) => call('GET /api/app/setup', { signal });

/** Asks the processor whether our keys work. */
export const checkProcessor = () => call('POST /api/app/setup/processor', {});

export type SettingsChange = CallOptions<'PUT /api/app/settings'>['body'];

export const changeSettings = (change: SettingsChange) => call('PUT /api/app/settings', { body: change });

export const openCustomer = (customer: CallOptions<'POST /api/app/customers'>['body']) => call('POST /api/app/customers', { body: customer });

export type CustomerFilter = Pick<CallOptions<'GET /api/app/customers'>['query'], 'status' | 'search'>;

export const listCustomers = (filter: CustomerFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/customers', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const readCustomer = (id: string, signal?: AbortSignal) => call('GET /api/app/customers/{id}', { params: { id }, signal });

export const changeCustomer = (id: string, change: CallOptions<'PATCH /api/app/customers/{id}'>['body']) =>
  call('PATCH /api/app/customers/{id}', { params: { id }, body: change });

export type BillingChange = CallOptions<'PATCH /api/app/customers/{id}/billing'>['body'];

export const changeBilling = (id: string, change: BillingChange) => call('PATCH /api/app/customers/{id}/billing', { params: { id }, body: change });

export const archiveCustomer = (id: string) => call('POST /api/app/customers/{id}/archive', { params: { id } });

export const restoreCustomer = (id: string) => call('POST /api/app/customers/{id}/restore', { params: { id } });

export const listMembers = (id: string, signal?: AbortSignal) => call('GET /api/app/customers/{id}/users', { params: { id }, signal });

export const inviteMember = (id: string, member: CallOptions<'POST /api/app/customers/{id}/users'>['body']) =>
  call('POST /api/app/customers/{id}/users', { params: { id }, body: member });

export const inviteAgain = (id: string, userId: string) => call('POST /api/app/customers/{id}/users/{user_id}/invite', { params: { id, user_id: userId } });

/** What was done to a customer. */
export const listPastDeeds = (id: string, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/customers/{id}/history', { params: { id }, query: { limit: 10, ...(cursor ? { cursor } : {}) }, signal });

/** How one stands with the business, out of its books. */
export const readMyBilling = (signal?: AbortSignal) => call('GET /billing/my-billing', { signal });

export const readStats = (signal?: AbortSignal) => call('GET /api/app/stats', { signal });

export type InvoiceOrder = CallOptions<'POST /api/app/invoices'>['body'];

export const writeInvoice = (order: InvoiceOrder, idempotencyKey: string) => call('POST /api/app/invoices', { body: order, idempotencyKey });

export const readPublicInvoice = (token: string, signal?: AbortSignal) => call('GET /api/app/public/{token}/invoice', { params: { token }, signal, refresh: false });

/** Finds again what was opened and not paid. */
export const payPublicInvoice = (token: string) => call('POST /api/app/public/{token}/invoice/pay', { params: { token }, refresh: false });

export const authenticatePublicInvoice = (token: string) => call('POST /api/app/public/{token}/invoice/authenticate', { params: { token }, refresh: false });

/** Has our server look at the processor and record what it finds. */
export const confirmPublicInvoice = (token: string, signal?: AbortSignal) => call('POST /api/app/public/{token}/invoice/confirm', { params: { token }, signal, refresh: false });

export const changeDraft = (id: string, draft: CallOptions<'PUT /api/app/invoices/{id}'>['body']) => call('PUT /api/app/invoices/{id}', { params: { id }, body: draft });

export const dropDraft = (id: string) => call('DELETE /api/app/invoices/{id}', { params: { id } });

export const sendInvoice = (id: string, idempotencyKey: string) => call('POST /api/app/invoices/{id}/send', { params: { id }, idempotencyKey });

export const changeCosts = (id: string, amount: number) => call('PUT /api/app/invoices/{id}/infrastructure-costs', { params: { id }, body: { infrastructure_costs: amount } });

export const voidInvoice = (id: string) => call('POST /api/app/invoices/{id}/void', { params: { id } });

export type CreditOrder = CallOptions<'POST /api/app/invoices/{id}/credit-notes'>['body'];

export const creditInvoice = (id: string, order: CreditOrder, idempotencyKey: string) => call('POST /api/app/invoices/{id}/credit-notes', { params: { id }, body: order, idempotencyKey });

export const applyCredit = (id: string, idempotencyKey: string) => call('POST /api/app/invoices/{id}/apply-credit', { params: { id }, body: {}, idempotencyKey });

export type ManualOrder = CallOptions<'POST /api/app/payments/manual'>['body'];

export const recordPayment = (order: ManualOrder, idempotencyKey: string) => call('POST /api/app/payments/manual', { body: order, idempotencyKey });

export const reversePayment = (id: string, reason: string, idempotencyKey: string) => call('POST /api/app/payments/{id}/reverse', { params: { id }, body: { reason: reason === '' ? null : reason }, idempotencyKey });

export const previewRefund = (id: string, amount: number | undefined, keepOwing: boolean, signal?: AbortSignal) =>
  call('GET /api/app/payments/{id}/refund-preview', { params: { id }, query: { ...(amount === undefined ? {} : { amount }), keep_owing: keepOwing ? 'true' : 'false' }, signal });
