import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestWorld } from '../../../test/world.js';
import type { TestWorld } from '../../../test/world.js';
import { newId } from '../../kernel/ids.js';
import { listInvoices } from '../invoices/index.js';
import { saveSettings } from '../settings/index.js';
import { SYSTEM } from '../tx.js';
import { callOffAppointment, cancelAppointment, cancellationTerms, completeAppointment, createAppointment, getAppointment, listAppointments, startAppointment } from './index.js';
import type { Appointment, AppointmentState } from './index.js';

const HOUR = 3_600_000;
let t: TestWorld;
let customerId: string;
beforeAll(async () => {
  t = await openTestWorld();
  customerId = await t.customer();
});
afterAll(() => t.close());

const inHours = (hours: number) => new Date(t.clock.now().getTime() + hours * HOUR);
const book = (hours = 48, more: { services?: string[]; minutes?: number; customerId?: string } = {}): Promise<Appointment> =>
  t.world.transact((tx) => createAppointment(tx, { customerId, startsAt: inHours(hours), services: ['Carpet cleaning'], actor: SYSTEM, ...more }));
const stateOf = async (id: string) => (await getAppointment(t.world.read, id)).state;
const steps = {
  start: (id: string) => t.world.transact((tx) => startAppointment(tx, id, SYSTEM)),
  complete: (id: string) => t.world.transact((tx) => completeAppointment(tx, id, SYSTEM)),
  cancel: (id: string) => t.world.transact((tx) => cancelAppointment(tx, { appointmentId: id, customerId, actor: SYSTEM })),
  callOff: (id: string) => t.world.transact((tx) => callOffAppointment(tx, id, SYSTEM)),
};

/** Written by hand: which step leads where, from which state. */
const TABLE: readonly (readonly [AppointmentState, keyof typeof steps, AppointmentState | null])[] = [
  ['scheduled', 'start', 'in_progress'], ['scheduled', 'complete', 'completed'], ['scheduled', 'cancel', 'cancelled'], ['scheduled', 'callOff', 'cancelled'],
  ['in_progress', 'start', null], ['in_progress', 'complete', 'completed'], ['in_progress', 'cancel', null], ['in_progress', 'callOff', null],
  ['completed', 'start', null], ['completed', 'complete', null], ['completed', 'cancel', null], ['completed', 'callOff', null],
  ['cancelled', 'start', null], ['cancelled', 'complete', null], ['cancelled', 'cancel', null], ['cancelled', 'callOff', null],
];

async function bookIn(state: AppointmentState): Promise<string> {
  const { id } = await book();
  if (state === 'in_progress') await steps.start(id);
  if (state === 'completed') await steps.complete(id);
  if (state === 'cancelled') await steps.callOff(id);
  return id;
}

