import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationTable } from '../../src/apis/access.js';
import { enterByPassword, grantRole, issueTokens } from '../../src/core/identity/index.js';
import type { TokenStyle } from '../../src/core/identity/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { booksOf, changedBetween } from '../harness/books.js';
import { newTwoFactorUser, PASSWORD } from '../identity/two-factor-users.js';
import { ask, compare, requestsFor, servedRows } from './ask.js';
import type { Request } from './samples.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';
import { isProtected } from './table.js';
import type { Row } from './table.js';

/** Typed by hand: the calls that ask for the other half, and those that show or end what was begun. */
const FOR_HALVES = [
  'POST /auth/v1/logout', 'GET /auth/v1/user', 'POST /auth/v1/factors', 'POST /auth/v1/factors/{factorId}/challenge', 'POST /auth/v1/factors/{factorId}/verify',
  'DELETE /auth/v1/factors/{factorId}',
];

let stage: Stage;
/** Nothing is used up by whoever is refused: the same for both kinds of claims. */
let requests: [Row, Request][];
beforeAll(async () => {
  stage = await openStage();
  requests = await requestsFor(stage, servedRows(stage).filter((row) => isProtected(row) && !FOR_HALVES.includes(row.route)));
});
afterAll(() => stage.close());

describe('whoever has two factors and gave one', () => {
  it('is somebody only where the other is asked for', () => {
    const routes = authorizationTable(stage.app.server.contracts).filter(({ access }) => access === 'half-signed-in').map(({ route }) => route);
    expect(routes.sort()).toEqual([...FOR_HALVES].sort());
  });

  it.each(['supabase', 'plain'] as const)('is nobody to every other call of every API, admin or not (%s claims)', async (style: TokenStyle) => {
    const { identity, world } = stage.app;
    const { user } = await newTwoFactorUser(identity);
    await world.transact((tx) => grantRole(tx, user.id, 'super_admin', SYSTEM));
    const entrance = await enterByPassword(identity, { email: user.email, password: PASSWORD }, {}, 'half');
    if (entrance.outcome !== 'signed_in') throw new Error('the half door gives a session');
    const { accessToken } = await issueTokens(identity, entrance.signedIn, style);
    const wrong: string[] = [];
    let before = await booksOf(world);
    for (const [row, request] of requests) {
      const credentials: Readonly<Record<string, string>>[] = [{ authorization: `Bearer ${accessToken}` }, { cookie: `sb-access-token=${accessToken}` }];
      for (const headers of credentials) {
        wrong.push(...compare(row, '401', await ask(stage, row, request, headers), 'authorization' in headers).map((what) => `${row.route}: ${what}`));
      }
      const after = await booksOf(world);
      const changed = changedBetween(before, after);
      if (changed !== '') wrong.push(`${row.route} changed ${changed}`);
      before = after;
    }
    process.stderr.write(`half a session: refused by ${requests.length} routes\n`);
    expect(wrong).toEqual([]);
  });
});
