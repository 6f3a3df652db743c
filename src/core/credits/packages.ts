import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { isCardAmount } from '../payments/index.js';
import { record } from '../audit/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Reader, Tx } from '../tx.js';
import type { CreditPackage } from './credits.js';
import { insertPackage, selectPackage, selectPackages, updatePackage } from './store.js';

export type PackageFacts = Omit<CreditPackage, 'id' | 'currency'>;

/** What can be bought, cheapest first; for admins with what is not offered any more. */
export function listPackages(reader: Reader, { onlyActive }: { onlyActive: boolean }): Promise<CreditPackage[]> {
  return selectPackages(reader, onlyActive);
}

/** Offers a package in the business's currency. `input_invalid` with the field, `amount_invalid`. */
export async function createPackage(tx: Tx, facts: PackageFacts, actor: Actor): Promise<CreditPackage> {
  const made: CreditPackage = { ...checked(facts), id: newId(tx.now.getTime()), currency: (await businessSettings(tx)).currency };
  await insertPackage(tx, made);
  record(tx, { actor, action: 'credit_package.created', resourceType: 'credit_package', resourceId: made.id });
  return made;
}

/** What was bought before stays as it was sold. `credit_package_not_found`, `input_invalid`, `amount_invalid`. */
export async function changePackage(tx: Tx, id: string, change: Partial<PackageFacts>, actor: Actor): Promise<CreditPackage> {
  const before = await selectPackage(tx, id);
  if (!before) throw new Failure('credit_package_not_found');
  const after: CreditPackage = { ...before, ...checked({ ...before, ...change }) };
  await updatePackage(tx, after);
  record(tx, { actor, action: 'credit_package.changed', resourceType: 'credit_package', resourceId: id, details: { changed: Object.keys(change) } });
  return after;
}

function checked({ name: given, description, price, credits, validDays, priority, active }: PackageFacts): PackageFacts {
  const name = storableText(given).trim();
  if (name === '' || name.length > 120) throw new Failure('input_invalid', { field: 'name' });
  if (description.length > 1_000) throw new Failure('input_invalid', { field: 'description' });
  if (!isCardAmount(price) || credits < price || credits > 100_000_000n) throw new Failure('amount_invalid');
  return { name, description: storableText(description).trim(), price, credits, validDays, priority, active };
}
