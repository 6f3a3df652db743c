import type { Form } from '../form.js';
import { noSuch } from './failure.js';
import type { Params, Spec } from './params.js';
import { readParams } from './params.js';
import type { Kind, Rows } from './rows.js';
import type { State } from './entries.js';
import type { Fields, Reader } from './views/fields.js';
import { viewOf } from './views/view.js';
import { readerAt } from './reader.js';
import { shapeOf } from './versions.js';
import type { Work } from './work.js';

/** Who asks: the holder of the secret key, or a browser with the publishable one. */
export type Role = 'secret' | 'public';

/** One API request on its way through a handler. */
export interface Call {
  work: Work;
  state: State;
  form: Form;
  /** The ids in the path, in their order. */
  ids: string[];
  role: Role;
  version: string;
  /** The address by which the caller reached the sandbox. */
  base: string;
  /** A refusal that the next charge must meet, set by a fault. */
  refuse?: string;
  /** The next charge stays undecided, set by a fault. */
  undecided?: boolean;
}

/** An object to be written in the caller's version, or finished fields. */
export type Answer = { kind: Kind; id: string; expand?: string[] | null } | { fields: Fields };

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v1/`, with `:` for an id. */
  path: string;
  /** May be called with the publishable key and a client secret. */
  open?: boolean;
  run(call: Call): Answer;
}

export function paramsOf<S extends Spec>(call: Call, spec: S): Params<S> {
  return readParams(spec, call.form, shapeOf(call.version));
}

export function readerOf(call: Call): Reader {
  return readerAt(call.state, call.version, call.base, (kind, id) => call.work.find(kind, id));
}

/** The row named in the path; a deleted one counts as missing unless asked for. */
export function rowInPath<K extends Kind>(call: Call, kind: K, param = 'id', place = 0): Rows[K] {
  return call.work.need(kind, call.ids[place] ?? '', param);
}

/** The row that a parameter refers to (400 when there is none). */
export function rowInParam<K extends Kind>(call: Call, kind: K, id: string, param: string): Rows[K] {
  const row = call.work.need(kind, id, param, 400);
  if (row.deleted) throw noSuch(kind, id, param, 400);
  return row;
}

export function viewFor<K extends Kind>(call: Call, kind: K, row: Rows[K]): Fields {
  return viewOf(kind, row, readerOf(call));
}
