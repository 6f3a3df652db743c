/** Everything an invoice on paper says, as plain values. Amounts are decimal text of major units ("185.00") in `currency`. */
export interface InvoiceDocument {
  /** Null on a draft. */
  readonly number: string | null;
  readonly status: 'draft' | 'pending' | 'overdue' | 'paid' | 'cancelled';
  readonly currency: string;
  /** In which days are counted. */
  readonly timeZone: string;
  /** ISO instants; `dueDate` is a calendar day. */
  readonly issuedAt: string | null;
  readonly dueDate: string | null;
  /** What this part of the work is called. */
  readonly milestone: string | null;
  readonly paidAt: string | null;
  readonly voidedAt: string | null;
  readonly changedAt: string;
  readonly business: {
    readonly name: string;
    /** Several lines. */
    readonly address: string;
    readonly supportEmail: string | null;
    readonly logoUrl: string | null;
    /** Closing lines. */
    readonly footer: string;
  };
  readonly customer: { readonly name: string; readonly email: string; /** Company, street, city. */ readonly addressLines: readonly string[] };
  readonly lines: readonly DocumentLine[];
  readonly subtotal: string;
  /** Null where there are none. */
  readonly infrastructureCosts: string | null;
  readonly tax: string;
  readonly total: string;
  readonly paid: string;
  /** Forgiven with credit notes before it was paid; null where nothing was. */
  readonly credited: string | null;
  /** Went back with credit notes; null where nothing did. */
  readonly refunded: string | null;
  readonly due: string;
  readonly payments: readonly DocumentPayment[];
  readonly creditNotes: readonly { readonly number: string; readonly issuedAt: string; readonly reason: string | null; readonly amount: string }[];
  readonly memo: string | null;
}

export interface DocumentLine {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** Percent, "8.25". */
  readonly taxPercent: string;
  readonly amount: string;
}

export interface DocumentPayment {
  /** An instant, or the day on which it came by hand. */
  readonly at: string;
  readonly method: 'card' | 'cash' | 'cheque' | 'bank_transfer' | 'other' | 'credit';
  /** The number of a cheque, the words of a transfer. */
  readonly reference: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  /** Neither arrived nor failed yet. */
  readonly pending: boolean;
  readonly amount: string;
  /** Null where nothing went back. */
  readonly refunded: string | null;
}

/** Everything an offer on paper says. Amounts are decimal text of major units in `currency`, before tax. */
export interface ProposalDocument {
  readonly title: string;
  readonly status: 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired';
  readonly currency: string;
  readonly timeZone: string;
  /** ISO instants. */
  readonly sentAt: string | null;
  readonly validUntil: string | null;
  readonly decidedAt: string | null;
  readonly changedAt: string;
  /** Who said yes or no. */
  readonly signer: string | null;
  /** Somebody of the business decided in the customer's name. */
  readonly onBehalf: boolean;
  /** Of the text that was sent, in hex; null on a draft. */
  readonly documentHash: string | null;
  readonly business: InvoiceDocument['business'];
  readonly customer: InvoiceDocument['customer'];
  /** Several lines. */
  readonly description: string | null;
  readonly stages: readonly { readonly milestone: string; /** "33.33" */ readonly percent: string; readonly due: string; readonly amount: string }[];
  readonly total: string;
  /** Recurs from acceptance; null: nothing does. */
  readonly monthly: string | null;
}

/** Draws an offer like an invoice. */
export type DrawProposal = (proposal: ProposalDocument) => Promise<Uint8Array>;

/** Draws an invoice as a PDF that carries its fonts with it and nothing that runs. Everything in it is text, never markup. */
export type DrawInvoice = (invoice: InvoiceDocument) => Promise<Uint8Array>;
