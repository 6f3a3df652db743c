import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/adapters/database/embedded.js';
import { migrate } from '../../src/adapters/database/migrate.js';
import { cloneDatabase } from '../database.js';
import { seeded } from '../random.js';
import { reconcile, startLoad, waitForRest } from './kills.js';
import { plantedBuild } from './plant.js';
import { startProduct, until } from './product.js';
import type { Product } from './product.js';
import { openShop } from './shop.js';
import type { Shop } from './shop.js';

const FULL = process.env['PAYDESK_FULL'] !== undefined;
const SERVER_KILLS = FULL ? 100 : 10;
const DATABASE_KILLS = FULL ? 20 : 2;
const BUYERS = 12;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Setting {
  readonly product: Product;
  readonly shop: Shop;
  close(): Promise<void>;
}

async function open(serverFolder?: string): Promise<Setting> {
  const database = await cloneDatabase();
  const product = await startProduct({ databaseUrl: database.url, ownerUrl: database.ownerUrl, ...(serverFolder ? { serverFolder } : {}) });
  const shop = openShop(product, database.url);
  return { product, shop, close: async () => { await shop.close(); await product.stop(); await database.drop(); } };
}

/** Kills the server `kills` times at random moments under load; gives what was acknowledged and what is wrong afterwards. */
async function killServer({ product, shop }: Setting, kills: number, enough = kills * 5, restMs = 60_000) {
  const random = seeded('kills');
  await product.startServer();
  const buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.buyer()));
  const load = startLoad(product, shop, buyers, await shop.user('admin'), random);
  for (let kill = 0; kill < kills; kill++) {
    await pause(40 + random.below(1_000));
    await product.killServer();
    await product.startServer();
  }
  await until(() => load.acknowledged.paid.length + load.acknowledged.refunded.length >= enough, `${enough} acknowledgements`, product.output, 180_000);
  await load.stop();
  await waitForRest(product, shop, restMs);
  const { paid, refunded, broken } = load.acknowledged;
  process.stderr.write(`kills: ${kills}, acknowledged ${paid.length} payments and ${refunded.length} refunds, 5xx ${broken.length}\n`);
  return { acknowledged: load.acknowledged, wrong: await reconcile(product, shop, load.acknowledged) };
}

describe('kill -9 under load', () => {
  it(`of the server, ${SERVER_KILLS} times: nothing acknowledged is lost, nothing charged twice, no letter missing`, async () => {
    const setting = await open();
    try {
      const { acknowledged, wrong } = await killServer(setting, SERVER_KILLS);
      expect(wrong).toEqual([]);
      expect(acknowledged.broken).toEqual([]);
    } finally {
      await setting.close();
    }
  }, SERVER_KILLS * 10_000 + 180_000);

  it(`of PostgreSQL, ${DATABASE_KILLS} times: the server lives on, answers 503 meanwhile, and every acknowledged write is there`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paydesk-kill-'));
    const postgres = await openEmbedded({ dataFolder: folder });
    await migrate(postgres.ownerUrl, { runtimeUrl: postgres.url });
    const product = await startProduct({ databaseUrl: postgres.url, ownerUrl: postgres.ownerUrl });
    const shop = openShop(product, postgres.url);
    try {
      const random = seeded('database kills');
      await product.startServer();
      const buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.buyer()));
      const load = startLoad(product, shop, buyers, await shop.user('admin'), random);
      for (let kill = 0; kill < DATABASE_KILLS; kill++) {
        await pause(300 + random.below(1_000));
        process.kill(postgres.pid(), 'SIGKILL');
        await pause(200);
        await until(async () => (await fetch(`${product.url}/readyz`).catch(() => null))?.ok ?? false, 'the server after a database kill', product.output);
      }
      await pause(1_000);
      await load.stop();
      await waitForRest(product, shop);
      const { paid, refunded, broken } = load.acknowledged;
      process.stderr.write(`database kills: ${DATABASE_KILLS}, acknowledged ${paid.length} payments and ${refunded.length} refunds, 503 ${broken.length}\n`);
      expect(await reconcile(product, shop, load.acknowledged)).toEqual([]);
      // In the outage nothing but «come back later», and the sentence the portal's document has for it.
      expect(broken.filter((one) => !one.startsWith('503') && !one.startsWith('500 /api/payments/confirm {"error":"Failed to update invoice"}')), product.output()).toEqual([]);
    } finally {
      await shop.close();
      await product.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, DATABASE_KILLS * 30_000 + 240_000);

  it('notices a server that charges before it has written its row', async () => {
    const setting = await open(await plantedBuild('charge-first'));
    try {
      const wrong = await killServer(setting, 3, 5, 10_000).then((found) => found.wrong, (error: Error) => [error.message]);
      expect(wrong.join()).toMatch(/charge|unheard/);
    } finally {
      await setting.close();
    }
  }, 300_000);
});
