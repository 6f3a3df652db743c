/** What the occasion of a ledger transaction is about, where the first id in it names a row. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'payment.settled': 'payments',
  'payment.fee': 'payments',
  'refund.settled': 'refunds',
  'refund.bounced': 'refunds',
  'dispute.moved': 'disputes',
  'invoice.issued': 'invoices',
  'invoice.costs_changed': 'invoices',
  'invoice.credited': 'credit_notes',
  'credits.granted': 'credit_lots',
  'credits.held': 'credit_spends',
  'credits.spent': 'credit_spends',
  'credits.released': 'credit_spends',
  'points.redeemed': 'reward_redemptions',
};

/** The row an occasion ("payment.settled:<id>") is about; undefined for occasions of other kinds. */
export function occasionSubject(occasion: string): { table: string; id: string } | undefined {
  const [effect = '', id = ''] = occasion.split(':');
  const table = SUBJECTS[effect];
  return table !== undefined && /^[0-9a-f-]{36}$/.test(id) ? { table, id } : undefined;
}
