import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUser } from '../../src/core/identity/index.js';
import { newId } from '../../src/kernel/ids.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';

const PASSWORD = 'quite long and rare 7';
let server: IdentityServer;

beforeAll(async () => { server = await openIdentityServer(); });
afterAll(() => server.close());

interface Listed { items: { id: string; current: boolean; user_agent: string | null }[] }

async function send<Body>(method: string, path: string, cookie: string, body?: object, agent = 'test'): Promise<{ status: number; body: Body; cookie: string }> {
  const response = await fetch(`${server.url}/api/app/${path}`, {
    method, headers: { 'user-agent': agent, cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body, cookie: response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') };
}

async function newUser(): Promise<string> {
  const email = `user-${newId()}@example.test`;
  await createUser(server.identity, { email, name: 'Jane', password: PASSWORD, emailVerified: true }, SYSTEM);
  return email;
}

const signIn = (email: string, password = PASSWORD, agent = 'test') => send<{ code?: string }>('POST', 'session', '', { email, password }, agent);
const change = (cookie: string, current: string, next: string) => send<{ code: string } | null>('POST', 'password', cookie, { current_password: current, new_password: next });

it('lists one’s own devices, and ends one, or all others, at once', async () => {
  const [email, stranger] = [await newUser(), await newUser()];
  const [desk, phone, tablet] = [await signIn(email, PASSWORD, 'desk'), await signIn(email, PASSWORD, 'phone'), await signIn(email, PASSWORD, 'tablet')];
  const theirs = await signIn(stranger);
  const list = async () => (await send<Listed>('GET', 'sessions', desk.cookie)).body.items;
  expect((await list()).map(({ user_agent: agent, current }) => [agent, current]).sort()).toEqual([['desk', true], ['phone', false], ['tablet', false]]);
  const [foreign] = (await send<Listed>('GET', 'sessions', theirs.cookie)).body.items;
  const onPhone = (await list()).find(({ user_agent: agent }) => agent === 'phone')!;
  const end = (id: string) => send<{ code?: string } | null>('DELETE', `sessions/${id}`, desk.cookie);
  expect([(await end(foreign!.id)).status, (await end(newId())).status, (await end('none')).status]).toEqual([404, 404, 404]);
  expect((await end(onPhone.id)).status).toBe(204);
  expect((await end(onPhone.id)).status).toBe(404);
  expect((await send('GET', 'sessions', phone.cookie)).status).toBe(401);
  expect(await send('DELETE', 'sessions', desk.cookie)).toMatchObject({ status: 200, body: { ended: 1 } });
  expect([(await send('GET', 'sessions', tablet.cookie)).status, (await list()).length, (await send('GET', 'sessions', theirs.cookie)).status]).toEqual([401, 1, 200]);
});

it('changes the password for whoever knows the old one, and signs every other device out', async () => {
  const email = await newUser();
  const [desk, phone] = [await signIn(email), await signIn(email)];
  expect(await change(desk.cookie, 'a wrong guess', 'rather new and rare 8')).toMatchObject({ status: 400, body: { code: 'password_wrong' } });
  expect(await change(desk.cookie, PASSWORD, 'password')).toMatchObject({ status: 400, body: { code: 'password_weak' } });
  expect((await signIn(email)).status).toBe(200);
  expect((await change(desk.cookie, PASSWORD, 'rather new and rare 8')).status).toBe(204);
  expect([(await send('GET', 'sessions', desk.cookie)).status, (await send('GET', 'sessions', phone.cookie)).status]).toEqual([200, 401]);
  expect([(await signIn(email)).status, (await signIn(email, 'rather new and rare 8')).status]).toEqual([401, 200]);
});

it('is no place to guess a password: ten wrong ones lock, and then the right one is wrong too', async () => {
  const desk = await signIn(await newUser());
  for (let guess = 0; guess < 10; guess += 1) expect((await change(desk.cookie, `guess ${guess}`, 'rather new and rare 8')).status).toBe(400);
  expect(await change(desk.cookie, PASSWORD, 'rather new and rare 8')).toMatchObject({ status: 400, body: { code: 'password_wrong' } });
  server.clock.advance(16 * 60_000);
  expect((await change(desk.cookie, PASSWORD, 'rather new and rare 8')).status).toBe(204);
});
