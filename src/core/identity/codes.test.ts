import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdentityBench } from '../../../test/identity.js';
import type { IdentityBench } from '../../../test/identity.js';
import type { DueMessage } from '../outbox/index.js';
import { SYSTEM } from '../tx.js';
import { digitsOf } from './code.js';
import { codeLinks, createUser, disableUser, findUserByEmail, forgetSignIns, redeemCode, register, requestCode, signIn } from './index.js';

const PASSWORD = 'quite long and rare 7';
let bench: IdentityBench;
let serial = 0;

beforeAll(async () => { bench = await openIdentityBench(); });
afterAll(() => bench.close());

const nextEmail = () => `code${(serial += 1)}@example.test`;
const mailsTo = (email: string) => bench.world.read.db.selectFrom('outbox_messages').selectAll().where('recipient', '=', email).orderBy('created_at').orderBy('id').execute();

/** What the reader of the newest mail sees. */
async function secretsOf(email: string) {
  const mail = (await mailsTo(email)).at(-1)!;
  const template = mail.template as 'verify_email' | 'password_reset' | 'sign_in_code';
  const links = codeLinks({ keys: bench.identity.keys, clock: bench.clock, publicUrl: bench.identity.publicUrl });
  const message = { template, subjectId: mail.subject_id, recipient: email, data: mail.data } as unknown as DueMessage;
  const made = await links[template](message, bench.world.read);
  return { template, made, token: made?.link.split('#token=')[1] ?? '', digits: made?.code ?? '', codeId: mail.subject_id };
}

describe('registration', () => {
  it('ends with the mailed link, not before', async () => {
    const email = nextEmail();
    const pending = await register(bench.identity, { email, password: PASSWORD, name: 'New' });
    await expect(signIn(bench.identity, { email, password: PASSWORD })).rejects.toMatchObject({ code: 'email_not_verified' });
    const { template, token } = await secretsOf(email);
    expect(template).toBe('verify_email');
    const signedIn = await redeemCode(bench.identity, { token }, ['verify_email']);
    expect(signedIn.user).toMatchObject({ email, name: pending.name, roles: ['customer'] });
    expect(signedIn.user.emailVerifiedAt).not.toBeNull();
    await expect(redeemCode(bench.identity, { token }, ['verify_email'])).rejects.toMatchObject({ code: 'code_invalid' });
    await expect(signIn(bench.identity, { email, password: PASSWORD })).resolves.toMatchObject({ user: { id: signedIn.user.id } });
  });

  it('says the same for a taken address and writes to its owner once a day', async () => {
    const owner = await createUser(bench.identity, { email: nextEmail(), name: 'Owner', password: PASSWORD, emailVerified: true }, SYSTEM);
    const wanted = { password: 'somebody else 99', name: 'Thief' };
    const taken = await register(bench.identity, { ...wanted, email: owner.email });
    const free = await register(bench.identity, { ...wanted, email: nextEmail() });
    expect(Object.keys(taken)).toEqual(Object.keys(free));
    expect(taken).toMatchObject({ name: 'Thief', email: owner.email });
    expect(taken.id).not.toBe(owner.id);
    expect((await register(bench.identity, { ...wanted, email: owner.email })).id).toBe(taken.id);
    expect((await mailsTo(owner.email)).map((mail) => mail.template)).toEqual(['taken_address']);
    await expect(signIn(bench.identity, { email: owner.email, password: 'somebody else 99' })).rejects.toMatchObject({ code: 'credentials_invalid' });
    expect(await findUserByEmail(bench.world.read, owner.email)).toMatchObject({ name: 'Owner' });
  });

  it('counts the latest attempt: the mail of an earlier one is void', async () => {
    const email = nextEmail();
    await register(bench.identity, { email, password: 'first and rare 11', name: 'A' });
    const first = await secretsOf(email);
    await register(bench.identity, { email, password: 'second and rare 22', name: 'B' });
    await expect(redeemCode(bench.identity, { token: first.token }, ['verify_email'])).rejects.toMatchObject({ code: 'code_invalid' });
    await redeemCode(bench.identity, { token: (await secretsOf(email)).token }, ['verify_email']);
    await expect(signIn(bench.identity, { email, password: 'first and rare 11' })).rejects.toMatchObject({ code: 'credentials_invalid' });
    await expect(signIn(bench.identity, { email, password: 'second and rare 22' })).resolves.toBeDefined();
  });
});

