import { migrate, migrateStatus } from '../adapters/database/migrate.js';
import { loadConfig, type Config } from '../config.js';
import { openDatabase, type OpenDatabase } from './database.js';
import { columns, print, startProgress, type Say } from './progress.js';

/** Applies what is pending, saying each file. */
export async function applyMigrations(database: OpenDatabase, say: Say): Promise<string[]> {
  return migrate(database.ownerUrl, {
    runtimeUrl: database.url,
    onApplied: (name, milliseconds) => say(`migrated ${name} (${Math.round(milliseconds)} ms)`),
  });
}

/** Throws when the database is not at the version of this program. */
export async function requireMigrated(database: OpenDatabase): Promise<void> {
  const { pending, problems } = await migrateStatus(database.ownerUrl);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  if (pending.length > 0) throw new Error(`The database lacks ${pending.join(', ')}: run paydesk migrate.`);
}

export async function runMigrate(): Promise<void> {
  await withDatabase(async (database, say) => {
    const done = await applyMigrations(database, say);
    print(done.length === 0 ? 'nothing to do' : `${done.length} applied`);
  });
}

export async function showMigrateStatus(): Promise<void> {
  await withDatabase(async (database) => {
    const { applied, pending, problems } = await migrateStatus(database.ownerUrl);
    print(
      columns([
        ...applied.map((row) => [row.name, `applied ${row.appliedAt.toISOString()}`]),
        ...pending.map((name) => [name, 'pending']),
        ...problems.map((problem) => ['problem', problem]),
      ]),
    );
    if (pending.length > 0 || problems.length > 0) process.exitCode = 1;
  });
}

/** Opens settings and database for a short command, and leaves the embedded server as it was found. */
export async function withDatabase<T>(work: (database: OpenDatabase, say: Say, config: Config) => Promise<T>): Promise<T> {
  const say = startProgress();
  const config = loadConfig();
  const database = await openDatabase(config, say);
  try {
    return await work(database, say, config);
  } finally {
    await database.close();
  }
}
