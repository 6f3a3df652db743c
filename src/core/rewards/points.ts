import { larger } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { InvoicePaymentsChanged } from '../events.js';

/** Points an invoice deserves: `pointsPerDollar` for every dollar actually paid, rounded down (portal document: 10); in other currencies, for every hundred of the smallest unit. */
export function pointsFor(netPaid: Minor, pointsPerDollar: number): bigint {
  return (larger(netPaid, 0n) * BigInt(pointsPerDollar)) / 100n;
}

/** How an invoice's points move to what it deserves now. */
export interface PointsMatch<Event> {
  readonly event: Event;
  /** Points per dollar: the rate at which the invoice began to earn, whatever the setting is by now. */
  readonly rate: number;
  /** What the invoice has earned then. */
  readonly target: bigint;
  /** The difference that is booked; never nothing. */
  readonly delta: bigint;
}

/** What is booked for changes of invoices' payments, in the order in which they happened. `current`: points per dollar for invoices that have earned none. */
export function matchPoints<Event extends Pick<InvoicePaymentsChanged, 'invoiceId' | 'netPaid' | 'pointsBefore' | 'pointsPerDollar'>>(events: readonly Event[], current: number): PointsMatch<Event>[] {
  const awarded = new Map<string, bigint>();
  return events.flatMap((event) => {
    const rate = event.pointsPerDollar ?? current;
    const target = pointsFor(event.netPaid, rate);
    const delta = target - (awarded.get(event.invoiceId) ?? event.pointsBefore);
    awarded.set(event.invoiceId, target);
    return delta === 0n ? [] : [{ event, rate, target, delta }];
  });
}
