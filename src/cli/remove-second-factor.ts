import { dropSecondFactor, findUserByEmail } from '../core/identity/index.js';
import { SYSTEM } from '../core/tx.js';
import { newId } from '../kernel/ids.js';
import { withApp } from './app.js';
import { print } from './progress.js';

/** For somebody who lost the telephone and the recovery codes, by whoever runs the server and knows who is asking. All sessions end. */
export async function runRemoveSecondFactor(email: string): Promise<void> {
  await withApp(async ({ app: { world } }) => {
    const user = await findUserByEmail(world.read, email);
    if (!user) throw new Error(`Nobody signs in as ${email}.`);
    if (!user.twoFactors) return print(`${user.email} has no second factor`);
    await world.transact((tx) => dropSecondFactor(tx, { userId: user.id, email: user.email, keepSession: newId(tx.now.getTime()), actor: SYSTEM }));
    print(`${user.email} signs in with the password alone now, and was told so by mail`);
  });
}
