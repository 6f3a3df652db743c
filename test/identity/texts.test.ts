import { Ajv2020 } from 'ajv/dist/2020.js';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twilioTexter } from '../../src/adapters/sms/twilio.js';
import { digitsOf } from '../../src/core/identity/code.js';
import { askPhoneCode, changeProfile, codeDigits, confirmPhone as enterPhoneCode, createUser, findUser, requestSignInCode } from '../../src/core/identity/index.js';
import { confirmPhone } from '../../src/core/identity/store.js';
import { textCarrier } from '../../src/core/notifications/index.js';
import { createDrain } from '../../src/core/outbox/index.js';
import { TextRefused } from '../../src/core/ports/texter.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openIdentityBench } from '../identity.js';
import type { IdentityBench } from '../identity.js';
import { missingPapers, readPaper, specsFolder } from '../papers.js';
import { startTestSandbox } from '../sandbox/start.js';
import type { Running } from '../sandbox/start.js';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const FROM = '+15005550006';
const missing = missingPapers(specsFolder);

let sandbox: Running;
let bench: IdentityBench;
beforeAll(async () => { [sandbox, bench] = await Promise.all([startTestSandbox(), openIdentityBench()]); });
afterAll(async () => { await sandbox.close(); await bench.close(); });

const texter = (more: Partial<Parameters<typeof twilioTexter>[0]> = {}) => twilioTexter({ accountSid: ACCOUNT, authToken: 'sandbox-auth-token', from: FROM, baseUrl: sandbox.urls.mailbox, ...more });
const messages = async (to: string) => (await (await fetch(`${sandbox.urls.mailbox}/messages?to=${encodeURIComponent(to)}`)).json()) as { text: string; subject: string; from: string; headers: Record<string, string> }[];

describe('a text message', () => {
  it('carries the digits to the confirmed number, made when it is sent, and is dropped once they are void', async () => {
    const phone = '+12125550142';
    const user = await createUser(bench.identity, { email: 'texts@example.test', name: 'T', phone: '+1 212 555 0142', emailVerified: true }, SYSTEM);
    await bench.world.transact((tx) => tx.run(confirmPhone, [user.id, tx.now]));
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const carry = textCarrier({ world: bench.world, texter: texter(), digits: codeDigits({ keys: bench.identity.keys, clock: bench.clock }) });
    await requestSignInCode(bench.identity, { email: user.email }, 'sms');
    await requestSignInCode(bench.identity, { phone }, 'sms');
    const drain = createDrain({ world: bench.world, log, carriers: { sms: carry } });
    await drain.run();
    await expect.poll(() => messages(phone)).toHaveLength(1);
    const [text] = await messages(phone);
    expect(text).toMatchObject({ from: FROM, subject: 'Text message', text: expect.stringMatching(/^\d{6} is your code for .+, good for 10 minutes\./), headers: { 'x-channel': 'sms' } });
    await expect.poll(async () => (await bench.world.read.db.selectFrom('outbox_messages').select('state').where('channel', '=', 'sms').orderBy('created_at').execute()).map(({ state }) => state)).toEqual(['dropped', 'sent']);
    await drain.stop(1_000);
    expect(JSON.stringify(await bench.world.read.db.selectFrom('outbox_messages').selectAll().execute())).not.toContain(text!.text.slice(0, 6));
  });

  it('confirms the number it went to, not the one that took its place while it was asked for', async () => {
    const { world, identity } = bench;
    const user = await createUser(identity, { email: 'mover@example.test', name: 'M', phone: '+1 212 555 0143', emailVerified: true }, SYSTEM);
    let asked: Promise<void> | undefined;
    await world.transact(async (tx) => {
      await changeProfile(tx, user.id, { phone: '+1 212 555 0144' }, SYSTEM);
      asked = world.transact((other) => askPhoneCode(other, user.id));
      await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 300))]);
    });
    await asked;
    const [code] = await world.read.db.selectFrom('sign_in_codes').select('id').where('user_id', '=', user.id).where('purpose', '=', 'confirm_phone').execute();
    const [text] = await world.read.db.selectFrom('outbox_messages').select('recipient').where('channel', '=', 'sms').where('subject_id', '=', code!.id).execute();
    await enterPhoneCode(identity, { id: user.id, email: user.email }, digitsOf(identity.keys, code!.id), SYSTEM);
    expect((await findUser(world.read, user.id))?.phone).toBe('+1 212 555 0144');
    expect(text?.recipient).toBe('+12125550144');
  });

  it('to a number that is none is refused for good; a wrong password or a lost line is tried again', async () => {
    await expect(texter().send({ to: '+1', body: 'x' })).rejects.toBeInstanceOf(TextRefused);
    for (const broken of [texter({ authToken: 'wrong-token-wrong-token' }), texter({ baseUrl: 'http://127.0.0.1:9' })]) {
      const error: unknown = await broken.send({ to: '+12125550100', body: 'x' }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(TextRefused);
      expect(String(error)).not.toMatch(/12125550100|sandbox-auth-token/);
    }
  });
});

interface Call { body: string; authorization: string; path: string; type: string }

describe.skipIf(missing)('against Twilio’s own description', () => {
  const spec = missing ? undefined : readPaper<{ paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }> }>(specsFolder, 'twilio.json');
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: 'array' });
  const [path] = Object.keys(spec?.paths ?? { none: 0 });

  it.each([FROM, `MG${'2'.repeat(32)}`])('what is sent from %s is what it takes', async (from) => {
    const calls: Call[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
      request.on('end', () => {
        calls.push({ body, authorization: request.headers.authorization ?? '', path: request.url ?? '', type: request.headers['content-type'] ?? '' });
        response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await texter({ from, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }).send({ to: '+12125550100', body: '123456 is your code' });
    server.close();
    const [call] = calls as [Call];
    expect(call.path).toBe(path!.replace('{AccountSid}', ACCOUNT));
    expect(call.type).toContain('application/x-www-form-urlencoded');
    expect(Buffer.from(call.authorization.slice(6), 'base64').toString()).toBe(`${ACCOUNT}:sandbox-auth-token`);
    const schema = spec!.paths[path!]!.post.requestBody.content['application/x-www-form-urlencoded']!.schema;
    const form = Object.fromEntries(new URLSearchParams(call.body));
    const known = Object.keys((schema as { properties: object }).properties);
    expect(Object.keys(form).filter((name) => !known.includes(name))).toEqual([]);
    const properties = Object.fromEntries(Object.entries((schema as { properties: Record<string, object> }).properties).filter(([name]) => name in form));
    expect(ajv.validate({ type: 'object', required: ['To'], properties }, form), JSON.stringify(ajv.errors)).toBe(true);
  });

  it('what the mailbox answers is what it gives', async () => {
    const response = await fetch(`${sandbox.urls.mailbox}/2010-04-01/Accounts/${ACCOUNT}/Messages.json`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:sandbox-auth-token`).toString('base64')}` }, body: new URLSearchParams({ To: '+12125550111', From: FROM, Body: 'hello' }),
    });
    expect(response.status).toBe(201);
    const answered = (await response.json()) as Record<string, unknown>;
    const strict = new Ajv2020({ strict: false, allErrors: true });
    strict.addSchema({ ...spec!, $id: 'twilio' });
    const validate = strict.getSchema('twilio#/components/schemas/api.v2010.account.message')!;
    expect(validate(answered), JSON.stringify(validate.errors)).toBe(true);
  });
});
