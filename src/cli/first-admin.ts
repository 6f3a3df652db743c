import type { Config } from '../config.js';
import { hasAdmin } from '../core/identity/index.js';
import type { Reader } from '../core/tx.js';

/** A real business begins with nobody in it, and nobody can ask to be let in. */
export const NO_ADMIN = 'nobody can sign in as an admin yet: paydesk create-admin EMAIL makes one';

/** A line to print after a start, empty where there is an admin or demo data makes one. */
export async function noteOnAdmin(config: Config, reader: Reader): Promise<string> {
  return config.mode === 'live' && !(await hasAdmin(reader)) ? `Note: ${NO_ADMIN}.\n` : '';
}
