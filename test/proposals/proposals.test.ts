import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../../src/adapters/database/transact.js';
import { openBilling } from '../../src/core/billing/index.js';
import { findInvoices } from '../../src/core/invoices/index.js';
import { applyIntents } from '../../src/core/payments/index.js';
import { acceptProposal, changeProposal, deleteProposal, draftProposal, findDecision, generateFromProposal, getProposal, linkedProposal, payFirstStage, rejectProposal, sendProposal, stageInvoices, statusOf } from '../../src/core/proposals/index.js';
import type { Proposal, ProposalContent } from '../../src/core/proposals/index.js';
import { reactions } from '../../src/core/reactions.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { isFailure } from '../../src/kernel/failure.js';
import { oneDay } from '../one-day.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { decideAs, offer } from './offers.js';

let at: TestWorld;
beforeAll(async () => { at = await openTestWorld(); });
afterAll(() => at.close());

async function client(tax = 0, name?: string): Promise<string> {
  const id = await at.customer(name);
  await at.world.transact((tx) => openBilling(tx, id));
  await at.world.transact((tx) => tx.db.updateTable('billing_settings').set({ tax_ppm: tax }).where('customer_id', '=', id).execute());
  return id;
}
const draft = async (customerId: string, more: Partial<ProposalContent> = {}): Promise<Proposal> =>
  at.world.transact((tx) => draftProposal(tx, { customerId, ...offer(more), actor: SYSTEM }));
const sent = async (customerId: string, more: Partial<ProposalContent> = {}): Promise<Proposal> => {
  const { id } = await draft(customerId, more);
  return at.world.transact((tx) => sendProposal(tx, id, SYSTEM));
};
const code = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
};

