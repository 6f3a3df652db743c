import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Kind, Rows } from './rows.js';
import { note, type Delivery, type EventNote, type KeptAnswer, type Memory, type Settings } from './entries.js';
import type { Table } from './table.js';

type SnapshotLine =
  | { row: [Kind, Rows[Kind]] }
  | { event: EventNote }
  | { answer: [string, KeptAnswer] }
  | { pending: Delivery }
  | { set: Settings };

/** Writes what is in memory, so that the next start replays only what came after `position`. */
export function saveSnapshot(state: Memory, file: string, position: number): void {
  const lines: string[] = [JSON.stringify({ position })];
  const add = (line: SnapshotLine): unknown => lines.push(JSON.stringify(line));
  for (const [kind, table] of Object.entries(state.tables)) for (const row of table.all()) add({ row: [kind as Kind, row] });
  for (const event of state.events) add({ event });
  for (const answer of state.answers) add({ answer });
  for (const pending of state.pending.values()) add({ pending });
  add({ set: state.settings });
  writeFileSync(`${file}.new`, lines.join('\n'), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Fills the memory and gives the journal position to replay from; 0 without a snapshot that fits the journal. */
export function loadSnapshot(state: Memory, file: string, journal: string): number {
  if (!existsSync(file) || !existsSync(journal)) return 0;
  const [head = '{}', ...lines] = readFileSync(file, 'utf8').split('\n');
  const { position = 0 } = JSON.parse(head) as { position?: number };
  if (position > statSync(journal).size) return 0;
  for (const line of lines) {
    const held = JSON.parse(line) as SnapshotLine;
    if ('row' in held) (state.tables[held.row[0]] as Table<Rows[Kind]>).put(held.row[1]);
    else if ('event' in held) note(state, held.event);
    else if ('answer' in held) state.answers.set(...held.answer);
    else if ('pending' in held) state.pending.set(`${held.pending.event} ${held.pending.target}`, held.pending);
    else Object.assign(state.settings, held.set);
  }
  return position;
}
