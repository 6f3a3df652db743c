import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { Program } from './program.js';

/** A price and how it came about: `full − classRep − earlyBird = final`, each of them between nothing and the full price. */
export interface Price {
  readonly full: Minor;
  readonly classRep: Minor;
  readonly earlyBird: Minor;
  readonly final: Minor;
  readonly isClassRep: boolean;
  readonly isEarlyBird: boolean;
}

/** What a program costs somebody at an instant. What discounts have no room for is not given. */
export function priceOf(program: Pick<Program, 'price' | 'classRepDiscount' | 'earlyBirdDiscount' | 'earlyBirdUntil'>, isClassRep: boolean, at: Date): Price {
  const isEarlyBird = program.earlyBirdDiscount > 0n && program.earlyBirdUntil !== null && at.getTime() <= program.earlyBirdUntil.getTime();
  const classRep = isClassRep ? smaller(program.classRepDiscount, program.price) : 0n;
  const earlyBird = isEarlyBird ? smaller(program.earlyBirdDiscount, program.price - classRep) : 0n;
  return { full: program.price, classRep, earlyBird, final: program.price - classRep - earlyBird, isClassRep, isEarlyBird };
}
