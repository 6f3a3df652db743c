/** What was done to one thing, as people read it. */
export interface PastDeed {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  /** Who did it; null for the system. */
  readonly actorName: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ListHistory {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly cursor?: string;
  readonly limit: number;
}
