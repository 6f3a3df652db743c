import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBilling } from '../../src/core/billing/index.js';
import { deleteProposal, draftProposal, getProposal, sendProposal } from '../../src/core/proposals/index.js';
import { publicLinks } from '../../src/core/public-links/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { generateKeyRing, parseKeyRing } from '../../src/kernel/keyring.js';
import { newId } from '../../src/kernel/ids.js';
import { openTestServer, OWN_ORIGIN } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { readPdf } from '../documents/read-pdf.js';
import { offer } from './offers.js';

let server: TestServer;
let customerId: string;
beforeAll(async () => {
  server = await openTestServer({ factor: 100_000 });
  customerId = await server.customer('Ελένη Παπαδοπούλου');
  await server.world.transact((tx) => openBilling(tx, customerId));
});
afterAll(() => server.close());

const links = () => publicLinks({ keys: server.identity.keys, publicUrl: OWN_ORIGIN });
const draft = () => server.world.transact((tx) => draftProposal(tx, { customerId, ...offer({ title: 'Łódź, Ελλάδα, Дмитрий' }), actor: SYSTEM }));
const sent = async () => {
  const { id } = await draft();
  return server.world.transact((tx) => sendProposal(tx, id, SYSTEM));
};

it('refuses every token that is not ours in the same words, whatever is asked', async () => {
  const [proposal, unsent, invoice] = [await sent(), await draft(), await server.invoice(customerId, 500n)];
  const good = links().tokenFor({ kind: 'proposal', id: proposal.id });
  const foreign = publicLinks({ keys: parseKeyRing(generateKeyRing()), publicUrl: OWN_ORIGIN }).tokenFor({ kind: 'proposal', id: proposal.id });
  const invoiceToken = links().tokenFor({ kind: 'invoice', id: invoice.id });
  const bad = {
    tampered: `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`, 'of other keys': foreign, 'of an invoice': invoiceToken, 'an invoice’s, called an offer’s': `p${invoiceToken.slice(1)}`,
    'of an id that is an invoice’s': `p${links().tokenFor({ kind: 'proposal', id: invoice.id }).slice(1)}`, 'of nothing': links().tokenFor({ kind: 'proposal', id: newId() }),
    'of what was never sent': links().tokenFor({ kind: 'proposal', id: unsent.id }), 'an id': proposal.id, short: 'p', cut: good.slice(0, -1), long: `${good}A`, quoted: '%22%0d%0a',
  };
  const calls = [['GET', ''], ['GET', '/pdf'], ['POST', '/accept'], ['POST', '/reject'], ['POST', '/pay'], ['POST', '/confirm']] as const;
  const answers = new Set<string>();
  for (const [name, token] of Object.entries(bad)) {
    for (const [method, path] of calls) {
      const body = method === 'POST' ? { name: 'Mallory', document_hash: proposal.documentHash } : undefined;
      const answer = await server.call(method, `/api/app/public/${token}/proposal${path}`, { body });
      expect(answer.status, `${name} ${method} ${path}: ${answer.text}`).toBe(404);
      answers.add(JSON.stringify({ ...answer.body, request_id: '' }));
    }
  }
  expect([...answers]).toHaveLength(1);
  expect((await getProposal(server.world.read, proposal.id)).state).toBe('sent');
  expect((await server.call('GET', `/api/app/public/${good}/proposal`)).status).toBe(200);
});

it('shows, prints and decides one offer, and keeps who did it', async () => {
  const proposal = await sent();
  const token = links().tokenFor({ kind: 'proposal', id: proposal.id });
  const at = `/api/app/public/${token}/proposal`;
  const shown = await server.call('GET', at);
  expect(shown.body).toMatchObject({ status: 'sent', offer: { title: 'Łódź, Ελλάδα, Дмитрий', total: 1_000, document_hash: proposal.documentHash, customer_name: 'Ελένη Παπαδοπούλου', invoices: [], decision: null } });
  expect(shown.text).not.toContain(customerId);
  const pdf = await server.server.app.inject({ method: 'GET', url: `${at}/pdf` });
  const words = readPdf(pdf.rawPayload).pages.join('\n');
  for (const word of ['Łódź, Ελλάδα, Дмитрий', 'Ελένη Παπαδοπούλου', 'OPEN', '33.33 %', '$333.30', '$1,000.00', 'When accepted', 'Page 1 of 1']) expect(words).toContain(word);
  for (const body of [{}, { name: 'M' }, { name: '', document_hash: 'x' }, { name: 'Mallory', document_hash: 7 }]) expect((await server.call('POST', `${at}/accept`, { body })).status).toBe(400);
  const stale = await server.call('POST', `${at}/accept`, { body: { name: 'Eleni', document_hash: 'ab'.repeat(32) } });
  expect([stale.status, stale.body['code']]).toEqual([409, 'proposal_changed']);
  const accepted = await server.call('POST', `${at}/accept`, { body: { name: 'Ελένη Π.', document_hash: proposal.documentHash }, headers: { 'user-agent': 'Phone/7' } });
  expect(accepted.body).toMatchObject({ status: 'accepted', offer: { decision: { signer_name: 'Ελένη Π.' }, owed: { amount: 333.3, more: true }, invoices: [{ amount_due: 333.3 }, {}, {}] } });
  const evidence = await server.world.read.db.selectFrom('proposal_decisions').selectAll().where('proposal_id', '=', proposal.id).executeTakeFirstOrThrow();
  expect(evidence).toMatchObject({ channel: 'link', signer_name: 'Ελένη Π.', signer_ip: '127.0.0.1', user_agent: 'Phone/7', decided_by: null, charge_consent: false });
  expect(evidence.document_hash.toString('hex')).toBe(proposal.documentHash);
  expect((await server.call('POST', `${at}/reject`, { body: { document_hash: proposal.documentHash } })).body['code']).toBe('proposal_not_actionable');
});

it('takes a no without a name also from somebody whose name is one letter', async () => {
  const proposal = await sent();
  await server.world.transact((tx) => tx.db.updateTable('customers').set({ name: '王' }).where('id', '=', customerId).execute());
  try {
    const at = `/api/app/public/${links().tokenFor({ kind: 'proposal', id: proposal.id })}/proposal`;
    expect((await server.call('POST', `${at}/reject`, { body: { document_hash: proposal.documentHash } })).body).toMatchObject({ status: 'rejected', offer: { decision: { signer_name: proposal.customer.email } } });
  } finally {
    await server.world.transact((tx) => tx.db.updateTable('customers').set({ name: proposal.customer.name }).where('id', '=', customerId).execute());
  }
});

it('says that what was deleted was withdrawn, and lets nothing be done with it', async () => {
  const proposal = await sent();
  await server.world.transact((tx) => deleteProposal(tx, proposal.id, SYSTEM));
  const at = `/api/app/public/${links().tokenFor({ kind: 'proposal', id: proposal.id })}/proposal`;
  expect((await server.call('GET', at)).body).toMatchObject({ status: 'withdrawn', offer: null });
  for (const path of ['/accept', '/reject', '/pay', '/confirm']) {
    expect((await server.call('POST', `${at}${path}`, { body: { name: 'Mallory', document_hash: proposal.documentHash } })).body['code']).toBe('proposal_not_actionable');
  }
});
