import type { DrawInvoice, InvoiceDocument } from '../../core/ports/documents.js';
import { openThread } from '../answering-thread.js';
import type { LoadLogo } from './load-logo.js';

export interface DrawingOrder {
  readonly invoice: InvoiceDocument;
  readonly logo: Uint8Array | null;
}

/** Longer than the longest invoice takes on a busy machine. */
const PATIENCE_MS = 30_000;

/** Draws invoices in a thread of its own, one after the other: requests wait for none of it. */
export function invoiceDrawer(loadLogo: LoadLogo): DrawInvoice {
  const ask = openThread<DrawingOrder, Uint8Array>(new URL(import.meta.url.replace('draw-invoice', 'drawing-thread')), PATIENCE_MS);
  const unusable = new WeakSet<Uint8Array>();
  return async (invoice) => {
    const { logoUrl } = invoice.business;
    const logo = logoUrl === null ? null : await loadLogo(logoUrl);
    if (!logo || unusable.has(logo)) return ask({ invoice, logo: null });
    try {
      return await ask({ invoice, logo });
    } catch {
      // A picture may look whole and be none: the invoice matters more. What is wrong with the invoice itself shows again.
      unusable.add(logo);
      return ask({ invoice, logo: null });
    }
  };
}
