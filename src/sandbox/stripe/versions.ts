import { badParameter } from './failure.js';

/** What the server SDK of 2026 pins; the account default here. */
export const CURRENT_VERSION = '2026-10-28.endive';

/** Objects changed their shape in many releases; the two families that clients of Paydesk ask for. */
export type Shape = 'classic' | 'current';

/** `2025-03-31.basil` removed what the classic shape still carries. */
const FIRST_CURRENT = '2025-03-31';
const FORM = /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/;

export function readVersion(header: string | undefined, fallback: string): string {
  if (header === undefined || header === '') return fallback;
  if (!FORM.test(header)) {
    throw badParameter(`Invalid Stripe API version: ${header}. You can view your API version in your Dashboard.`);
  }
  return header;
}

export function shapeOf(version: string): Shape {
  return version.slice(0, 10) < FIRST_CURRENT ? 'classic' : 'current';
}
