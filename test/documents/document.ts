import type { InvoiceDocument } from '../../src/core/ports/documents.js';

/** An invoice with names in three scripts, as it goes to paper. */
export function documentOf({ status, lines }: { readonly status: InvoiceDocument['status']; readonly lines: number }): InvoiceDocument {
  return {
    number: 'INV-00042', status, currency: 'USD', timeZone: 'America/Chicago', issuedAt: '2026-01-15T10:30:00Z', dueDate: '2026-02-14', milestone: null,
    paidAt: status === 'paid' ? '2026-01-20T01:00:00Z' : null, voidedAt: status === 'cancelled' ? '2026-01-21T10:00:00Z' : null, changedAt: '2026-01-21T10:00:00Z',
    business: { name: 'Bright & Clean', address: '12 Main Street\nSpringfield, IL 62701', supportEmail: 'help@bright.example', logoUrl: null, footer: 'Thank you.' },
    customer: { name: 'Łukasz Żółć', email: 'lukasz@example.com', addressLines: ['ul. Długa 5', '00-001 Warszawa'] },
    lines: Array.from({ length: lines }, (_, i) => ({ description: `Cleaning of room ${i + 1}`, quantity: '2', unitPrice: '92.50', taxPercent: '8.25', amount: '185.00' })),
    subtotal: '1850.00', infrastructureCosts: null, tax: '152.63', total: '2002.63', paid: '0.00', credited: null, refunded: null, due: '2002.63',
    payments: [{ at: '2026-01-20T01:00:00Z', method: 'card', reference: null, cardBrand: 'visa', cardLast4: '4242', pending: false, amount: '2002.63', refunded: null }],
    creditNotes: [], memo: 'Ελένη has the key; Дмитрий opens.',
  };
}
