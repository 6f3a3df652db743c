import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Programs } from '../tables.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { Mentor, OfferedProgram, Places, Program } from './program.js';

type ProgramRow = Selectable<Programs>;

// NO KEY: whoever writes to a purchase looks for its program, and must not wait for those who count places and wait for him.
const lockByPublicId: Statement<ProgramRow> = { name: 'programs_lock', text: 'SELECT * FROM programs WHERE public_id = $1 FOR NO KEY UPDATE' };
const lockByIds: Statement<ProgramRow> = { name: 'programs_lock_by_ids', text: 'SELECT * FROM programs WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE' };
const placesOf: Statement<{ taken: bigint; class_reps: bigint }> = {
  name: 'programs_places',
  text: 'SELECT count(*) AS taken, count(*) FILTER (WHERE is_class_rep) AS class_reps FROM purchases WHERE live AND program_id = $1',
};

/** The program, held until this transaction ends: its places are counted behind this lock. */
export async function lockProgram(tx: Tx, publicId: string): Promise<Program | undefined> {
  return (await tx.run(lockByPublicId, [publicId])).map(toProgram)[0];
}

export async function lockPrograms(tx: Tx, ids: readonly string[]): Promise<Map<string, Program>> {
  if (ids.length === 0) return new Map();
  return new Map((await tx.run(lockByIds, [[...new Set(ids)]])).map((row) => [row.id, toProgram(row)]));
}

/** Read behind the lock of the program. */
export async function countPlaces(tx: Tx, programId: string): Promise<Places> {
  const [row] = await tx.run(placesOf, [programId]);
  return { taken: Number(row?.taken ?? 0), classReps: Number(row?.class_reps ?? 0) };
}

export async function findProgram(reader: Reader, publicId: string): Promise<Program | undefined> {
  const row = await reader.db.selectFrom('programs').selectAll().where('public_id', '=', publicId).executeTakeFirst();
  return row && toProgram(row);
}

/** Programs with the places taken and who mentors them, newest first. */
export async function offeredPrograms(reader: Reader, wish: { readonly ids?: readonly string[]; readonly onlyActive?: boolean }): Promise<OfferedProgram[]> {
  const { rows } = await sql<ProgramRow & { taken: bigint; class_reps: bigint; mentors: Mentor[] }>`
    SELECT p.*, coalesce(l.taken, 0) AS taken, coalesce(l.class_reps, 0) AS class_reps,
      (SELECT coalesce(json_agg(json_build_object('userId', u.id, 'name', u.name, 'email', u.email) ORDER BY u.name), '[]')
       FROM role_grants g JOIN users u ON u.id = g.user_id WHERE g.role = 'mentor' AND g.scope_id = p.id) AS mentors
    FROM programs p LEFT JOIN LATERAL (SELECT count(*) AS taken, count(*) FILTER (WHERE is_class_rep) AS class_reps FROM purchases q WHERE q.live AND q.program_id = p.id) l ON true
    WHERE ${wish.ids ? sql`p.id = ANY (${[...wish.ids]}::uuid[])` : sql`true`} AND ${wish.onlyActive ? sql`p.active` : sql`true`}
    ORDER BY p.created_at DESC, p.id DESC LIMIT 500`.execute(reader.db);
  return rows.map((row) => ({ ...toProgram(row), places: { taken: Number(row.taken), classReps: Number(row.class_reps) }, mentors: row.mentors }));
}

export async function mentorsOf(reader: Reader, programId: string): Promise<string[]> {
  const rows = await reader.db.selectFrom('role_grants').select('user_id').where('role', '=', 'mentor').where('scope_id', '=', programId).execute();
  return rows.map((row) => row.user_id);
}

export async function insertProgram(tx: Tx, program: Program): Promise<void> {
  await tx.db.insertInto('programs').values({ id: program.id, public_id: program.publicId, ...columnsOf(program), created_at: tx.now, updated_at: tx.now }).execute();
}

export async function updateProgram(tx: Tx, program: Program): Promise<void> {
  await tx.db.updateTable('programs').set((eb) => ({ ...columnsOf(program), version: eb('version', '+', 1), updated_at: tx.now })).where('id', '=', program.id).execute();
}

function columnsOf(program: Program) {
  return {
    title: program.title, program_type: program.programType, description: program.description, currency: program.currency, price: program.price,
    class_rep_discount: program.classRepDiscount, early_bird_discount: program.earlyBirdDiscount, early_bird_until: program.earlyBirdUntil,
    class_rep_limit: program.classRepLimit, seats: program.seats, active: program.active,
  };
}

function toProgram(row: ProgramRow): Program {
  return {
    id: row.id, publicId: row.public_id, title: row.title, programType: row.program_type, description: row.description, currency: row.currency, price: row.price,
    classRepDiscount: row.class_rep_discount, earlyBirdDiscount: row.early_bird_discount, earlyBirdUntil: row.early_bird_until,
    classRepLimit: row.class_rep_limit, seats: row.seats, active: row.active, createdAt: row.created_at,
  };
}
