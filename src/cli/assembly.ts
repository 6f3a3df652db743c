import type { App } from '../app.js';
import type { Config } from '../config.js';
import { allOrNothing } from '../kernel/all-or-nothing.js';
import { openDatabase, type OpenDatabase } from './database.js';
import type { Releases } from './lifecycle.js';
import { markMode } from './mark-mode.js';
import { applyMigrations, requireMigrated } from './migrate.js';
import type { Say } from './progress.js';
import { startSandboxChild } from './sandbox-child.js';
import { expectedSandbox, webhookTarget, type SandboxFacts } from './sandbox-facts.js';

/** A wired app with its database and, in demo mode, its sandbox; it does not listen yet. */
export interface Assembly {
  readonly app: App;
  readonly database: OpenDatabase;
  readonly sandbox: SandboxFacts | undefined;
}

export interface AssemblyOptions {
  /** Apply what is pending instead of refusing to start. */
  migrate?: boolean;
  /** Start the sandbox partners as a child; else they are expected at their ports. */
  ownSandbox?: boolean;
}

/**
 * Opens everything, noting in `release` how each is closed: what was opened is closed also when another
 * fails. The database, the partners and our own code take their time at the same time.
 */
export async function assemble(config: Config, say: Say, release: Releases, options: AssemblyOptions = {}): Promise<Assembly> {
  const [database, sandbox, { createApp }] = await allOrNothing([
    prepareDatabase(config, say, release, options.migrate ?? false),
    config.mode === 'demo' ? openSandbox(config, say, release, options.ownSandbox ?? false) : undefined,
    import('../app.js'),
  ]);
  const app = await createApp(config, { database, sandbox });
  release.add(() => app.stop());
  await markMode(app.world, config);
  return { app, database, sandbox };
}

async function prepareDatabase(config: Config, say: Say, release: Releases, mayMigrate: boolean): Promise<OpenDatabase> {
  const database = await openDatabase(config, say);
  release.add(() => database.close());
  if (mayMigrate) await applyMigrations(database, say);
  else await requireMigrated(database);
  if (database.embedded) say('the database is ready');
  return database;
}

async function openSandbox(config: Config, say: Say, release: Releases, own: boolean): Promise<SandboxFacts> {
  if (!own) return expectedSandbox(config);
  const target = webhookTarget(config);
  const child = await startSandboxChild(config, target ? [target] : [], say);
  release.add(() => child.stop());
  say('the sandbox partners are ready');
  return child.facts;
}
