import type { Payment } from '../../wire.js';

type Thing = Payment['paid_for'][number];

const kinds: Record<Thing['kind'], string> = { invoice: 'Invoice', credits: 'Credits', program: 'Program', appointment: 'Visit' };

/** "Invoice INV-00012", "Credits Large Package". */
export const fullNameOf = ({ kind, name }: Thing): string => (name === null ? kinds[kind] : `${kinds[kind]} ${name}`);

/** What a payment was for, in a row of a list. */
export function namesOf({ paid_for: things }: Pick<Payment, 'paid_for'>): string {
  const names = things.map(({ kind, name }) => name ?? kinds[kind]);
  return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(', ');
}