describe('an offer', () => {
  it('is accepted behind its link: evidence, invoices that add up, letters, and money that recurs', async () => {
    const today = oneDay(at.clock);
    const customerId = await client(82_500, 'Łukasz Żółć');
    const proposal = await sent(customerId, { total: 100_001n, monthlyRecurring: 25_000n, stages: thirds() });
    expect(proposal).toMatchObject({ state: 'sent', version: 1 });
    const accepted = await at.world.transact((tx) => acceptProposal(tx, decideAs('link', proposal, { chargeConsent: true })));
    expect(accepted).toMatchObject({ state: 'accepted', documentHash: proposal.documentHash, acceptedAt: expect.any(Date), generatedAt: expect.any(Date) });
    expect((await getProposal(at.world.read, proposal.id)).recurringSince).toBe(today);
    expect(await findDecision(at.world.read, proposal.id)).toMatchObject({
      decision: 'accepted', channel: 'link', signerName: 'Łukasz Żółć', signerIp: '198.51.100.7', userAgent: 'Browser/1', documentHash: proposal.documentHash, chargeConsent: true,
    });
    const invoices = await stageInvoices(at.world.read, proposal.id);
    expect(invoices.map((invoice) => [invoice.amount, invoice.taxAmount, invoice.milestone])).toEqual([[33_330n, 2_750n, 'Kickoff'], [33_331n, 2_750n, 'Halfway'], [33_340n, 2_750n, 'Delivery']]);
    expect(invoices.reduce((sum, invoice) => sum + invoice.amount, 0n)).toBe(100_001n);
    expect(invoices.reduce((sum, invoice) => sum + invoice.taxAmount, 0n)).toBe(8_250n);
    const mails = await at.world.read.db.selectFrom('outbox_messages').select(['template', 'recipient']).where('subject_id', '=', proposal.id).execute();
    expect(mails.map((mail) => mail.template).toSorted()).toEqual(['proposal_accepted', 'proposal_sent']);
    const { document } = await at.world.read.db.selectFrom('proposal_documents').select('document').where('proposal_id', '=', proposal.id).executeTakeFirstOrThrow();
    expect(JSON.parse(document)).toMatchObject({ to: { name: 'Łukasz Żółć' }, total_before_tax: '1000.01', stages: [{ percent: '33.33', amount: '333.30' }, {}, {}] });
    expect(await verifyBooks(at.world)).toMatchObject({ ok: true, findings: [] });
  });

  it('cannot be accepted in the words of an older version, nor after it was taken back', async () => {
    const customerId = await client();
    const first = await sent(customerId);
    const second = await at.world.transact((tx) => changeProposal(tx, first.id, { total: 90_000n }, SYSTEM));
    expect(second.version).toBe(2);
    expect(second.documentHash).not.toBe(first.documentHash);
    expect(await code(at.world.transact((tx) => acceptProposal(tx, decideAs('link', first))))).toBe('proposal_changed');
    expect(await code(at.world.transact((tx) => acceptProposal(tx, { ...decideAs('link', second), documentHash: null })))).toBe('proposal_changed');
    const same = await at.world.transact((tx) => changeProposal(tx, first.id, { total: 90_000n }, SYSTEM));
    expect(same).toMatchObject({ version: 2, documentHash: second.documentHash });
    await at.world.transact((tx) => changeProposal(tx, first.id, { state: 'draft' }, SYSTEM));
    expect(await linkedProposal(at.world.read, first.id)).toBe('withdrawn');
    expect(await code(at.world.transact((tx) => acceptProposal(tx, decideAs('link', second))))).toBe('proposal_not_actionable');
    const again = await at.world.transact((tx) => sendProposal(tx, first.id, SYSTEM));
    expect(again.documentHash).not.toBe(second.documentHash);
    const letters = await at.world.read.db.selectFrom('outbox_messages').select('id').where('subject_id', '=', first.id).where('template', '=', 'proposal_sent').execute();
    expect(letters).toHaveLength(3);
  });

  it('stands until its last instant, and not a millisecond longer', async () => {
    const customerId = await client();
    const validUntil = new Date(at.clock.now().getTime() + 3_600_000);
    const [standing, gone] = [await sent(customerId, { validUntil }), await sent(customerId, { validUntil })];
    const worldAt = (ms: number) => createWorld({ pool: at.pool, clock: { now: () => new Date(validUntil.getTime() + ms) }, reactions, prepared: true, processor: () => at.processor });
    expect((await worldAt(0).transact((tx) => acceptProposal(tx, decideAs('link', standing)))).state).toBe('accepted');
    const late = worldAt(1);
    expect(statusOf(gone, late.clock.now())).toBe('expired');
    for (const act of [
      () => late.transact((tx) => acceptProposal(tx, decideAs('link', gone))), () => late.transact((tx) => rejectProposal(tx, decideAs('link', gone))),
      () => late.transact((tx) => acceptProposal(tx, decideAs('on_behalf', gone))),
    ]) expect(await code(act())).toBe('proposal_not_actionable');
    expect(await code(late.transact((tx) => changeProposal(tx, gone.id, { title: 'x' }, SYSTEM)))).toBe('proposal_not_editable');
  });

  it('is decided once, by whoever was first, and kept', async () => {
    const customerId = await client();
    const proposal = await sent(customerId);
    await at.world.transact((tx) => rejectProposal(tx, decideAs('link', proposal, { note: 'Too dear' })));
    expect(await findDecision(at.world.read, proposal.id)).toMatchObject({ decision: 'rejected', note: 'Too dear' });
    expect(await code(at.world.transact((tx) => acceptProposal(tx, decideAs('link', proposal))))).toBe('proposal_not_actionable');
    expect(await code(at.world.transact((tx) => generateFromProposal(tx, proposal.id, SYSTEM)))).toBe('proposal_not_accepted');
    const yes = await sent(customerId);
    await at.world.transact((tx) => acceptProposal(tx, decideAs('on_behalf', yes)));
    expect((await getProposal(at.world.read, yes.id)).generatedAt).toBeNull();
    expect(await code(at.world.transact((tx) => deleteProposal(tx, yes.id, SYSTEM)))).toBe('proposal_not_editable');
    expect(await at.world.transact((tx) => generateFromProposal(tx, yes.id, SYSTEM))).toHaveLength(3);
    expect(await code(at.world.transact((tx) => generateFromProposal(tx, yes.id, SYSTEM)))).toBe('proposal_already_generated');
    await expect(at.world.transact((tx) => tx.db.updateTable('proposal_decisions').set({ signer_name: 'Mallory' }).execute())).rejects.toThrow();
    const entry = await at.world.read.db.selectFrom('audit_log').select(['on_behalf_of', 'details']).where('resource_id', '=', yes.id).where('action', '=', 'proposal.accepted').executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ on_behalf_of: customerId, details: { by: 'Ada Baker', on_behalf_of: 'Ada Baker' } });
  });

  it('keeps the card that paid the first stage for the later ones, when its holder said so', async () => {
    const customerId = await client();
    const proposal = await sent(customerId);
    const accepted = await at.world.transact((tx) => acceptProposal(tx, decideAs('link', proposal, { chargeConsent: true })));
    const consent = { name: 'Ada Baker', ip: '198.51.100.7', userAgent: 'Browser/1' };
    const without = await payFirstStage(at.world, { proposal: accepted, consent: null, requestKey: null, actor: SYSTEM });
    const { clientSecret, invoiceId } = await payFirstStage(at.world, { proposal: accepted, consent, requestKey: null, actor: SYSTEM });
    expect(clientSecret).not.toBe(without.clientSecret);
    const { body } = await at.payAtProcessor(clientSecret!);
    const intent = await at.processor.retrieveIntent(String(body['id']));
    await at.world.transact((tx) => applyIntents(tx, [{ intent }]));
    const invoices = await stageInvoices(at.world.read, proposal.id);
    expect(invoices.map((invoice) => [invoice.id === invoiceId, invoice.paidAt !== null, invoice.autoCharge])).toEqual([[true, true, false], [false, false, true], [false, false, true]]);
    const settings = await at.world.read.db.selectFrom('billing_settings').selectAll().where('customer_id', '=', customerId).executeTakeFirstOrThrow();
    expect(settings).toMatchObject({ method_id: intent.methodExternalId, charge_consent: { name: 'Ada Baker', proposal_id: proposal.id, ip: '198.51.100.7' } });
    const [kept] = await at.processor.listMethods((await at.processor.retrieveIntent(intent.externalId)).customerExternalId!);
    expect(kept?.externalId).toBe(settings.method_id);
    expect(await findInvoices(at.world.read, [invoiceId])).toMatchObject([{ amountPaid: 33_330n }]);
  });
});

function thirds() {
  return [{ shareBp: 3_333, milestone: 'Kickoff', dueDays: 0 }, { shareBp: 3_333, milestone: 'Halfway', dueDays: 30 }, { shareBp: 3_334, milestone: 'Delivery', dueDays: null }];
}
