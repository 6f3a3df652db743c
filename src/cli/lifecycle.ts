import type { Say } from './progress.js';

/** Runs `stop` at the first SIGTERM or SIGINT, then ends the process; the second signal ends it at once, and so does an uncaught error. */
export function stopOnSignals(stop: () => Promise<void>, say: Say): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    say(`stopping (${signal}); once more ends it at once`);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`could not stop in order: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', (error) => crash(error, say));
  process.on('unhandledRejection', (reason) => crash(reason, say));
}

/** Nothing can be trusted after a surprise, and every start recovers: end at once, saying where it was. */
function crash(reason: unknown, say: Say): never {
  say(`unexpected, ending: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  process.exit(1);
}

/** Releases things in the reverse order in which they were opened; one that fails does not keep the others. */
export function releases() {
  const opened: (() => Promise<void>)[] = [];
  return {
    add: (release: () => Promise<void>) => void opened.push(release),
    async run(): Promise<void> {
      const failures: unknown[] = [];
      for (const release of opened.splice(0).reverse()) await release().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
