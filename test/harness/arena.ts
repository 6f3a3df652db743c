import type { TestDatabase } from '../database.js';
import { seeded } from '../random.js';
import { startProduct } from './product.js';
import type { Arena } from './races.js';
import { openShop } from './shop.js';

/** A running product over this database, with one buyer in it; of another build where a folder is given. */
export async function openArena(database: TestDatabase, serverFolder?: string): Promise<{ arena: Arena; close(): Promise<void> }> {
  const product = await startProduct({ databaseUrl: database.url, ownerUrl: database.ownerUrl, ...(serverFolder ? { serverFolder } : {}) });
  await product.startServer();
  const shop = openShop(product, database.url);
  const arena = { product, shop, buyer: await shop.buyer(), random: seeded('races') };
  return { arena, close: async () => { await shop.close(); await product.stop(); } };
}
