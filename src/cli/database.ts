import { openEmbedded } from '../adapters/database/embedded.js';
import type { Config } from '../config.js';
import type { Say } from './progress.js';

/** The database of this process: the one that DATABASE_URL names, or the embedded one. */
export interface OpenDatabase {
  /** For the server. */
  readonly url: string;
  /** For migrations, the worker, backups: owner of the tables. */
  readonly ownerUrl: string;
  readonly embedded: boolean;
  /** False while the embedded server is away and being started again; always true for another's. */
  isUp(): boolean;
  /** Ends the embedded server unless another process uses it. */
  close(): Promise<void>;
}

export async function openDatabase(config: Config, say: Say): Promise<OpenDatabase> {
  const { url, directUrl } = config.database;
  if (url) return { url, ownerUrl: directUrl ?? url, embedded: false, isUp: () => true, close: async () => undefined };
  const postgres = await openEmbedded({ dataFolder: config.dataFolder, onProgress: say });
  postgres.onStateChange((up) => say(up ? 'the database is back' : 'the database is gone; starting it again'));
  return { url: postgres.url, ownerUrl: postgres.ownerUrl, embedded: true, isUp: postgres.isUp, close: () => postgres.stop() };
}
