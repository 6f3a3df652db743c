import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal, type Journal } from '../journal.js';
import { note, type Entry, type Memory, type State, type Tables } from './entries.js';
import { links, type Kind, type Rows } from './rows.js';
import { loadSnapshot, saveSnapshot } from './snapshot.js';
import { createTable, type Table } from './table.js';

const SNAPSHOT_AFTER = 8 << 20;

/** Opens the journal of the Stripe stand-in: snapshot first if there is one, then the lines after it. */
export function openState(directory: string): State {
  const file = join(directory, 'stripe.jsonl');
  const snapshot = join(directory, 'stripe.snapshot.jsonl');
  const state = emptyState();
  let journal: Journal;
  const from = loadSnapshot(state, snapshot, file);
  journal = openJournal(file, (entry, offset) => apply(state, entry as Entry, offset), from);
  return Object.assign(state, {
    write(entry: Entry) {
      const offset = journal.append(entry);
      apply(state, entry, offset);
      return offset;
    },
    readEntry: (offset: number) => journal.read(offset) as Entry,
    reset() {
      journal.close();
      for (const path of [file, snapshot]) if (existsSync(path)) renameSync(path, `${path}.old`);
      clear(state);
      journal = openJournal(file, () => undefined);
    },
    close() {
      if (journal.size() - from > SNAPSHOT_AFTER) saveSnapshot(state, snapshot, journal.size());
      journal.close();
    },
  });
}

function emptyState(): Memory {
  const tables = Object.fromEntries(Object.entries(links).map(([kind, linksOf]) => [kind, createTable(linksOf as never)]));
  return {
    tables: tables as unknown as Tables,
    events: [],
    eventPlaces: new Map(),
    answers: new Map(),
    pending: new Map(),
    settings: {},
  };
}

function clear(state: Memory): void {
  for (const table of Object.values(state.tables)) table.clear();
  state.events.length = 0;
  for (const map of [state.eventPlaces, state.answers, state.pending]) map.clear();
  state.settings = {};
}

function apply(state: Memory, entry: Entry, offset: number): void {
  for (const [kind, row] of entry.put ?? []) (state.tables[kind] as Table<Rows[Kind]>).put(row);
  for (const event of entry.ev ?? []) {
    const row = event.row ?? entry.put?.[event.at ?? -1]?.[1];
    note(state, { id: event.id, type: event.type, created: event.created, object: row?.id ?? '', offset });
    for (const target of event.targets) {
      state.pending.set(`${event.id} ${target}`, { event: event.id, target, attempt: 0, due: 0 });
    }
  }
  if (entry.key) state.answers.set(entry.key.key, { print: entry.key.print, offset });
  if (entry.sent) {
    const name = `${entry.sent.event} ${entry.sent.target}`;
    if (entry.sent.due === undefined) state.pending.delete(name);
    else state.pending.set(name, { ...entry.sent, due: entry.sent.due });
  }
  if (entry.set) Object.assign(state.settings, entry.set);
}
