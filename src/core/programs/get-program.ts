import { Failure } from '../../kernel/failure.js';
import { isHexId } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { OfferedProgram, Program } from './program.js';
import { findProgram, offeredPrograms } from './programs-store.js';

/** The program of this name (24 hex). `program_not_found`, also for what is no such name. */
export async function getProgram(reader: Reader, publicId: string): Promise<Program> {
  const program = isHexId(publicId) ? await findProgram(reader, publicId.toLowerCase()) : undefined;
  if (!program) throw new Failure('program_not_found');
  return program;
}

/** The same with its places and mentors. */
export async function getOfferedProgram(reader: Reader, publicId: string): Promise<OfferedProgram> {
  const { id } = await getProgram(reader, publicId);
  const [program] = await offeredPrograms(reader, { ids: [id] });
  if (!program) throw new Failure('program_not_found');
  return program;
}

/** All programs, newest first, with their places and mentors; what is not offered any more only where asked for. */
export function listPrograms(reader: Reader, wish: { readonly onlyActive: boolean }): Promise<OfferedProgram[]> {
  return offeredPrograms(reader, wish);
}
