import type { Minor } from '../../kernel/money.js';

/** What can be enrolled in. `id` and `publicId` (24 hex) are two names of it. */
export interface Program {
  readonly id: string;
  readonly publicId: string;
  readonly title: string;
  readonly programType: string;
  readonly description: string | null;
  readonly currency: string;
  /** Nothing: free. */
  readonly price: Minor;
  readonly classRepDiscount: Minor;
  readonly earlyBirdDiscount: Minor;
  /** The last instant at which the early-bird discount is given; null: none is. */
  readonly earlyBirdUntil: Date | null;
  /** How many may be class representatives; null: as many as like. */
  readonly classRepLimit: number | null;
  readonly seats: number | null;
  readonly active: boolean;
  readonly createdAt: Date;
}

/** Places that live purchases hold. */
export interface Places {
  readonly taken: number;
  readonly classReps: number;
}

export interface OfferedProgram extends Program {
  readonly places: Places;
  readonly mentors: readonly Mentor[];
}

export interface Mentor {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** Is there room for one more? */
export function hasSeat(program: Pick<Program, 'seats'>, places: Places): boolean {
  return program.seats === null || places.taken < program.seats;
}

export function hasClassRepPlace(program: Pick<Program, 'classRepLimit'>, places: Places): boolean {
  return program.classRepLimit === null || places.classReps < program.classRepLimit;
}
