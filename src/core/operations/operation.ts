/** queued → running → succeeded | failed | canceled. The last three are never left. */
export type OperationState = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';

/** Long work a person waits for: its progress survives a reload and a restart. */
export interface Operation {
  readonly id: string;
  /** What is done: export_invoices, import_customers, ... */
  readonly kind: string;
  readonly state: OperationState;
  /** Steps done, of `total` when that is known. */
  readonly done: number;
  readonly total: number | null;
  /** For people: what it is doing, or why it failed. */
  readonly message: string | null;
  readonly result: unknown;
  readonly startedBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface OperationStart {
  readonly kind: string;
  readonly startedBy: string | null;
  readonly total?: number;
}
