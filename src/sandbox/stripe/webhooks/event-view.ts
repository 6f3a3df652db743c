import type { Kind, Rows } from '../rows.js';
import type { EventNote, State, StoredEvent } from '../entries.js';
import type { Fields, Json } from '../views/fields.js';
import { viewOf } from '../views/view.js';
import { readerAt } from '../reader.js';

/** The event as it is sent: its object in the state it had then, in the shape of `version`. */
export function eventView(state: State, note: EventNote, version: string, base: string): Fields {
  const { event, row } = readEvent(state, note);
  const object = viewOf(event.kind, row as never, readerAt(state, version, base));
  return {
    id: event.id,
    object: 'event',
    api_version: version,
    created: event.created,
    data: { object: object as Json, ...(event.previous && { previous_attributes: event.previous as Json }) },
    livemode: false,
    pending_webhooks: event.targets.filter((target) => state.pending.has(`${event.id} ${target}`)).length,
    request: { ...event.request },
    type: event.type,
  };
}

function readEvent(state: State, note: EventNote): { event: StoredEvent; row: Rows[Kind] } {
  const entry = state.readEntry(note.offset);
  const event = entry.ev?.find((one) => one.id === note.id);
  const row = event?.row ?? entry.put?.[event?.at ?? -1]?.[1];
  if (!event || !row) throw new Error(`The journal holds no event ${note.id} at byte ${note.offset}`);
  return { event, row };
}
