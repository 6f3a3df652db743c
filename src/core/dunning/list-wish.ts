import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { PlanState } from './plan.js';

/** attention: given up, wanting its holder, or declined and to be tried again. planned: the first step is to come. */
export type PursuitKind = 'attention' | 'planned' | 'stopped' | 'all';

export interface ListPursuits {
  readonly kind: PursuitKind;
  /** Part of a customer's name or address, or an invoice number. */
  readonly search?: string | undefined;
  readonly customerId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** An open invoice and what is done about it. */
export interface ListedPursuit {
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly currency: string;
  readonly open: Minor;
  readonly dueDate: Day;
  readonly state: PlanState;
  /** A card is charged for it; else it is reminded of. */
  readonly charges: boolean;
  readonly attempts: number;
  readonly reminders: number;
  readonly nextOn: Day | null;
  readonly lastFailure: string | null;
  readonly updatedAt: Date;
}