describe('a visit', () => {
  it.each(TABLE)('%s, %s → %s', async (from, step, to) => {
    const id = await bookIn(from);
    if (to === null) await expect(steps[step](id)).rejects.toMatchObject({ code: expect.stringMatching(/^appointment_not_(changeable|cancellable)$/) as string });
    else await steps[step](id);
    expect(await stateOf(id)).toBe(to ?? from);
  });

  it('has a number, its services as they were called, and the address of its customer', async () => {
    const [one, two] = [await book(), await book(72, { services: ['  Żółty dywan ', 'Upholstery'] })];
    expect(two.serial).toBeGreaterThan(one.serial);
    expect(two.services).toEqual(['Żółty dywan', 'Upholstery']);
    for (const services of [[], [''], Array.from({ length: 21 }, () => 'x')]) await expect(book(1, { services })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(book(1, { minutes: 0 })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(book(1, { customerId: newId() })).rejects.toMatchObject({ code: 'customer_not_found' });
  });

  it('of somebody else is as unknown as one that never was', async () => {
    const { id } = await book();
    const other = await t.customer();
    for (const [what, whose] of [[id, other], [newId(), customerId]] as const) {
      await expect(t.world.transact((tx) => cancelAppointment(tx, { appointmentId: what, customerId: whose, actor: SYSTEM }))).rejects.toMatchObject({ code: 'appointment_not_found', details: {} });
      await expect(getAppointment(t.world.read, what, whose)).rejects.toMatchObject({ code: 'appointment_not_found', details: {} });
    }
    expect(await stateOf(id)).toBe('scheduled');
  });

  it('is listed soonest first while it is to come, latest first afterwards, in pages', async () => {
    const mine = await t.customer();
    const hours = [30, 10, 20];
    for (const h of hours) await book(h, { customerId: mine });
    const first = await listAppointments(t.world.read, { customerId: mine, when: 'upcoming', limit: 2 });
    const second = await listAppointments(t.world.read, { customerId: mine, when: 'upcoming', limit: 2, cursor: first.nextCursor! });
    const starts = [...first.items, ...second.items].map((a) => a.startsAt.getTime());
    expect(starts).toEqual([...starts].sort());
    expect(starts).toHaveLength(3);
    await steps.callOff(first.items[0]!.id);
    await steps.callOff(second.items[0]!.id);
    const past = await listAppointments(t.world.read, { customerId: mine, when: 'past', limit: 10 });
    expect(past.items.map((a) => a.id)).toEqual([second.items[0]!.id, first.items[0]!.id]);
    await expect(listAppointments(t.world.read, { limit: 1, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'input_invalid' });
  });
});

describe('cancelling late', () => {
  it('is told beforehand: free, with the fee, or not at all', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    const visit = (hours: number) => ({ state: 'scheduled' as const, startsAt: new Date(now.getTime() + hours * HOUR) });
    const policy = { cancellation_notice_hours: 24, late_cancellation_fee: 2_500 };
    expect(cancellationTerms(visit(25), policy, now)).toMatchObject({ allowed: true, fee: 0n });
    expect(cancellationTerms(visit(24), policy, now)).toMatchObject({ allowed: true, fee: 2_500n });
    expect(cancellationTerms(visit(-1), policy, now)).toMatchObject({ allowed: true, fee: 2_500n });
    expect(cancellationTerms(visit(23), { ...policy, late_cancellation_fee: 0 }, now)).toMatchObject({ allowed: false, fee: 0n });
    expect(cancellationTerms(visit(1), { cancellation_notice_hours: 0, late_cancellation_fee: 2_500 }, now)).toEqual({ allowed: true, fee: 0n, freeUntil: null });
    for (const state of ['in_progress', 'completed', 'cancelled'] as const) expect(cancellationTerms({ ...visit(99), state }, policy, now).allowed).toBe(false);
  });

  it('bills the fee once, and only to who was shown it', async () => {
    await saveSettings(t.world, SYSTEM, { cancellation_notice_hours: 24, late_cancellation_fee: 2_500 });
    const mine = await t.customer();
    const { id } = await book(3, { customerId: mine });
    const cancel = (expectedFee?: bigint) => t.world.transact((tx) => cancelAppointment(tx, { appointmentId: id, customerId: mine, expectedFee, actor: SYSTEM }));
    await expect(cancel(0n)).rejects.toMatchObject({ code: 'cancellation_fee_changed', details: { fee: '2500' } });
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => cancel(2_500n)));
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const { items } = await listInvoices(t.world.read, { customerId: mine, limit: 10, today: '2026-01-01' });
    expect(items).toMatchObject([{ total: 2_500n, jobId: id }]);
    expect(await getAppointment(t.world.read, id)).toMatchObject({ state: 'cancelled', cancelledBy: 'customer', lateFee: 2_500n });
    const called = await book(3, { customerId: mine });
    await steps.callOff(called.id);
    expect((await listInvoices(t.world.read, { customerId: mine, limit: 10, today: '2026-01-01' })).items).toHaveLength(1);
    await saveSettings(t.world, SYSTEM, { late_cancellation_fee: 0 });
    const late = await book(3, { customerId: mine });
    await expect(t.world.transact((tx) => cancelAppointment(tx, { appointmentId: late.id, customerId: mine, actor: SYSTEM }))).rejects.toMatchObject({ code: 'appointment_not_cancellable' });
    await saveSettings(t.world, SYSTEM, { cancellation_notice_hours: 0 });
  });
});
