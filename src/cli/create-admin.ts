import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { createAdmin } from '../core/identity/index.js';
import { SYSTEM } from '../core/tx.js';
import { withApp } from './app.js';
import { print } from './progress.js';

/** Makes an admin, or makes one of a user that exists, whose password then changes and whose sessions end. */
export async function runCreateAdmin(email: string, options: { name: string; passwordStdin?: boolean }): Promise<void> {
  // Never an argument: those are seen by every user of the machine.
  const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
  const password = given ?? randomBytes(15).toString('base64url');
  await withApp(async ({ app }) => {
    const user = await createAdmin(app.identity, { email, name: options.name, password }, SYSTEM);
    print(`${user.email} is an admin`);
    if (given === undefined) print(`password (shown this once): ${password}`);
  });
}
