import { Failure } from '../../kernel/failure.js';
import { newHexId, newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { LARGEST_AMOUNT } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { findUsers, grantRole, withdrawRole } from '../identity/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Program } from './program.js';
import { insertProgram, lockProgram, mentorsOf, updateProgram } from './programs-store.js';

export interface ProgramWish extends Pick<Program, 'title' | 'programType' | 'currency' | 'price'>,
  Partial<Pick<Program, 'description' | 'classRepDiscount' | 'earlyBirdDiscount' | 'earlyBirdUntil' | 'classRepLimit' | 'seats' | 'active'>> {
  /** Ids of users. */
  readonly mentors?: readonly string[];
}

const MOST_PLACES = 1_000_000;

/** Puts a program into the catalogue. One class representative unless said otherwise. `input_invalid` with the field, `user_not_found`. */
export async function createProgram(tx: Tx, wish: ProgramWish, actor: Actor): Promise<Program> {
  const { mentors = [], ...facts } = wish;
  const program = checked({
    id: newId(tx.now.getTime()), publicId: newHexId(), description: null, classRepDiscount: 0n, earlyBirdDiscount: 0n, earlyBirdUntil: null,
    classRepLimit: 1, seats: null, active: true, createdAt: tx.now, ...given(facts),
  });
  await insertProgram(tx, program);
  record(tx, { actor, action: 'program.created', resourceType: 'program', resourceId: program.id, details: { title: program.title, price: program.price } });
  await setMentors(tx, program.id, mentors, actor);
  return program;
}

/** Changes a program from now on: orders keep the price they were made at. `program_not_found`, `input_invalid`, `user_not_found`. */
export async function changeProgram(tx: Tx, publicId: string, change: Partial<ProgramWish>, actor: Actor): Promise<Program> {
  const before = await lockProgram(tx, publicId);
  if (!before) throw new Failure('program_not_found');
  const { mentors, ...facts } = change;
  const after = checked({ ...before, ...given(facts) });
  await updateProgram(tx, after);
  record(tx, { actor, action: 'program.changed', resourceType: 'program', resourceId: before.id, details: { before: { ...before }, after: { ...after } } });
  if (mentors) await setMentors(tx, before.id, mentors, actor);
  return after;
}

function given<T extends object>(facts: T): T {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;
}

async function setMentors(tx: Tx, programId: string, wanted: readonly string[], actor: Actor): Promise<void> {
  const known = await mentorsOf(tx, programId);
  const added = [...new Set(wanted)].filter((id) => !known.includes(id));
  if ((await findUsers(tx, added)).length < added.length) throw new Failure('user_not_found');
  for (const id of added) await grantRole(tx, id, 'mentor', actor, programId);
  for (const id of known) if (!wanted.includes(id)) await withdrawRole(tx, id, 'mentor', actor, programId);
}

function checked(program: Program): Program {
  const title = storableText(program.title).trim();
  const programType = storableText(program.programType).trim();
  const description = program.description === null ? null : storableText(program.description).trim() || null;
  const wrong = (field: string) => new Failure('input_invalid', { field });
  if (title === '' || title.length > 200) throw wrong('title');
  if (programType === '' || programType.length > 120) throw wrong('program_type');
  if ((description?.length ?? 0) > 5_000) throw wrong('description');
  for (const [field, amount] of [['price', program.price], ['class_rep_discount', program.classRepDiscount], ['early_bird_discount', program.earlyBirdDiscount]] as const) {
    if (amount < 0n || amount > LARGEST_AMOUNT) throw wrong(field);
  }
  for (const [field, places] of [['class_rep_limit', program.classRepLimit], ['seats', program.seats]] as const) {
    if (places !== null && !(Number.isInteger(places) && places >= 0 && places <= MOST_PLACES)) throw wrong(field);
  }
  if (program.earlyBirdUntil !== null && Number.isNaN(program.earlyBirdUntil.getTime())) throw wrong('early_bird_until');
  if (program.earlyBirdDiscount > 0n && program.earlyBirdUntil === null) throw wrong('early_bird_until');
  return { ...program, title, programType, description };
}
