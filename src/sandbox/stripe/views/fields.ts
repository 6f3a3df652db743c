import type { Kind, Rows } from '../rows.js';
import type { Shape } from '../versions.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type Fields = { [key: string]: Json | undefined };

/** For whom an object is written: which family of API versions, and at what address the sandbox is reached. */
export interface Reader {
  shape: Shape;
  base: string;
  /** Balance transactions made up to this Unix second are available. */
  availableUntil: number;
  find<K extends Kind>(kind: K, id: string | null): Rows[K] | undefined;
}
