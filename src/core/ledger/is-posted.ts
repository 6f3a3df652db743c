import type { Reader } from '../tx.js';
import { byOccasion } from './store.js';

/** Was an effect put into the book before? One that this very transaction posts is not there yet. */
export async function isPosted(reader: Reader, occasion: string): Promise<boolean> {
  return (await reader.run(byOccasion, [occasion])).length > 0;
}
