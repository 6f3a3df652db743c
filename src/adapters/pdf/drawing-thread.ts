import { answerQuestions } from '../answering-thread.js';
import type { DrawingOrder } from './draw-invoice.js';
import { renderInvoice } from './render-invoice.js';

answerQuestions(async ({ invoice, logo }: DrawingOrder) => new Uint8Array(await renderInvoice(invoice, logo)), (bytes) => [bytes.buffer as ArrayBuffer]);
