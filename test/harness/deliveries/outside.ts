import { connectOnce } from '../../../src/adapters/database/connect.js';
import type { TestDatabase } from '../../database.js';
import type { Running } from '../../sandbox/start.js';

interface Made { id: string; status: string; amount: number; amount_received: number; payment_intent: string; metadata: Record<string, string>; balance_transactions?: { amount: number }[] }

/** Where our books and the processor's differ, payment by payment: it knows what really happened, whatever we were told. */
export async function quarrels(database: TestDatabase, sandbox: Running): Promise<string[]> {
  const all = (kind: string) => sandbox.control<{ data: Made[] }>('GET', kind).then((list) => list.data);
  const [intents, refunds, disputes] = await Promise.all([all('payment_intents'), all('refunds'), all('disputes')]);
  const client = await connectOnce(database.superuserUrl, 'paydesk test');
  try {
    const { rows } = await client.query<Record<string, string>>('SELECT id, state, amount_received::text, amount_refunded::text, amount_disputed::text FROM payments');
    const ours = new Map(rows.map((row) => [row['id']!, row]));
    return intents.filter((intent) => ours.has(intent.metadata['paydesk_payment'] ?? '')).flatMap((intent) => {
      const row = ours.get(intent.metadata['paydesk_payment']!)!;
      const given = refunds.filter((refund) => refund.payment_intent === intent.id && refund.status === 'succeeded').reduce((sum, refund) => sum + refund.amount, 0);
      const held = disputes.filter((dispute) => dispute.payment_intent === intent.id && dispute.status !== 'won').reduce((sum, dispute) => sum + dispute.amount, 0);
      const theirs = { paid: intent.status === 'succeeded', received: intent.amount_received, given, held };
      const mine = { paid: row['state'] === 'succeeded', received: Number(row['amount_received']), given: Number(row['amount_refunded']), held: Number(row['amount_disputed']) };
      return JSON.stringify(theirs) === JSON.stringify(mine) ? [] : [`${intent.id}: ${JSON.stringify(theirs)} there, ${JSON.stringify(mine)} here`];
    });
  } finally {
    await client.end();
  }
}
