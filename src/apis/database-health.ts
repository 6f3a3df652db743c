import type { Statement, World } from '../core/tx.js';

const PING: Statement<{ ok: number }> = { name: 'health_ping', text: 'SELECT 1 AS ok' };
const PATIENCE_MS = 2_000;

export interface DatabaseHealth {
  readonly ok: boolean;
  readonly milliseconds: number;
}

/** Does the database answer within two seconds? */
export async function askDatabase(world: World): Promise<DatabaseHealth> {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answered = world.read.run(PING).then(() => true, () => false);
  const ok = await Promise.race([answered, patience]);
  clearTimeout(timer);
  return { ok, milliseconds: Math.round(performance.now() - started) };
}
