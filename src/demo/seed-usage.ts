import { changeCustomer, findCustomerByEmail } from '../core/customers/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';

/** Whose apps are counted, of those the sandbox's Google Analytics knows; everybody else has none. */
const APPS = [
  { email: 'accounts@harborvine.example', change: { firebaseAppId: '1:402611873390:ios:5d1c09aa73b2e4f8', firebaseProjectId: 'harbor-fitness', analyticsPropertyId: '348215907' } },
  { email: 'grace@demo.example', change: { firebaseAppId: '1:771250846612:web:9be0417fd3c6a215', firebaseProjectId: 'corner-bakery-orders' } },
] as const;

/** Connects customers with their apps; whoever was connected otherwise stays so. */
export async function seedUsage(world: World): Promise<void> {
  for (const { email, change } of APPS) {
    const customer = await findCustomerByEmail(world.read, email);
    if (!customer || customer.firebaseAppId !== null || customer.analyticsPropertyId !== null) continue;
    await world.transact((tx) => changeCustomer(tx, customer.id, change, SYSTEM));
  }
}
