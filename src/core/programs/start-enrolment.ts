import { Failure } from '../../kernel/failure.js';
import { isHexId, newHexId, newId } from '../../kernel/ids.js';
import { dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { endCheckout, openCheckout, reserveCheckout } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { mailConfirmation } from './mail-enrolments.js';
import { priceOf } from './price.js';
import type { Price } from './price.js';
import { hasClassRepPlace, hasSeat } from './program.js';
import type { Program } from './program.js';
import { countPlaces, lockProgram } from './programs-store.js';
import { isSameWish } from './purchase.js';
import { changePurchase, insertPurchase, lockLivePurchase, lockPurchases, takeOrderNumber } from './purchases-store.js';

export interface StartEnrolment {
  /** 24 hex. */
  readonly programId: string;
  readonly user: { readonly userId: string; readonly customerId: string | null; readonly name: string; readonly email: string };
  readonly isClassRep: boolean;
  /** PUBLIC_URL: where the processor's page sends the payer afterwards. */
  readonly publicUrl: string;
  readonly actor: Actor;
}

const TRIES = 4;

/** page: ask the processor for it. ended: nothing to pay. inTheWay: an older page must be closed first. */
type Step =
  | { readonly kind: 'page'; readonly paymentId: string }
  | { readonly kind: 'done'; readonly orderNumber: string }
  | { readonly kind: 'inTheWay'; readonly paymentId: string };

/**
 * Enrols a user: where he pays, or (with nothing to pay) where he sees that he is in. The price is decided here and
 * stays. Errors (no money moved): `program_not_found`, `program_free`, `already_enrolled`, `program_full`, `class_reps_full`,
 * `amount_invalid` for a price no card can pay at once, `payment_in_progress`, and those of the processor.
 */
export async function startEnrolment(world: World, wish: StartEnrolment): Promise<{ readonly url: string }> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const step = await world.transact((tx) => reserve(tx, wish));
    if (step.kind === 'done') return { url: `${base(wish)}/app/programs/enrolled?order=${step.orderNumber}` };
    const { payment, url } = step.kind === 'page' ? await openCheckout(world, step.paymentId) : { payment: await endCheckout(world, step.paymentId), url: null };
    if (url !== null) return { url };
    // Paid meanwhile, or over: looked at once more. On its way: neither.
    if (payment?.state === 'processing') throw new Failure('payment_in_progress', { payment_id: payment.id });
  }
  throw new Failure('payment_in_progress');
}

async function reserve(tx: Tx, wish: StartEnrolment): Promise<Step> {
  const program = isHexId(wish.programId) ? await lockProgram(tx, wish.programId.toLowerCase()) : undefined;
  if (!program) throw new Failure('program_not_found');
  if (program.price === 0n) throw new Failure('program_free');
  const [own, places] = await Promise.all([lockLivePurchase(tx, wish.user.userId, program.id), countPlaces(tx, program.id)]);
  if (own?.state === 'completed') throw new Failure('already_enrolled');
  if (!program.active) throw new Failure('program_not_found');
  const price = priceOf(program, wish.isClassRep, tx.now);
  if (own?.paymentId) {
    if (!isSameWish(own, price, tx.now)) return { kind: 'inTheWay', paymentId: own.paymentId };
    if (own.state === 'failed') await changePurchase(tx, own.id, { state: 'pending' });
    return { kind: 'page', paymentId: own.paymentId };
  }
  if (!hasSeat(program, places)) throw new Failure('program_full');
  if (wish.isClassRep && !hasClassRepPlace(program, places)) throw new Failure('class_reps_full');
  return order(tx, wish, program, price);
}

async function order(tx: Tx, wish: StartEnrolment, program: Program, price: Price): Promise<Step> {
  const { user } = wish;
  const { time_zone: zone } = await businessSettings(tx);
  const id = newId(tx.now.getTime());
  const publicId = newHexId();
  const orderNumber = await takeOrderNumber(tx, dayIn(zone, tx.now));
  const page = price.final === 0n ? null : await reserveCheckout(tx, {
    customerId: user.customerId, userId: user.userId, currency: program.currency, until: price.isEarlyBird ? program.earlyBirdUntil : null,
    target: { kind: 'program', subjectId: id, amount: price.final, label: program.title },
    page: {
      title: program.title, description: program.programType === program.title ? null : program.programType, email: user.email, reference: orderNumber,
      metadata: { paydesk_kind: 'program', paydesk_purchase: id, order_number: orderNumber, user: user.userId },
      successUrl: `${base(wish)}/app/programs/enrolled?session={CHECKOUT_SESSION_ID}`,
      cancelUrl: `${base(wish)}/app/programs/${program.publicId}?cancelled=1`,
    },
  });
  await insertPurchase(tx, {
    id, publicId, orderNumber, userId: user.userId, customerId: user.customerId, program, price, state: page ? 'pending' : 'completed', paymentId: page?.paymentId ?? null,
    holdUntil: page?.holdUntil ?? null, billingName: user.name, billingEmail: user.email,
  });
  record(tx, { actor: wish.actor, action: 'purchase.ordered', resourceType: 'purchase', resourceId: id, details: { order_number: orderNumber, program_id: program.id, full_price: price.full, final_price: price.final, class_rep: price.isClassRep, early_bird: price.isEarlyBird } });
  if (page) return { kind: 'page', paymentId: page.paymentId };
  const purchase = (await lockPurchases(tx, [id])).get(id);
  if (purchase) mailConfirmation(tx, purchase);
  return { kind: 'done', orderNumber };
}

const base = ({ publicUrl }: StartEnrolment): string => publicUrl.replace(/\/+$/, '');
