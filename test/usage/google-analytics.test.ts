import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGoogleAnalytics } from '../../src/adapters/usage-analytics/index.js';
import type { UsageQuery, UsageSource } from '../../src/core/ports/usage-analytics.js';
import { missingPapers, readPaper, specsFolder } from '../papers.js';
import { control, removeFolder, startTestSandbox } from '../sandbox/start.js';
import type { Running } from '../sandbox/start.js';

const WHOLE: UsageSource = { appId: null, projectId: null, propertyId: '348215907' };
const PHONE: UsageSource = { appId: '1:402611873390:android:77e0b1c2d3f4a596', projectId: null, propertyId: null };
const SPAN = { start: '2026-10-01', end: '2026-10-31' };
const WEEKS = ['2026-10-04', '2026-10-11'];
const ask = (source: UsageSource, more: Partial<UsageQuery> = {}): UsageQuery => ({ source, ...SPAN, cohortWeeks: WEEKS, ...more });

let sandbox: Running;
beforeAll(async () => { sandbox = await startTestSandbox(); });
afterAll(async () => { await sandbox.close(); removeFolder(sandbox.directory); });

const open = (timeoutMs = 20_000) => createGoogleAnalytics({ standIn: sandbox.urls.analytics, timeoutMs });
const fault = (mode: string, count = 1) => control(sandbox.urls.analytics, 'POST', 'faults', { mode, count });
const calls = async () => (await control<{ calls: Record<string, number> }>(sandbox.urls.analytics, 'GET', 'calls')).calls;

