import { connectOnce } from '../connect.js';
import { applySafetyTimeouts } from '../timeouts.js';
import type { Secrets } from './cluster.js';

export const DATABASE = 'paydesk';
/** Owns database and tables; migrations run as it. */
export const OWNER_ROLE = 'paydesk_owner';
/** Serves requests; migrations decide what it may touch. */
export const RUNTIME_ROLE = 'paydesk_app';

/** Makes roles and database where they are missing. May run any number of times. */
export async function bootstrap(secrets: Secrets, urlAs: (role: string, password: string, database: string) => string): Promise<void> {
  const postgres = await connectOnce(urlAs('postgres', secrets.superuser, 'postgres'), 'paydesk launcher');
  try {
    await postgres.query(`SELECT pg_advisory_lock(hashtext('paydesk bootstrap'))`);
    const found = await postgres.query(`SELECT 1 FROM pg_database WHERE datname = $1`, [DATABASE]);
    if (found.rowCount) return;
    for (const [role, password] of [[OWNER_ROLE, secrets.owner], [RUNTIME_ROLE, secrets.app]] as const) {
      const known = await postgres.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = known.rowCount ? 'ALTER' : 'CREATE';
      await postgres.query(`${verb} ROLE ${role} LOGIN PASSWORD ${postgres.escapeLiteral(password)}`);
    }
    await applySafetyTimeouts(urlAs(OWNER_ROLE, secrets.owner, 'postgres'));
    await applySafetyTimeouts(urlAs(RUNTIME_ROLE, secrets.app, 'postgres'));
    await prepareTemplate(urlAs('postgres', secrets.superuser, 'template1'));
    await postgres.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
    await postgres.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`);
    await postgres.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${DATABASE} TO ${RUNTIME_ROLE}`);
  } finally {
    await postgres.end();
  }
}

/** Rights live in the template, so that the database is either missing or complete. */
async function prepareTemplate(url: string): Promise<void> {
  const template = await connectOnce(url, 'paydesk launcher');
  try {
    await template.query(`
      ALTER SCHEMA public OWNER TO ${OWNER_ROLE};
      GRANT USAGE ON SCHEMA public TO ${RUNTIME_ROLE};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER_ROLE} GRANT USAGE ON SCHEMAS TO ${RUNTIME_ROLE};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER_ROLE} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${RUNTIME_ROLE};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER_ROLE} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO ${RUNTIME_ROLE};
      ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER_ROLE} GRANT EXECUTE ON FUNCTIONS TO ${RUNTIME_ROLE}`);
  } finally {
    await template.end();
  }
}
