import { Failure } from './failure.js';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** An instant with its zone, as bodies carry it ("2026-03-03T22:05:00Z"); `input_invalid` with `field` for anything else, February 30 included. */
export function parseInstant(text: string, field: string): Date {
  const day = text.slice(0, 10);
  const at = new Date(text.replace(' ', 'T').toUpperCase());
  const isDay = RFC_3339.test(text) && !Number.isNaN(at.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (!isDay) throw new Failure('input_invalid', { field });
  return at;
}
