import { answerQuestions } from '../answering-thread.js';
import type { DrawingOrder } from './draw-documents.js';
import { renderInvoice } from './render-invoice.js';
import { renderProposal } from './render-proposal.js';

answerQuestions(async (order: DrawingOrder) => new Uint8Array(await render(order)), (bytes) => [bytes.buffer as ArrayBuffer]);

function render(order: DrawingOrder): Promise<Buffer> {
  return order.kind === 'invoice' ? renderInvoice(order.document, order.logo) : renderProposal(order.document, order.logo);
}
