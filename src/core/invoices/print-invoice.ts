import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { dayIn } from '../../kernel/period.js';
import { findCustomer } from '../customers/index.js';
import type { DrawInvoice } from '../ports/documents.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import { getInvoice } from './get-invoice.js';
import { onPaper } from './invoice-on-paper.js';

/** The PDF of an invoice; with `customerId` only of that customer's issued ones. `invoice_not_found`. */
export type PrintInvoice = (id: string, customerId?: string) => Promise<Uint8Array>;

const KEPT_BYTES = 16 * 1024 * 1024;
const KEPT_MS = 3_600_000;

/**
 * Prints invoices and keeps what was printed: by id, version, and a digest of every word on it, so that a changed
 * setting, name or day prints anew and nobody ever gets another's. Who may see it is asked before, every time.
 */
export function invoicePrinter(world: World, draw: DrawInvoice): PrintInvoice {
  const kept = new LRUCache<string, Uint8Array>({ maxSize: KEPT_BYTES, sizeCalculation: (bytes) => bytes.byteLength, ttl: KEPT_MS });
  const underWay = new Map<string, Promise<Uint8Array>>();

  async function print(id: string, customerId?: string): Promise<Uint8Array> {
    const [invoice, settings] = await Promise.all([getInvoice(world.read, id, customerId), businessSettings(world.read)]);
    const customer = await findCustomer(world.read, invoice.customerId);
    const paper = onPaper(invoice, customer, settings, dayIn(settings.time_zone, world.clock.now()));
    const key = `${id}:${invoice.version}:${createHash('sha256').update(JSON.stringify(paper)).digest('base64url')}`;
    const known = kept.get(key) ?? underWay.get(key);
    if (known) return known;
    const drawing = draw(paper).finally(() => underWay.delete(key));
    underWay.set(key, drawing);
    const bytes = await drawing;
    kept.set(key, bytes);
    return bytes;
  }
  return print;
}
