import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld } from '../../src/adapters/database/transact.js';
import { openBilling } from '../../src/core/billing/index.js';
import { acceptProposal, changeProposal, deleteProposal, draftProposal, generateFromProposal, getProposal, rejectProposal, sendProposal, stageInvoices, statusOf } from '../../src/core/proposals/index.js';
import { reactions } from '../../src/core/reactions.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { World } from '../../src/core/tx.js';
import { isFailure } from '../../src/kernel/failure.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { decideAs, offer } from './offers.js';

const SEQUENCES = process.env['PAYDESK_FULL'] === '1' ? 1_000 : 60;
const COMMANDS = 14;

type State = 'draft' | 'sent' | 'expired' | 'accepted' | 'rejected' | 'billed' | 'gone';
type Command = 'change' | 'send' | 'withdraw' | 'accept' | 'reject' | 'accept at the desk' | 'reject at the desk' | 'accept the old text' | 'bill' | 'delete' | 'wait';

/** Written by hand from the papers: where each command leads; what is absent is refused and changes nothing. */
const MACHINE: Readonly<Record<State, Partial<Record<Command, State>>>> = {
  draft: { change: 'draft', send: 'sent', 'accept at the desk': 'accepted', 'reject at the desk': 'rejected', delete: 'gone', wait: 'draft' },
  sent: { change: 'sent', withdraw: 'draft', accept: 'billed', reject: 'rejected', 'accept at the desk': 'accepted', 'reject at the desk': 'rejected', delete: 'gone', wait: 'expired' },
  expired: { delete: 'gone', wait: 'expired' },
  accepted: { bill: 'billed', wait: 'accepted' },
  rejected: { delete: 'gone', wait: 'rejected' },
  billed: { wait: 'billed' },
  gone: { wait: 'gone' },
};
const COMMAND_NAMES: readonly Command[] = ['change', 'send', 'withdraw', 'accept', 'reject', 'accept at the desk', 'reject at the desk', 'accept the old text', 'bill', 'delete', 'wait'];

let at: TestWorld;
beforeAll(async () => { at = await openTestWorld(); });
afterAll(() => at.close());

it(`keeps states legal and totals whole, ${SEQUENCES} sequences of ${COMMANDS} commands`, { timeout: 600_000 }, async () => {
  const random = seeded('offers');
  for (let n = 0; n < SEQUENCES; n += 1) {
    const customerId = await at.customer();
    await at.world.transact((tx) => openBilling(tx, customerId));
    let now = new Date();
    const world = createWorld({ pool: at.pool, clock: { now: () => now }, reactions, prepared: true, processor: () => at.processor });
    const validUntil = new Date(now.getTime() + 1_000);
    const total = BigInt(1 + random.below(100_000));
    const { id } = await world.transact((tx) => draftProposal(tx, { customerId, ...offer({ total, validUntil }), actor: SYSTEM }));
    const done: string[] = [];
    let state: State = 'draft';
    for (let step = 0; step < COMMANDS; step += 1) {
      const command: Command = random.below(25) === 0 ? 'wait' : random.pick(COMMAND_NAMES.filter((name) => name !== 'wait'));
      const late: boolean = now > validUntil;
      if (command === 'wait') now = new Date(validUntil.getTime() + 1);
      const wanted: State | undefined = late && state === 'draft' && command !== 'change' && command !== 'delete' && command !== 'wait' ? undefined : MACHINE[state][command];
      const went = command === 'wait' || (await carryOut(world, id, command, step));
      done.push(`${state} -${command}-> ${went ? (wanted ?? '?') : 'refused'}`);
      expect(went, `sequence ${n}: ${done.join('; ')}`).toBe(wanted !== undefined);
      state = wanted ?? state;
      expect(await seen(world, id), `sequence ${n}: ${done.join('; ')}`).toEqual({ state: late && state === 'sent' ? 'expired' : state, billed: state === 'billed' ? total : 0n });
    }
  }
});

async function carryOut(world: World, id: string, command: Command, step: number): Promise<boolean> {
  try {
    const proposal = await getProposal(world.read, id);
    const old = { ...proposal, documentHash: 'ab'.repeat(32) };
    await world.transact(async (tx) => {
      if (command === 'change') await changeProposal(tx, id, { title: `Another title ${step}` }, SYSTEM);
      if (command === 'send') await sendProposal(tx, id, SYSTEM);
      if (command === 'withdraw') await withdraw(tx, id);
      if (command === 'accept') await acceptProposal(tx, decideAs('link', proposal));
      if (command === 'reject') await rejectProposal(tx, decideAs('app', proposal));
      if (command === 'accept at the desk') await acceptProposal(tx, decideAs('on_behalf', proposal));
      if (command === 'reject at the desk') await rejectProposal(tx, decideAs('on_behalf', proposal));
      if (command === 'accept the old text') await acceptProposal(tx, decideAs('link', old));
      if (command === 'bill') await generateFromProposal(tx, id, SYSTEM);
      if (command === 'delete') await deleteProposal(tx, id, SYSTEM);
    });
    return true;
  } catch (error) {
    if (isFailure(error)) return false;
    throw error;
  }
}

/** Taking back what is a draft changes nothing, which the machine of this test calls refused. */
async function withdraw(tx: Parameters<typeof changeProposal>[0], id: string): Promise<void> {
  const before = await getProposal(tx, id);
  await changeProposal(tx, id, { state: 'draft' }, SYSTEM);
  if (before.state === 'draft') await deleteProposal(tx, '00000000-0000-7000-8000-000000000000', SYSTEM);
}

async function seen(world: World, id: string): Promise<{ state: State; billed: bigint }> {
  const invoices = await stageInvoices(world.read, id);
  const billed = invoices.reduce((sum, invoice) => sum + invoice.amount, 0n);
  const proposal = await getProposal(world.read, id).catch(() => null);
  if (proposal === null) return { state: 'gone', billed };
  const status = statusOf(proposal, world.clock.now());
  return { state: status === 'accepted' && proposal.generatedAt !== null ? 'billed' : status, billed };
}
