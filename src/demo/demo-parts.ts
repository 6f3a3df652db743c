import type { Identity } from '../core/identity/index.js';
import type { World } from '../core/tx.js';
import type { PayerDoor } from './payer.js';

/** What is done at once: each waits for the database and the processor by turns. */
export const LANES = 4;

export interface DemoParts {
  readonly identity: Identity;
  /** The same core with its clock at `at`: demo history is made by the ordinary verbs, in its own time. */
  readonly worldAt: (at: Date) => World;
  readonly payer: PayerDoor;
  readonly seed: number;
  readonly onProgress?: (text: string) => void;
}
