import type { State } from './entries.js';
import type { Reader } from './views/fields.js';
import { shapeOf } from './versions.js';

/** Reads objects at an API version; `find` may know of writes that are not committed yet. */
export function readerAt(state: State, version: string, base: string, find?: Reader['find']): Reader {
  return {
    shape: shapeOf(version),
    base,
    availableUntil: state.settings.available_until ?? 0,
    find: find ?? ((kind, id) => (id === null ? undefined : state.tables[kind].get(id))),
  };
}
