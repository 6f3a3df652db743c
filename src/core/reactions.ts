import type { DomainEvent } from './events.js';
import type { Tx } from './tx.js';
import { touchCustomers } from './caches/index.js';
import { cancelCreditPurchases, clawBackCredits, clawBackDisputedCredits, declineTopUps, failCreditPurchases, grantBoughtCredits, settleTopUps } from './credits/index.js';
import { endPaidPursuits, endReversedPursuits, planPursuits, planRetries } from './dunning/index.js';
import { allocateToInvoices, creditBouncedRefunds, spendCreditOnIssue, reverseOnInvoices, moveDisputesOnInvoices } from './invoices/index.js';
import { auditBouncedRefunds, auditFailedRefunds, auditPaymentFailures, auditRefunds, auditSettlements } from './payments/index.js';
import { mailBouncedRefunds, mailFailedRefunds, mailIssuedInvoices, mailPaymentFailures, mailReceipts, mailRefunds } from './notifications/index.js';
import { letInMembers, shutOutMembers } from './members/index.js';
import { completePurchases, endLostDisputes, endPurchases, failPurchases, holdDisputedPurchases, recordPayers, refundPurchases } from './programs/index.js';
import { keepCards } from './proposals/index.js';
import { leaveOutArchivedTime } from './recurring/index.js';
import { matchPointsToPayments } from './rewards/index.js';

/** What follows from events of one type, all that were announced together, in the same transaction. */
export type Reaction<T extends DomainEvent['type']> = (tx: Tx, events: readonly Extract<DomainEvent, { type: T }>[]) => Promise<void>;

export type Reactions = { readonly [T in DomainEvent['type']]: readonly Reaction<T>[] };

/** When this happens, these follow, in this order, in the same transaction. */
export const reactions: Reactions = {
  'payment.settled': [allocateToInvoices, completePurchases, grantBoughtCredits, settleTopUps, keepCards, endPaidPursuits, auditSettlements, mailReceipts, touchCustomers],
  'payment.failed': [failPurchases, failCreditPurchases, auditPaymentFailures, mailPaymentFailures, planRetries, declineTopUps, touchCustomers],
  'payment.ended': [endPurchases, cancelCreditPurchases, touchCustomers],
  'checkout.completed': [recordPayers],
  'refund.settled': [reverseOnInvoices, refundPurchases, clawBackCredits, endReversedPursuits, auditRefunds, mailRefunds, touchCustomers],
  'refund.bounced': [creditBouncedRefunds, auditBouncedRefunds, mailBouncedRefunds, touchCustomers],
  'refund.failed': [auditFailedRefunds, mailFailedRefunds, touchCustomers],
  'dispute.moved': [moveDisputesOnInvoices, holdDisputedPurchases, clawBackDisputedCredits, endReversedPursuits, touchCustomers],
  'dispute.lost': [endLostDisputes],
  'invoice.issued': [spendCreditOnIssue, mailIssuedInvoices, planPursuits, touchCustomers],
  'invoice.payments_changed': [matchPointsToPayments, touchCustomers],
  'customer.archived': [shutOutMembers],
  'customer.restored': [letInMembers, leaveOutArchivedTime],
};
