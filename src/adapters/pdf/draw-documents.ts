import type { DrawInvoice, DrawProposal, InvoiceDocument, ProposalDocument } from '../../core/ports/documents.js';
import { openThread } from '../answering-thread.js';
import type { LoadLogo } from './load-logo.js';

export type DrawingOrder = { readonly logo: Uint8Array | null } & (
  | { readonly kind: 'invoice'; readonly document: InvoiceDocument }
  | { readonly kind: 'proposal'; readonly document: ProposalDocument }
);

export interface Drawers {
  readonly invoice: DrawInvoice;
  readonly proposal: DrawProposal;
}

/** Longer than the longest invoice takes on a busy machine. */
const PATIENCE_MS = 30_000;

/** Draws documents in a thread of its own, one after the other: requests wait for none of it. */
export function documentDrawers(loadLogo: LoadLogo): Drawers {
  const ask = openThread<DrawingOrder, Uint8Array>(new URL(import.meta.url.replace('draw-documents', 'drawing-thread')), PATIENCE_MS);
  const unusable = new WeakSet<Uint8Array>();

  async function draw(orderWith: (logo: Uint8Array | null) => DrawingOrder, logoUrl: string | null): Promise<Uint8Array> {
    const logo = logoUrl === null ? null : await loadLogo(logoUrl);
    if (!logo || unusable.has(logo)) return ask(orderWith(null));
    try {
      return await ask(orderWith(logo));
    } catch {
      // A picture may look whole and be none: the document matters more. What is wrong with the document itself shows again.
      unusable.add(logo);
      return ask(orderWith(null));
    }
  }

  return {
    invoice: (document) => draw((logo) => ({ kind: 'invoice', document, logo }), document.business.logoUrl),
    proposal: (document) => draw((logo) => ({ kind: 'proposal', document, logo }), document.business.logoUrl),
  };
}
