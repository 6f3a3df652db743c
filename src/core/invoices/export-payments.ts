import { framed } from '../../kernel/framed.js';
import { yearBounds } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import type { ReadBulk } from '../ports/bulk-rows.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, World } from '../tx.js';
import { csvStatement, jsonStatement } from './export-store.js';

export interface ExportPayments {
  readonly customerId: string;
  /** A calendar year in the business's zone; null for all. */
  readonly year: number | null;
  readonly format: 'csv' | 'json';
  readonly actor: Actor;
}

const OPEN = Buffer.from('{"invoices":[');
const CLOSE = Buffer.from(']}');

/**
 * The money a customer paid for invoices, oldest first, one row for each payment and invoice: what we still hold of
 * it, so that the rows add up to the ledger. Refunds and lost disputes lower the row of their payment.
 */
export async function exportPayments(world: World, read: ReadBulk, { customerId, year, format, actor }: ExportPayments): Promise<AsyncIterable<Uint8Array>> {
  const { time_zone: timeZone } = await businessSettings(world.read);
  const wish = { customerId, timeZone, bounds: year === null ? null : yearBounds(timeZone, year) };
  await world.transact(async (tx) => {
    record(tx, { actor, action: 'payments.exported', resourceType: 'customer', resourceId: customerId, details: { year, format } });
  });
  return format === 'csv' ? read(csvStatement(world.read, wish)) : framed([OPEN], await read(jsonStatement(world.read, wish)), [CLOSE]);
}