describe('the adapter', () => {
  it('counts a whole property: figures fit each other, weekends are quieter, the line grows', async () => {
    const counts = await open().count(ask(WHOLE));
    expect(counts.days).toHaveLength(31);
    expect(counts.days.reduce((sum, day) => sum + day.newUsers, 0)).toBe(counts.newUsers);
    expect(counts.engagedSessions).toBeLessThan(counts.sessions);
    expect(counts.totalUsers).toBeGreaterThan(counts.activeUsers);
    for (const day of counts.days) expect(day.active28Days).toBeGreaterThanOrEqual(day.active1Day);
    const mean = (weekend: boolean) => {
      const some = counts.days.filter(({ day }) => [0, 6].includes(new Date(day).getUTCDay()) === weekend);
      return some.reduce((sum, day) => sum + day.active1Day, 0) / some.length;
    };
    expect(mean(true)).toBeLessThan(mean(false));
    expect(counts.features.map((one) => one.name)).toContain('book_class');
    expect(counts.features.map((one) => one.name)).not.toContain('session_start');
    expect(counts.features.map((one) => one.count)).toEqual(counts.features.map((one) => one.count).toSorted((a, b) => b - a));
    expect(new Set(counts.platforms.map((one) => one.platform))).toEqual(new Set(['ios', 'android', 'web', 'other']));
    expect(counts.cohorts).toHaveLength(2);
    for (const { users, returned } of counts.cohorts) expect(returned).toBeLessThanOrEqual(users);
  });

  it('counts one app alone by its stream, found through Firebase', async () => {
    const [app, all] = [await open().count(ask(PHONE)), await open().count(ask(WHOLE))];
    expect(app.platforms).toEqual([{ platform: 'android', users: app.activeUsers }]);
    expect(app.sessions).toBeLessThan(all.sessions);
    expect(app.sessions).toBe((await open().count(ask({ ...PHONE, projectId: 'harbor-fitness' }))).sessions);
  });

  it('says the same of a day whatever else is asked, and nothing of an app nobody has opened', async () => {
    const [short, long] = [await open().count(ask(WHOLE)), await open().count(ask(WHOLE, { end: '2027-03-01' }))];
    expect(long.days.slice(0, 31)).toEqual(short.days);
    const none = await open().count(ask({ appId: '1:996120447003:android:12ab34cd56ef7890', projectId: null, propertyId: null }));
    expect(none).toMatchObject({ activeUsers: 0, totalUsers: 0, sessionSeconds: 0, days: [], features: [], platforms: [], cohorts: [] });
  });

  it.each([
    ['a property without rights', { ...WHOLE, propertyId: '210000001' }, 'refused', 'status_403'],
    ['a property that is not there', { ...WHOLE, propertyId: '1' }, 'refused', 'status_403'],
    ['an app that is not in its project', { ...PHONE, appId: '1:402611873390:ios:ffffffffffffffff' }, 'refused', 'app_not_in_project'],
    ['an app of somebody else’s project', { ...PHONE, projectId: 'corner-bakery-orders' }, 'refused', 'app_not_in_project'],
    ['a project that is not there', { ...PHONE, projectId: '../../secrets' }, 'refused', 'status_404'],
    ['a project without an app', { appId: null, projectId: 'harbor-fitness', propertyId: null }, 'not_configured', 'no_source'],
  ] as const)('is refused %s', async (_what, source, reason, code) => {
    await expect(open().count(ask(source))).rejects.toMatchObject({ name: 'UsageUnavailable', reason, code });
  });

  it.each([['error500', 'status_500'], ['quota', 'status_429'], ['reset', 'connection'], ['malformed', 'malformed'], ['empty', 'malformed']])('calls %s unreachable', async (mode, code) => {
    const ga = open();
    await ga.count(ask(WHOLE)); // the token is there
    await fault(mode);
    await expect(ga.count(ask(WHOLE))).rejects.toMatchObject({ reason: 'unreachable', code });
    await ga.count(ask(WHOLE));
  });

  it('waits no longer than it should', async () => {
    const ga = open(20_000);
    await ga.count(ask(WHOLE));
    const hasty = open(400);
    await fault('timeout');
    await expect(hasty.count(ask(WHOLE))).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('keeps its token, and takes a new one when it is refused', async () => {
    const ga = open();
    await ga.count(ask(WHOLE));
    const before = (await calls())['/token']!;
    await ga.count(ask(WHOLE));
    expect((await calls())['/token']).toBe(before);
    await control(sandbox.urls.analytics, 'DELETE', 'tokens');
    await ga.count(ask(WHOLE));
    expect((await calls())['/token']).toBe(before + 1);
  });

  it('has nothing to say without credentials, with wrong ones, or with a token address that is no secure one', async () => {
    await expect(createGoogleAnalytics({ timeoutMs: 1_000 }).count(ask(WHOLE))).rejects.toMatchObject({ reason: 'not_configured' });
    await expect(createGoogleAnalytics({ credentials: '/nowhere/key.json', timeoutMs: 1_000 }).count(ask(WHOLE))).rejects.toMatchObject({ reason: 'refused', code: 'credentials_unreadable' });
    const file = `${sandbox.directory}/google-service-account.json`;
    await expect(createGoogleAnalytics({ credentials: file, timeoutMs: 1_000 }).count(ask(WHOLE))).rejects.toMatchObject({ reason: 'refused', code: 'token_address_insecure' });
  });
});

describe('the stand-in', () => {
  it('gives tokens for its own account’s signature only, for its own address, and for an hour', async () => {
    const account = await control<{ client_email: string; private_key_id: string; private_key: string; token_uri: string }>(sandbox.urls.analytics, 'GET', 'service_account');
    const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const own = (await import('node:crypto')).createPrivateKey(account.private_key);
    const assertion = (change: { key?: typeof own; aud?: string; iss?: string; exp?: string; kid?: string }) =>
      new SignJWT({ scope: 'https://www.googleapis.com/auth/analytics.readonly' }).setProtectedHeader({ alg: 'RS256', kid: change.kid ?? account.private_key_id })
        .setIssuer(change.iss ?? account.client_email).setAudience(change.aud ?? account.token_uri).setIssuedAt().setExpirationTime(change.exp ?? '1h').sign(change.key ?? own);
    const exchange = async (text: string) => (await fetch(account.token_uri, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text }) })).status;
    expect(await exchange(await assertion({}))).toBe(200);
    for (const wrong of [{ key: foreign }, { aud: 'https://elsewhere.example/token' }, { iss: 'somebody@else.example' }, { exp: '2h' }, { kid: 'another' }]) expect(await exchange(await assertion(wrong)), JSON.stringify(Object.keys(wrong))).toBe(400);
    expect(await exchange('a.b.c')).toBe(400);
    expect((await fetch(`${sandbox.urls.analytics}/v1beta/properties/348215907:runReport`, { method: 'POST', body: '{}' })).status).toBe(401);
  });
});

