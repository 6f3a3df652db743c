import { Command } from 'commander';

/** The commands. Each one's code is loaded only when it is called. */
export function program(): Command {
  const paydesk = new Command('paydesk').description('The front counter of a service business, in software.').showHelpAfterError();
  addServing(paydesk);
  addTending(paydesk);
  addKeeping(paydesk);
  return paydesk;
}

/** What runs until it is stopped. */
function addServing(paydesk: Command): void {
  paydesk
    .command('start')
    .description('everything in one: database, migrations, sandbox partners and demo data (demo mode), server, worker, web app')
    .action(async () => (await import('./start.js')).start());
  paydesk
    .command('serve')
    .description('the server alone (and the worker, unless WORKER=no); the database must be migrated')
    .action(async () => (await import('./serve.js')).serve());
  paydesk
    .command('worker')
    .description('schedules, retries and the mail queue alone')
    .action(async () => (await import('./worker.js')).worker());
  paydesk
    .command('sandbox')
    .description('the sandbox partners alone: Stripe, mailbox, SMTP')
    .action(async () => (await import('./sandbox.js')).sandbox());
}

/** What sets a system up. */
function addTending(paydesk: Command): void {
  const migrate = paydesk
    .command('migrate')
    .description('apply what is pending in migrations/')
    .action(async () => (await import('./migrate.js')).runMigrate());
  migrate
    .command('status')
    .description('say what is applied and what is pending; exit code 1 when something is')
    .action(async () => (await import('./migrate.js')).showMigrateStatus());
  paydesk
    .command('demo')
    .description('make the demo data; with --refresh new single-use samples and a new demo.json')
    .option('--refresh', 'only new samples')
    .action(async (options: { refresh?: boolean }) => (await import('./demo.js')).runDemo(options));
  paydesk
    .command('create-admin')
    .description('make an admin, or make one of an existing user; the password is read from stdin, or made up and shown once')
    .argument('<email>')
    .option('--name <name>', 'full name', 'Administrator')
    .option('--password-stdin', 'read the password from stdin')
    .action(async (email: string, options: { name: string; passwordStdin?: boolean }) =>
      (await import('./create-admin.js')).runCreateAdmin(email, options),
    );
  paydesk
    .command('remove-second-factor')
    .description('let somebody who lost the telephone and the recovery codes sign in with the password alone')
    .argument('<email>')
    .action(async (email: string) => (await import('./remove-second-factor.js')).runRemoveSecondFactor(email));
}

/** What keeps the books safe. */
function addKeeping(paydesk: Command): void {
  paydesk
    .command('verify')
    .description('check digests and the chain, derive balances and states anew, name every row that disagrees')
    .option('--json', 'for machines')
    .option('--head <seq:hash>', 'a head of the chain kept from an earlier run: nothing was cut off since')
    .action(async (options: { json?: boolean; head?: string }) => (await import('./verify.js')).runVerify(options));
  paydesk
    .command('doctor')
    .description('look at everything that must be right for Paydesk to run')
    .option('--json', 'for machines')
    .action(async (options: { json?: boolean }) => (await import('./doctor.js')).doctor(options));
  paydesk
    .command('backup')
    .description('write everything to one file, from one snapshot, while the server runs')
    .argument('<file>')
    .action(async (file: string) => (await import('./backup.js')).runBackup(file));
  paydesk
    .command('restore')
    .description('lay a backup into an empty database; mail, schedules and processors stay off until resume')
    .argument('<file>')
    .option('--verify', 'read everything back, compare digests, and check the books, before anything is committed')
    .option('--force', 'replace what the database holds')
    .action(async (file: string, options: { verify?: boolean; force?: boolean }) => (await import('./restore.js')).runRestore(file, options));
  paydesk
    .command('resume')
    .description('switch mail, schedules and processors of a restored copy on')
    .action(async () => (await import('./resume.js')).resume());
}
