import { opensAccess, priceOf } from '../../core/programs/index.js';
import type { AccessReason, OfferedProgram, Price, Purchase } from '../../core/programs/index.js';
import type { Enrolment, Program } from './contract-programs.js';
import { toMajor } from './views.js';

function toPrice(price: Price, currency: string): Enrolment['price'] {
  return { full: toMajor(price.full, currency), class_rep_discount: toMajor(price.classRep, currency), early_bird_discount: toMajor(price.earlyBird, currency), final: toMajor(price.final, currency) };
}

export function toProgram(p: OfferedProgram, mine: { readonly reason: AccessReason; readonly purchase: Purchase | undefined; readonly now: Date }): Program {
  const money = (amount: bigint) => toMajor(amount, p.currency);
  const left = (limit: number | null, taken: number) => (limit === null ? null : Math.max(0, limit - taken));
  return {
    id: p.publicId, title: p.title, program_type: p.programType, description: p.description, currency: p.currency, price: money(p.price),
    class_rep_discount: money(p.classRepDiscount), early_bird_discount: money(p.earlyBirdDiscount), early_bird_until: p.earlyBirdUntil?.toISOString() ?? null,
    class_rep_limit: p.classRepLimit, seats: p.seats, seats_left: left(p.seats, p.places.taken), class_reps_left: left(p.classRepLimit, p.places.classReps),
    enrolled: p.places.taken, active: p.active, mentors: p.mentors.map(({ userId, name }) => ({ id: userId, name })),
    mine: {
      has_access: mine.reason !== 'no-access', reason: mine.reason,
      purchase: mine.purchase ? { id: mine.purchase.publicId, status: mine.purchase.state, order_number: mine.purchase.orderNumber } : null,
      price: toPrice(priceOf(p, false, mine.now), p.currency), class_rep_price: toPrice(priceOf(p, true, mine.now), p.currency),
    },
  };
}

export function toEnrolment(p: Purchase): Enrolment {
  const { address } = p.billing;
  const lines = address === null ? [] : [address.line, [address.city, address.state, address.zipCode].filter((part) => part !== null).join(' ') || null, address.country];
  const paid = p.completedAt !== null && p.paymentId !== null ? p.price.final - p.amountRefunded - p.amountDisputed : 0n;
  return {
    id: p.publicId, order_number: p.orderNumber, program: { id: p.programPublicId, title: p.programTitle, program_type: p.programType }, user: { name: p.userName, email: p.userEmail },
    status: p.state, has_access: opensAccess(p), disputed: p.amountDisputed > 0n, currency: p.currency, price: toPrice(p.price, p.currency),
    is_class_rep: p.price.isClassRep, is_early_bird: p.price.isEarlyBird, amount_refunded: toMajor(p.amountRefunded, p.currency), refundable: toMajor(p.stuck > 0n ? p.stuck : paid > 0n ? paid : 0n, p.currency), refund_failed: p.stuck > 0n,
    billing: { name: p.billing.name, email: p.billing.email, address: lines.filter((line) => line !== null) },
    card: p.card && { ...p.card, holder: p.cardholder }, ordered_at: p.createdAt.toISOString(), completed_at: p.completedAt?.toISOString() ?? null,
  };
}