describe('codes', () => {
  it('are kept nowhere', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', emailVerified: true }, SYSTEM);
    await requestCode(bench.identity, user.email, 'sign_in');
    const { token, digits } = await secretsOf(user.email);
    const rows = JSON.stringify([await mailsTo(user.email), await bench.world.read.db.selectFrom('sign_in_codes').selectAll().execute()]);
    expect(digits).toMatch(/^\d{6}$/);
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(`"${digits}"`);
  });

  it('are good once, also when twenty try at once', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', emailVerified: true }, SYSTEM);
    await requestCode(bench.identity, user.email, 'sign_in');
    const { token } = await secretsOf(user.email);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => redeemCode(bench.identity, { token }, ['sign_in'])));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const { made } = await secretsOf(user.email);
    expect(made).toBeNull();
  });

  it('are guessed five times at most, also in parallel', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', emailVerified: true }, SYSTEM);
    await requestCode(bench.identity, user.email, 'sign_in');
    const { digits } = await secretsOf(user.email);
    const wrong = digits === '000000' ? '000001' : '000000';
    await Promise.allSettled(Array.from({ length: 20 }, () => redeemCode(bench.identity, { email: user.email, digits: wrong }, ['sign_in'])));
    await expect(redeemCode(bench.identity, { email: user.email, digits }, ['sign_in'])).rejects.toMatchObject({ code: 'code_invalid' });
    const [code] = await bench.world.read.db.selectFrom('sign_in_codes').select('attempts').where('user_id', '=', user.id).execute();
    expect(code).toEqual({ attempts: 5 });
  });

  it('serve their purpose only, and end', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', emailVerified: true }, SYSTEM);
    await requestCode(bench.identity, user.email, 'sign_in');
    const { token, codeId } = await secretsOf(user.email);
    await expect(redeemCode(bench.identity, { token }, ['verify_email', 'recovery'])).rejects.toMatchObject({ code: 'code_invalid' });
    await expect(redeemCode(bench.identity, { email: user.email, digits: digitsOf(bench.identity.keys, codeId) }, ['recovery'])).rejects.toMatchObject({ code: 'code_invalid' });
    bench.clock.advance(10 * 60_000 + 1000);
    await expect(redeemCode(bench.identity, { token }, ['sign_in'])).rejects.toMatchObject({ code: 'code_invalid' });
  });

  it('are mailed five times an hour, and to nobody without an account', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', emailVerified: true }, SYSTEM);
    for (let i = 0; i < 8; i++) await requestCode(bench.identity, user.email, 'recovery');
    expect(await mailsTo(user.email)).toHaveLength(5);
    await expect(redeemCode(bench.identity, { token: (await secretsOf(user.email)).token }, ['recovery'])).resolves.toBeDefined();
    await requestCode(bench.identity, 'nobody-at-all@example.test', 'recovery');
    expect(await mailsTo('nobody-at-all@example.test')).toHaveLength(0);
  });

  it('take the password from whoever registered an address that was not theirs', async () => {
    const email = nextEmail();
    await register(bench.identity, { email, password: 'of the stranger 1', name: 'Stranger' });
    await requestCode(bench.identity, email, 'sign_in');
    await redeemCode(bench.identity, { token: (await secretsOf(email)).token }, ['sign_in']);
    await expect(signIn(bench.identity, { email, password: 'of the stranger 1' })).rejects.toMatchObject({ code: 'credentials_invalid' });
  });

  it('let no disabled user in', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', emailVerified: true }, SYSTEM);
    await requestCode(bench.identity, user.email, 'recovery');
    const { token } = await secretsOf(user.email);
    await bench.world.transact((tx) => disableUser(tx, user.id, SYSTEM));
    await expect(redeemCode(bench.identity, { token }, ['recovery'])).rejects.toMatchObject({ code: 'code_invalid' });
  });

  it('are forgotten a week after their end, sessions three months after theirs', async () => {
    const user = await createUser(bench.identity, { email: nextEmail(), name: 'U', password: PASSWORD, emailVerified: true }, SYSTEM);
    await requestCode(bench.identity, user.email, 'sign_in');
    await signIn(bench.identity, { email: user.email, password: PASSWORD });
    const count = async () => [
      (await bench.world.read.db.selectFrom('sign_in_codes').select('id').where('user_id', '=', user.id).execute()).length,
      (await bench.world.read.db.selectFrom('sessions').select('id').where('user_id', '=', user.id).execute()).length,
    ];
    await bench.world.transact(forgetSignIns);
    expect(await count()).toEqual([1, 1]);
    bench.clock.advance(8 * 86_400_000);
    await bench.world.transact(forgetSignIns);
    expect(await count()).toEqual([0, 1]);
    bench.clock.advance(120 * 86_400_000);
    await bench.world.transact(forgetSignIns);
    expect(await count()).toEqual([0, 0]);
  });
});
