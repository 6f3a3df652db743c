import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { seeded } from '../random.js';
import { reconcile, startLoad, waitForRest } from './kills.js';
import { startProduct } from './product.js';
import type { Product } from './product.js';
import { openShop } from './shop.js';
import type { Shop } from './shop.js';

const KILLS = process.env['PAYDESK_FULL'] ? 100 : 10;
const BUYERS = 12;

describe(`the server is killed ${KILLS} times under load`, () => {
  let database: TestDatabase;
  let product: Product;
  let shop: Shop;
  beforeAll(async () => {
    database = await cloneDatabase();
    product = await startProduct({ databaseUrl: database.url, ownerUrl: database.ownerUrl });
    shop = openShop(product, database.url);
  }, 120_000);
  afterAll(async () => {
    await shop?.close();
    await product?.stop();
    await database?.drop();
  });

  it('and nothing acknowledged is lost, nothing is charged twice, no letter is missing', async () => {
    const random = seeded('kills');
    await product.startServer();
    const buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.buyer()));
    const admin = await shop.user('admin');
    const load = startLoad(product, shop, buyers, admin, random);
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 40 + random.below(600)));
      await product.killServer();
      await product.startServer();
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await load.stop();
    await waitForRest(shop);
    const wrong = await reconcile(product, shop, load.acknowledged);
    process.stderr.write(`kills: ${KILLS}, acknowledged payments ${load.acknowledged.paid.length}, refunds ${load.acknowledged.refunded.length}, 5xx ${load.acknowledged.broken.length}\n`);
    expect(wrong).toEqual([]);
    expect(load.acknowledged.broken).toEqual([]);
    expect(load.acknowledged.paid.length + load.acknowledged.refunded.length).toBeGreaterThanOrEqual(KILLS * 5);
  }, KILLS * 10_000 + 120_000);
});
