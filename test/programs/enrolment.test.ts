import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeProgram, checkAccess, getPurchase, giveUpEnrolments, listOwnPurchases, refundEnrolment, returnFromCheckout } from '../../src/core/programs/index.js';
import { resolveRefunds } from '../../src/core/payments/index.js';
import { ProcessorError } from '../../src/core/ports/processor.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { askBank } from '../sandbox/checkout-payer.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const nobody = (userId: string) => ({ userId, roles: [], scopes: [] });

describe('enrolling', () => {
  it('goes from the order over the page to access, and is confirmed once', async () => {
    const [ada, program] = [await stage.learner(true), await stage.program({ classRepDiscount: 1_000n, earlyBirdDiscount: 1_000n, earlyBirdUntil: new Date(Date.now() + 3_600_000) })];
    const url = await stage.enrol(ada, program, true);
    expect(url).toContain('/c/pay/cs_test_');
    expect(await stage.enrol(ada, program, true)).toBe(url);
    const [pending] = await listOwnPurchases(stage.t.world.read, ada.userId);
    expect(pending).toMatchObject({ state: 'pending', price: { full: 9_900n, classRep: 1_000n, earlyBird: 1_000n, final: 7_900n } });
    expect(pending?.orderNumber).toMatch(/^ORD-\d{8}-\d{5}$/);
    expect(await checkAccess(stage.t.world.read, nobody(ada.userId), program.publicId)).toEqual({ hasAccess: false, reason: 'no-access' });
    expect((await stage.pay(url)).status).toBe(303);
    await stage.deliver();
    await stage.t.clock.advance(5_000);
    await stage.resolve();
    const [done] = await listOwnPurchases(stage.t.world.read, ada.userId);
    expect(done).toMatchObject({ state: 'completed', live: true, card: { brand: 'visa', last4: '4242' }, cardholder: 'Ada Lovelace', billing: { name: 'Ada Lovelace', address: { zipCode: '12345', country: 'US' } } });
    expect(await checkAccess(stage.t.world.read, nobody(ada.userId), program.publicId)).toEqual({ hasAccess: true, reason: 'purchased' });
    expect((await stage.mails()).filter((mail) => mail.recipient === ada.email).map((mail) => mail.template)).toEqual(['enrolment_confirmed']);
    await expect(stage.enrol(ada, program)).rejects.toMatchObject({ code: 'already_enrolled' });
  });

  it('is refused above what cards take, and the processor never hears of it', async () => {
    const [dot, program] = [await stage.learner(), await stage.program({ price: 100_000_000n })];
    await expect(stage.enrol(dot, program)).rejects.toMatchObject({ code: 'amount_invalid', details: { smallest: '50', largest: '99999999' } });
    expect(await stage.purchase(dot, program)).toEqual([]);
  });

  it('is settled by the return from the page when the webhook is late', async () => {
    const [bea, program] = [await stage.learner(), await stage.program()];
    const paid = await stage.pay(await stage.enrol(bea, program));
    const session = new URL(paid.location ?? '').searchParams.get('session') ?? '';
    expect((await returnFromCheckout(stage.t.world, { userId: bea.userId, session })).state).toBe('completed');
    await expect(returnFromCheckout(stage.t.world, { userId: (await stage.learner()).userId, session })).rejects.toMatchObject({ code: 'purchase_not_found' });
    await stage.deliver();
    expect((await stage.mails()).filter((mail) => mail.recipient === bea.email)).toHaveLength(1);
  });

  it('fails with a declined card, and completes when the same page is paid after all', async () => {
    const [cem, program] = [await stage.learner(), await stage.program()];
    const url = await stage.enrol(cem, program);
    expect((await stage.pay(url, '4000000000000002')).status).toBe(402);
    await stage.deliver();
    expect(await stage.purchase(cem, program)).toEqual([{ state: 'failed', live: true, surplus: false }]);
    expect(await stage.enrol(cem, program)).toBe(url);
    const bank = (await stage.pay(url, '4000002500003155')).location ?? '';
    await fetch((await askBank(bank, 'approve')) ?? '', { redirect: 'manual' });
    await stage.deliver();
    expect(await stage.purchase(cem, program)).toEqual([{ state: 'completed', live: true, surplus: false }]);
  });

  it('closes the page of another wish first, and the one whose price no longer holds', async () => {
    const [dee, program] = [await stage.learner(), await stage.program({ classRepDiscount: 900n, earlyBirdDiscount: 500n, earlyBirdUntil: new Date(stage.t.clock.now().getTime() + 60_000) })];
    const first = await stage.enrol(dee, program);
    const second = await stage.enrol(dee, program, true);
    expect(second).not.toBe(first);
    expect((await stage.pay(first)).html).toContain('This page has expired');
    await stage.t.clock.advance(61_000);
    await giveUpEnrolments(stage.t.world);
    expect((await stage.pay(second)).html).toContain('This page has expired');
    expect((await stage.purchase(dee, program)).map((one) => [one.state, one.live])).toEqual([['failed', false], ['failed', false]]);
    await stage.pay(await stage.enrol(dee, program, true));
    await stage.deliver();
    const [done] = await listOwnPurchases(stage.t.world.read, dee.userId);
    expect(done).toMatchObject({ state: 'completed', price: { earlyBird: 0n, final: 9_000n } });
  });

  it('refuses what is free, unknown, full, put away, or too little to charge; nothing to pay completes at once', async () => {
    const eve = await stage.learner();
    const code = async (wish: Parameters<Stage['program']>[0], rep = false) => stage.enrol(eve, await stage.program(wish), rep).then(() => 'enrolled', (error: { code: string }) => error.code);
    expect(await code({ price: 0n })).toBe('program_free');
    expect(await code({ active: false })).toBe('program_not_found');
    expect(await code({ seats: 0 })).toBe('program_full');
    expect(await code({ classRepLimit: 0 }, true)).toBe('class_reps_full');
    expect(await code({ price: 1_000n, classRepDiscount: 999n }, true)).toBe('amount_invalid');
    expect(await code({ price: 1_000n, classRepDiscount: 951n }, true)).toBe('amount_invalid');
    const gift = await stage.program({ price: 1_000n, classRepDiscount: 5_000n });
    expect(await stage.enrol(eve, gift, true)).toContain('/app/programs/enrolled?order=ORD-');
    expect(await checkAccess(stage.t.world.read, nobody(eve.userId), gift.publicId)).toEqual({ hasAccess: true, reason: 'purchased' });
    expect((await listOwnPurchases(stage.t.world.read, eve.userId)).filter((one) => one.state === 'completed')).toHaveLength(1);
  });

  it('waits for money that takes its time, and gives up when it does not come', async () => {
    const program = await stage.program();
    for (const decline of [undefined, 'insufficient_funds']) {
      const fay = await stage.learner();
      await stage.control('POST', 'faults', { mode: 'processing', path: 'payment_pages', count: 1 });
      await stage.pay(await stage.enrol(fay, program));
      await stage.deliver();
      expect(await stage.purchase(fay, program)).toEqual([{ state: 'pending', live: true, surplus: false }]);
      await expect(stage.enrol(fay, program)).rejects.toMatchObject({ code: 'payment_in_progress' });
      const [purchase] = await listOwnPurchases(stage.t.world.read, fay.userId);
      await stage.control('POST', `payment_intents/${purchase?.intentExternalId}/decide`, { decline_code: decline });
      await stage.deliver();
      expect(await stage.purchase(fay, program)).toEqual([decline ? { state: 'failed', live: false, surplus: false } : { state: 'completed', live: true, surplus: false }]);
    }
  });

  it('gives money without a place back, and says why', async () => {
    const [gus, hal, program] = [await stage.learner(), await stage.learner(), await stage.program({ seats: 1 })];
    const url = await stage.enrol(gus, program);
    // What cannot happen at the processor: the page counts as over here, and is paid there.
    await stage.t.world.read.db.updateTable('purchases').set({ live: false, state: 'failed' }).where('user_id', '=', gus.userId).execute();
    await stage.pay(await stage.enrol(hal, program));
    await stage.pay(url);
    await stage.deliver();
    await stage.resolve();
    await stage.deliver();
    expect(await stage.purchase(hal, program)).toEqual([{ state: 'completed', live: true, surplus: false }]);
    expect(await stage.purchase(gus, program)).toEqual([{ state: 'refunded', live: false, surplus: true }]);
    expect((await stage.mails()).filter((mail) => mail.recipient === gus.email).map((mail) => mail.template)).toEqual(['enrolment_refunded']);
  });

  it.each(['refused', 'pending, then failed', 'never received'] as const)('tells the business of money without a place that did not go back (%s), which then goes by hand', async (how) => {
    const { world } = stage.t;
    await saveSettings(world, SYSTEM, { support_email: 'office@example.com' });
    const [liv, program] = [await stage.learner(how === 'refused'), await stage.program()];
    const url = await stage.enrol(liv, program);
    await world.read.db.updateTable('purchases').set({ live: false, state: 'failed' }).where('user_id', '=', liv.userId).execute();
    await world.read.db.updateTable('programs').set({ seats: 0 }).where('id', '=', program.id).execute();
    await stage.pay(url, how === 'pending, then failed' ? '4000000000007726' : undefined);
    await stage.deliver();
    const purchase = async () => (await listOwnPurchases(world.read, liv.userId))[0]!;
    expect(await purchase()).toMatchObject({ surplus: true, stuck: 0n });
    const { publicId, paymentId } = await purchase();
    const refund = () => world.read.db.selectFrom('refunds').select(['id', 'state', 'external_id', 'failure_code']).where('payment_id', '=', paymentId).orderBy('id').executeTakeFirstOrThrow();
    if (how === 'refused') {
      const { processor } = stage.t;
      const refusing = { ...world, processor: () => ({ ...processor, refund: () => Promise.reject(new ProcessorError('refused', 'balance_insufficient')) }) };
      await resolveRefunds(refusing);
    } else if (how === 'never received') {
      await stage.control('POST', 'faults', { mode: 'error500_before', method: 'POST', path: 'refunds$' });
      await stage.resolve();
      expect(await refund()).toMatchObject({ state: 'unknown' });
      await stage.control('DELETE', 'faults');
      stage.t.clock.advance(24 * 3_600_000);
      await stage.resolve();
    } else {
      await stage.resolve();
      expect(await refund()).toMatchObject({ state: 'processing' });
      await stage.control('POST', `refunds/${(await refund()).external_id}/fail`);
      await stage.deliver();
    }
    const { id, state, failure_code } = await refund();
    expect(state).toBe('failed');
    expect(await purchase()).toMatchObject({ surplus: true, stuck: 9_900n });
    expect((await stage.mails()).filter((mail) => mail.subject_id === id)).toEqual([{ template: 'refund_failed', recipient: 'office@example.com', subject_id: id }]);
    const audited = await world.read.db.selectFrom('audit_log').select(['action', 'outcome', 'details']).where('resource_id', '=', paymentId).where('action', '=', 'refund.failed').execute();
    expect(audited).toMatchObject([{ outcome: 'failure', details: { refund_id: id, code: failure_code } }]);

    const byHand = await refundEnrolment(world, { purchaseId: publicId, actor: SYSTEM });
    expect(byHand.refund).toMatchObject({ amount: 9_900n });
    await stage.resolve();
    expect(await purchase()).toMatchObject({ stuck: 0n });
  });

  it('ends with the money: all of it at once, a part only where that is asked for; a dispute rests it', async () => {
    const [ida, program] = [await stage.learner(true), await stage.program()];
    const has = async () => (await checkAccess(stage.t.world.read, nobody(ida.userId), program.publicId)).hasAccess;
    await stage.pay(await stage.enrol(ida, program));
    await stage.deliver();
    const [bought] = await listOwnPurchases(stage.t.world.read, ida.userId);
    const refund = (amount?: bigint, endAccess = false) => refundEnrolment(stage.t.world, { purchaseId: bought?.publicId ?? '', amount, endAccess, actor: SYSTEM });
    expect((await refund(1_000n)).purchase).toMatchObject({ state: 'completed', amountRefunded: 1_000n });
    expect(await has()).toBe(true);
    const { id } = await stage.control<{ id: string }>('POST', 'disputes', { payment_intent: bought?.intentExternalId, amount: 500 });
    await stage.deliver();
    expect(await has()).toBe(false);
    await stage.control('POST', `disputes/${id}/win`);
    await stage.deliver();
    expect(await has()).toBe(true);
    expect((await refund()).purchase).toMatchObject({ state: 'refunded', live: false, amountRefunded: 9_900n });
    expect(await has()).toBe(false);
    await expect(refund()).rejects.toMatchObject({ code: 'payment_not_refundable' });
    await stage.pay(await stage.enrol(ida, program));
    await stage.deliver();
    expect(await has()).toBe(true);
    const [again] = await listOwnPurchases(stage.t.world.read, ida.userId);
    const lost = await stage.control<{ id: string }>('POST', 'disputes', { payment_intent: again?.intentExternalId });
    await stage.control('POST', `disputes/${lost.id}/lose`);
    await stage.deliver();
    expect((await stage.purchase(ida, program)).map((one) => one.state)).toEqual(['refunded', 'refunded']);
  });

  it('lets see: the buyer, mentors of the program, admins', async () => {
    const [jan, kim, program] = [await stage.learner(), await stage.learner(), await stage.program()];
    await stage.enrol(jan, program);
    const publicId = (await listOwnPurchases(stage.t.world.read, jan.userId))[0]?.publicId ?? '';
    const see = (who: Parameters<typeof getPurchase>[1]) => getPurchase(stage.t.world.read, who, publicId).then(() => 'seen', (error: { code: string }) => error.code);
    const mentor = (scopeId: string) => ({ userId: kim.userId, roles: ['mentor' as const], scopes: [{ role: 'mentor' as const, scopeId }] });
    expect(await see(nobody(jan.userId))).toBe('seen');
    expect(await see(nobody(kim.userId))).toBe('permission_missing');
    expect(await see(mentor((await stage.program()).id))).toBe('permission_missing');
    expect(await see(mentor(program.id))).toBe('seen');
    expect(await see({ userId: kim.userId, roles: ['admin'], scopes: [] })).toBe('seen');
    await expect(getPurchase(stage.t.world.read, nobody(jan.userId), 'f'.repeat(24))).rejects.toMatchObject({ code: 'purchase_not_found' });
    const reasons = async (who: Parameters<typeof checkAccess>[1], id = program.publicId) => (await checkAccess(stage.t.world.read, who, id)).reason;
    expect(await reasons({ userId: kim.userId, roles: ['super_admin', 'admin'], scopes: [] })).toBe('super-admin');
    expect(await reasons({ ...mentor(program.id), roles: ['admin', 'mentor'] })).toBe('admin');
    expect(await reasons(mentor(program.id))).toBe('mentor');
    expect(await reasons(mentor((await stage.program()).id))).toBe('no-access');
    expect(await reasons(nobody(kim.userId), (await stage.program({ price: 0n })).publicId)).toBe('free');
  });

  it('keeps the price of an order while its program changes, and leaves the books in order', async () => {
    const [leo, program] = [await stage.learner(), await stage.program()];
    const url = await stage.enrol(leo, program);
    await stage.t.world.transact((tx) => changeProgram(tx, program.publicId, { price: 20_000n }, SYSTEM));
    await stage.pay(url);
    await stage.deliver();
    const [done] = await listOwnPurchases(stage.t.world.read, leo.userId);
    expect(done).toMatchObject({ state: 'completed', price: { final: 9_900n } });
    await stage.t.clock.advance(10_000);
    await stage.resolve();
    const { findings } = await verifyBooks(stage.t.world);
    expect(findings).toEqual([]);
  });

  it('is verified: a changed order is named', async () => {
    const { db } = stage.t.world.read;
    const { id, ...before } = await db.selectFrom('purchases').select(['id', 'amount_refunded', 'surplus', 'full_price', 'final_price', 'state']).where('state', '=', 'completed').where('final_price', '=', 9_900n).executeTakeFirstOrThrow();
    const changes = [{ amount_refunded: 1n }, { surplus: true }, { full_price: before.full_price + 1n, final_price: before.final_price + 1n }, { state: 'failed' }];
    for (const change of changes) {
      await db.updateTable('purchases').set(change).where('id', '=', id).execute();
      expect((await verifyBooks(stage.t.world)).findings.map((finding) => finding.id), JSON.stringify(Object.keys(change))).toContain(id);
      await db.updateTable('purchases').set(before).where('id', '=', id).execute();
    }
    // One of them: each day has its own.
    const { series } = await db.selectFrom('number_series').select('series').where('series', 'like', 'order:%').executeTakeFirstOrThrow();
    await db.updateTable('number_series').set((eb) => ({ next: eb('next', '+', 1n) })).where('series', '=', series).execute();
    expect((await verifyBooks(stage.t.world)).findings.map((finding) => finding.table)).toEqual(['number_series']);
    await db.updateTable('number_series').set((eb) => ({ next: eb('next', '-', 1n) })).where('series', '=', series).execute();
    expect((await verifyBooks(stage.t.world)).findings).toEqual([]);
  });
});
