import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/adapters/database/embedded.js';
import { migrate } from '../../src/adapters/database/migrate.js';
import { cloneDatabase } from '../database.js';
import { seeded } from '../random.js';
import { countPromises, reconcile, startLoad, waitForRest } from './kills.js';
import type { Deed } from './kills.js';
import { checkouts, spends } from './kills/checkouts.js';
import { invoices } from './kills/invoices.js';
import { plantedBuild } from './plant.js';
import { playUntilRed } from './play-until-red.js';
import { startProduct } from './product.js';
import { until } from '../until.js';
import type { Product } from './product.js';
import { openShop } from './shop.js';
import type { Buyer, Shop } from './shop.js';

const FULL = process.env['PAYDESK_FULL'] !== undefined;
const SERVER_KILLS = FULL ? 100 : 10;
const MIXED_KILLS = FULL ? 50 : 2;
const DATABASE_KILLS = FULL ? 20 : 2;
const BUYERS = 12;
/** A top-up whose server was killed before it had written its payment is taken up when nobody can be at it any more. */
const TAKEN_UP_MS = 300_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Setting {
  readonly product: Product;
  readonly shop: Shop;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** What the people in front of a product do; it runs already. */
type Play = (setting: Pick<Setting, 'product' | 'shop'>, buyers: readonly Buyer[], admin: string) => Promise<readonly Deed[]> | readonly Deed[];
const payInvoices: Play = (_setting, buyers, admin) => invoices(buyers, admin);

async function open(serverFolder?: string): Promise<Setting> {
  const database = await cloneDatabase();
  const product = await startProduct({ databaseUrl: database.url, ownerUrl: database.ownerUrl, ...(serverFolder ? { serverFolder } : {}) });
  const shop = openShop(product, database.url);
  return { product, shop, databaseUrl: database.superuserUrl, close: async () => { await shop.close(); await product.stop(); await database.drop(); } };
}

async function withSetting<Found>(serverFolder: string, work: (setting: Setting) => Promise<Found>): Promise<Found> {
  const setting = await open(serverFolder);
  try {
    return await work(setting);
  } finally {
    await setting.close();
  }
}

interface Killing {
  readonly play: Play;
  readonly kills: number;
  /** So many acknowledgements before it ends, and each of these kinds among them. */
  readonly enough?: number;
  readonly kinds?: readonly string[];
  readonly restMs?: number;
}

/** Kills the server `kills` times at random moments under load; gives what was acknowledged and what is wrong afterwards. */
async function killServer({ product, shop, databaseUrl }: Setting, { play, kills, enough = kills * 5, kinds = [], restMs = TAKEN_UP_MS }: Killing) {
  const random = seeded('kills');
  await product.startServer();
  const load = startLoad({ product, shop, random, deeds: await play({ product, shop }, await buyersOf(shop), await shop.user('admin')) });
  const { promises } = load.acknowledged;
  for (let kill = 0; kill < kills; kill++) {
    // However slow the machine: under load means that somebody got something done since the last time.
    const before = promises.length;
    await until(() => promises.length > before, { what: 'an acknowledgement', said: product.output, ms: 180_000 });
    await pause(40 + random.below(1_000));
    await product.killServer();
    await product.startServer();
  }
  await until(() => promises.length >= enough && kinds.every((kind) => promises.some((one) => one.kind === kind)), { what: `${enough} acknowledgements`, said: product.output, ms: 180_000 });
  await load.stop();
  await waitForRest(product, shop, restMs);
  process.stderr.write(`kills: ${kills}, acknowledged ${countPromises(load.acknowledged)}; 5xx ${load.acknowledged.broken.length}\n`);
  return { acknowledged: load.acknowledged, wrong: await reconcile(product, shop, load.acknowledged, databaseUrl) };
}

const buyersOf = (shop: Shop): Promise<Buyer[]> => Promise.all(Array.from({ length: BUYERS }, () => shop.buyer()));

describe('kill -9 under load', () => {
  it(`of the server, ${SERVER_KILLS} times: nothing acknowledged is lost, nothing charged twice, no letter missing`, async () => {
    const setting = await open();
    try {
      const { acknowledged, wrong } = await killServer(setting, { play: payInvoices, kills: SERVER_KILLS, kinds: ['payment', 'refund'] });
      expect(wrong).toEqual([]);
      expect(acknowledged.broken).toEqual([]);
    } finally {
      await setting.close();
    }
  }, SERVER_KILLS * 20_000 + 300_000);

  it(`of the server, ${MIXED_KILLS} times, while credits and programs are bought, spent, topped up and refunded: the same, and every money grants once`, async () => {
    const setting = await open();
    try {
      const { acknowledged, wrong } = await killServer(setting, { play: checkouts, kills: MIXED_KILLS, kinds: ['credits by form', 'credits by saved card', 'credits used', 'enrolment', 'refund', 'top-up'] });
      expect(wrong).toEqual([]);
      expect(acknowledged.broken).toEqual([]);
    } finally {
      await setting.close();
    }
  }, MIXED_KILLS * 20_000 + 300_000);

  it(`of PostgreSQL, ${DATABASE_KILLS} times: the server lives on, answers 503 meanwhile, and every acknowledged write is there`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paydesk-kill-'));
    const postgres = await openEmbedded({ dataFolder: folder });
    await migrate(postgres.ownerUrl, { runtimeUrl: postgres.url });
    const product = await startProduct({ databaseUrl: postgres.url, ownerUrl: postgres.ownerUrl });
    const shop = openShop(product, postgres.url);
    try {
      const random = seeded('database kills');
      await product.startServer();
      const load = startLoad({ product, shop, random, deeds: invoices(await buyersOf(shop), await shop.user('admin')) });
      for (let kill = 0; kill < DATABASE_KILLS; kill++) {
        await pause(300 + random.below(1_000));
        process.kill(postgres.pid(), 'SIGKILL');
        await pause(200);
        await until(async () => (await fetch(`${product.url}/readyz`).catch(() => null))?.ok ?? false, { what: 'the server after a database kill', said: product.output });
      }
      await pause(1_000);
      await load.stop();
      await waitForRest(product, shop, TAKEN_UP_MS);
      const { broken } = load.acknowledged;
      process.stderr.write(`database kills: ${DATABASE_KILLS}, acknowledged ${countPromises(load.acknowledged)}; 503 ${broken.length}\n`);
      expect(await reconcile(product, shop, load.acknowledged, postgres.ownerUrl)).toEqual([]);
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
    const folder = await plantedBuild('charge-first');
    await playUntilRed(() => withSetting(folder, (setting) =>
      killServer(setting, { play: payInvoices, kills: 2, enough: 5, restMs: 10_000 }).then(({ wrong }) => wrong, (error: Error) => [error.message])), [/charge|unheard/]);
  });

  it('notices a server that says yes before it has written', async () => {
    const folder = await plantedBuild('hasty-yes');
    await playUntilRed(() => withSetting(folder, async (setting) =>
      (await killServer(setting, { play: spends, kills: 1, enough: 40 })).wrong), [/spend [0-9a-f-]+ used 3.50: acknowledged, and not so/]);
  });
});
