/** One try to charge the card allowed for an invoice. */
export interface Attempt {
  readonly invoiceId: string;
  /** From 1. */
  readonly attempt: number;
}

/** Names the payment of an attempt: whoever makes it again finds it. */
export function keyOf({ invoiceId, attempt }: Attempt): string {
  return `collection:${invoiceId}:${attempt}`;
}

/** The attempt a payment was made for, from its request's name. */
export function attemptIn(requestKey: string | null): Attempt | null {
  const [kind, invoiceId, attempt] = requestKey?.split(':') ?? [];
  return kind === 'collection' && invoiceId !== undefined && attempt !== undefined ? { invoiceId, attempt: Number(attempt) } : null;
}
