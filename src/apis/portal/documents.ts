import { exportPayments } from '../../core/invoices/index.js';
import type { PrintInvoice } from '../../core/invoices/index.js';
import type { ReadBulk } from '../../core/ports/bulk-rows.js';
import type { World } from '../../core/tx.js';
import { file } from '../call.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { documents } from './contract-documents.js';
import type { Documents } from './contract-documents.js';
import { invoiceId } from './ids.js';

export interface DocumentsContext {
  readonly world: World;
  readonly print: PrintInvoice;
  readonly readBulk: ReadBulk;
}

const PRIVATE = { 'cache-control': 'private, no-store' };

const handlers: Handlers<Documents, DocumentsContext> = {
  async 'GET /api/payments/export'({ query, customerId, actor }, { world, readBulk }) {
    const { format = 'csv', year } = query;
    const bytes = await exportPayments(world, readBulk, { customerId, format, year: year === undefined ? null : Number(year), actor });
    if (format === 'json') return file({ type: 'application/json; charset=utf-8', bytes, headers: PRIVATE });
    return file({ type: 'text/csv; charset=utf-8', name: `payment-history-${year ?? 'all'}.csv`, bytes, headers: PRIVATE });
  },

  async 'GET /api/invoices/{id}/pdf'({ params, customerId }, { print }) {
    const id = invoiceId(params.id);
    return file({ type: 'application/pdf', name: `invoice-${id}.pdf`, bytes: await print(id, customerId), headers: PRIVATE });
  },
};

/** What the portal document hands out as files. */
export function documentsApi(context: DocumentsContext): Api<Documents, DocumentsContext> {
  return { contract: documents, handlers, context };
}
