import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { BillingSettings } from './billing-settings.js';
import { selectManySettings, selectSettings, toSettings } from './store.js';

/** How this customer is billed. Whether the caller may know is decided before. `customer_not_found`. */
export async function billingSettingsOf(reader: Reader, customerId: string): Promise<BillingSettings> {
  const [row] = isUuid(customerId) ? await reader.run(selectSettings, [customerId]) : [];
  if (!row) throw new Failure('customer_not_found');
  return toSettings(row);
}

/** The same for many customers at once, by customer. */
export async function billingSettingsOfMany(reader: Reader, customerIds: readonly string[]): Promise<Map<string, BillingSettings>> {
  if (customerIds.length === 0) return new Map();
  return new Map((await selectManySettings(reader, customerIds)).map((settings) => [settings.customerId, settings]));
}
