import { confirmInBrowser } from '../../../src/demo/payer.js';
import { formatMajor } from '../../../src/kernel/money.js';
import type { Deed, Scene } from '../kills.js';
import { unlessGone } from '../kills.js';
import type { Buyer } from '../shop.js';

/** Buyers who pay an invoice by form or by saved card, and an admin who refunds some. */
export function invoices(buyers: readonly Buyer[], admin: string): readonly Deed[] {
  return [async (scene) => {
    const { shop, random } = scene;
    const buyer = random.pick(buyers);
    const invoice = await unlessGone(shop.invoice(buyer.customerId, BigInt(1_000 + random.below(20_000))));
    if (!invoice) return true;
    const paid = random.below(2) === 0 ? await payByForm(scene, buyer, invoice.id, invoice.total) : await payBySavedCard(scene, buyer, invoice.id);
    if (!paid) return false;
    scene.promise({
      kind: 'payment', what: `invoice ${invoice.id} is paid`,
      isKept: async (db) => (await db.selectFrom('invoices').select('amount_paid').where('id', '=', invoice.id).executeTakeFirst())?.amount_paid === invoice.total,
    });
    if (random.below(4) === 0) await refund(scene, admin, invoice.id, invoice.total);
    return true;
  }];
}

async function payByForm(scene: Scene, buyer: Buyer, invoiceId: string, cents: bigint): Promise<boolean> {
  const started = await scene.tell('POST', '/api/payments/create-intent', buyer.token, { invoiceId, amount: Number(formatMajor(cents)) });
  const secret = started?.status === 200 ? started.body['clientSecret'] : undefined;
  if (typeof secret !== 'string') return false;
  await confirmInBrowser({ url: scene.product.sandbox.stripe, publishableKey: scene.product.sandbox.publishableKey }, secret);
  const confirmed = await scene.tell('POST', '/api/payments/confirm', buyer.token, { invoiceId, paymentIntentId: secret.split('_secret_')[0] });
  return confirmed?.status === 200;
}

async function payBySavedCard(scene: Scene, buyer: Buyer, invoiceId: string): Promise<boolean> {
  return (await scene.tell('POST', `/api/app/invoices/${invoiceId}/pay`, buyer.token, { payment_method_id: buyer.cardId }))?.status === 200;
}

async function refund(scene: Scene, admin: string, invoiceId: string, cents: bigint): Promise<void> {
  const row = await unlessGone(scene.shop.world.read.db.selectFrom('payment_targets').innerJoin('payments', 'payments.id', 'payment_targets.payment_id').select('payments.id')
    .where('subject_id', '=', invoiceId).where('state', '=', 'succeeded').executeTakeFirst());
  if (row) await refundPayment(scene, admin, row.id, cents / BigInt(1 + scene.random.below(3)));
}

/** An admin gives a part of a payment back. */
export async function refundPayment(scene: Scene, admin: string, paymentId: string, cents: bigint): Promise<boolean> {
  const refunded = await scene.tell('POST', `/api/app/payments/${paymentId}/refund`, admin, { amount: Number(formatMajor(cents)), reason: 'kill harness' });
  if (refunded?.status !== 200) return false;
  const id = String(refunded.body['refund_id']);
  scene.promise({ kind: 'refund', what: `refund ${id} is there`, isKept: async (db) => (await db.selectFrom('refunds').select('state').where('id', '=', id).executeTakeFirst())?.state === 'succeeded' });
  return true;
}
