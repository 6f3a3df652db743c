import type { Reader } from '../tx.js';
import { selectAnyAdmin } from './store.js';

/** Can anybody sign in who may do everything? A new system has nobody. */
export async function hasAdmin(reader: Reader): Promise<boolean> {
  return (await reader.run(selectAnyAdmin, [])).length > 0;
}
