import type { Say } from './progress.js';

/**
 * Opens what runs until it is stopped. The first SIGTERM or SIGINT releases everything in order and ends
 * the process, the second ends it at once, and so does an uncaught error. A failed opening releases, too.
 */
export async function runUntilStopped(say: Say, open: (release: Releases) => Promise<void>): Promise<void> {
  const release = releases();
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    say(`stopping (${signal}); once more ends it at once`);
    release.run().then(
      () => process.exit(0),
      (error: unknown) => crash(error, say),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', (error) => crash(error, say));
  process.on('unhandledRejection', (reason) => crash(reason, say));
  try {
    await open(release);
  } catch (error) {
    // Being stopped half-way shows as an error of whatever was being opened.
    if (stopping) return;
    await release.run();
    throw error;
  }
}

/** Nothing can be trusted after a surprise, and every start recovers: end at once, saying where it was. */
function crash(reason: unknown, say: Say): never {
  say(`unexpected, ending: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  process.exit(1);
}

export type Releases = ReturnType<typeof releases>;

/** Releases things in the reverse order in which they were opened; one that fails does not keep the others. */
export function releases() {
  const opened: (() => Promise<void>)[] = [];
  let begun = false;
  return {
    add: (release: () => Promise<void>) => void opened.push(release),
    /** Is everything being closed? */
    begun: () => begun,
    async run(): Promise<void> {
      begun = true;
      const failures: unknown[] = [];
      for (const release of opened.splice(0).reverse()) await release().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
