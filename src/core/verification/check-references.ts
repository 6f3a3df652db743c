import { missingParents, readReferences } from './references-store.js';
import type { Survey } from './survey.js';

/** What a row names exists. Foreign keys see to it, except against somebody who may switch them off. */
export async function checkReferences(survey: Survey): Promise<void> {
  const told = new Set<string>();
  for (const reference of await readReferences(survey.reader)) {
    for (const key of await missingParents(survey.reader, reference)) {
      if (told.has(`${reference.parent} ${key}`)) continue;
      told.add(`${reference.parent} ${key}`);
      survey.found(reference.parent, key, `is missing: ${reference.child} names it`);
    }
  }
}
