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
  return async (invoice) => {
    const { logoUrl } = invoice.business;
    return ask({ invoice, logo: logoUrl === null ? null : await loadLogo(logoUrl) });
  };
}