/** Everything that goes between the adapter and the stand-in, by a proxy that writes it down. */
async function recorded(): Promise<{ method: string; path: string; type: string; body: string; status: number; answer: unknown }[]> {
  const exchanges: Awaited<ReturnType<typeof recorded>> = [];
  let own = '';
  const proxy = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts).toString();
      const { authorization, 'content-type': type = '' } = request.headers;
      const answer = await fetch(`${sandbox.urls.analytics}${request.url}`, { method: request.method!, ...(body !== '' && { body }), headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) } });
      const text = await answer.text();
      if (!request.url!.startsWith('/_sandbox')) exchanges.push({ method: request.method!, path: request.url!, type, body, status: answer.status, answer: JSON.parse(text) });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    })();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
  own = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const ga = createGoogleAnalytics({ standIn: own, timeoutMs: 20_000 });
  await ga.count(ask(WHOLE));
  await ga.count(ask(PHONE, { cohortWeeks: [] }));
  await ga.count(ask({ ...WHOLE, propertyId: '210000001' })).catch(() => undefined);
  await ga.count(ask({ appId: '1:996120447003:android:12ab34cd56ef7890', projectId: null, propertyId: null }));
  proxy.closeAllConnections();
  proxy.close();
  // The token is asked for where the key file says: at the stand-in itself.
  const account = await control<{ token_uri: string }>(sandbox.urls.analytics, 'GET', 'service_account');
  const refused = await fetch(account.token_uri, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' }) });
  exchanges.push({ method: 'POST', path: '/token', type: 'form', body: 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c', status: refused.status, answer: await refused.json() });
  return exchanges;
}

describe.skipIf(missingPapers(specsFolder) !== undefined)('by Google’s own description', () => {
  it('the adapter asks, and the stand-in answers, as the API does', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default.default(ajv);
    const document = readPaper<{ paths: Record<string, Record<string, { responses: Record<string, unknown> }>> }>(specsFolder, 'google-analytics.json');
    ajv.addSchema(document as object, 'ga');
    const exchanges = await recorded();
    expect(exchanges.map((one) => `${one.method} ${one.path.split('/').at(-1)} ${one.status}`)).toEqual([
      'POST 348215907:batchRunReports 200', 'GET analyticsDetails 200', 'POST 348215907:batchRunReports 200', 'POST 210000001:batchRunReports 403', 'GET analyticsDetails 200', 'POST 455000123:batchRunReports 200', 'POST token 400',
    ]);
    const complaints: string[] = [];
    const judge = (pointer: string, value: unknown) => {
      const validate = ajv.getSchema(`ga#${pointer}`)!;
      if (!validate(value)) complaints.push(...validate.errors!.map((error) => `${pointer} ${error.instancePath} ${error.message}`));
    };
    for (const { path, body, status, answer, type } of exchanges) {
      const template = Object.keys(document.paths).find((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, '\\d+')}$`).test(path));
      if (template === undefined) continue; // Firebase's own API is not in this description
      const base = `/paths/${template.replaceAll('/', '~1')}/post`;
      const form = type === 'form';
      judge(`${base}/requestBody/content/${form ? 'application~1x-www-form-urlencoded' : 'application~1json'}/schema`, form ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body));
      judge(`${base}/responses/${String(status) in document.paths[template]!['post']!.responses ? status : 'default'}/content/application~1json/schema`, answer);
    }
    expect(complaints).toEqual([]);
  });
});
