import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Address, Customer } from './customer.js';
import { lockCustomer, toCustomer, updateCustomer } from './store.js';

/** What customers may change of themselves. Absent members stay as they are, null removes one. */
export interface CustomerChange {
  readonly name?: string;
  readonly phone?: string | null;
  readonly address?: Partial<Address>;
}

const LONGEST = 200;

/** Changes how we reach a customer. `customer_not_found`, `input_invalid` with the field. The address for mails stays. */
export async function changeCustomer(tx: Tx, customerId: string, change: CustomerChange, actor: Actor): Promise<Customer> {
  const [row] = await tx.run(lockCustomer, [customerId]);
  if (!row || row.archived_at) throw new Failure('customer_not_found');
  const before = toCustomer(row);
  const name = change.name === undefined ? before.name : text(change.name, 'name');
  if (name === null) throw new Failure('input_invalid', { field: 'name' });
  const phone = change.phone === undefined ? before.phone : text(change.phone, 'phone', 40);
  const given = Object.fromEntries(Object.entries(change.address ?? {}).filter(([, value]) => value !== undefined)) as Partial<Address>;
  const { line1, line2, city, state, postalCode, country } = { ...before.address, ...given };
  const address = [line1, line2, city, state, postalCode, country].map((part) => text(part, 'address'));
  const [after] = await tx.run(updateCustomer, [customerId, name, phone, ...address, tx.now]);
  record(tx, { actor, action: 'customer.changed', resourceType: 'customer', resourceId: customerId, details: { changed: [...Object.keys(change).filter((key) => key !== 'address'), ...Object.keys(given)] } });
  touch(tx, customerId);
  return toCustomer(present(after, 'the customer is there'));
}

function text(value: string | null, field: string, most = LONGEST): string | null {
  if (value === null) return null;
  const kept = storableText(value).replace(/\p{Cc}+/gu, ' ').trim();
  if (kept.length > most) throw new Failure('input_invalid', { field });
  return kept === '' ? null : kept;
}
