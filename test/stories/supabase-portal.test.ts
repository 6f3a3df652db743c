import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ANON_KEY } from '../../src/apis/supabase-auth/index.js';
import { startSeeded, type Paydesk } from './start-paydesk.js';

const run = promisify(execFile);
const CUSTOMER = { email: 'maria@demo.example', password: 'sunny-carpet-4242' };
let paydesk: Paydesk;

/** The document writes its examples for curl, so curl it is. */
function missingCurl(): string | undefined {
  if (spawnSync('curl', ['--version']).status === 0) return undefined;
  const reason = 'skipped: no curl on this machine';
  process.stderr.write(`${reason}\n`);
  return reason;
}

describe.skipIf(missingCurl())('the portal document’s own client against the whole product', () => {
  beforeAll(async () => {
    ({ paydesk } = await startSeeded());
  });

  afterAll(async () => {
    await paydesk?.stop();
  });

  test('signs in by supabase-js and pays by curl, as Bearer and as cookie, until it signs out', async () => {
    const supabase = createClient(paydesk.url, ANON_KEY, { realtime: { transport: WebSocket as never } });
    const { data, error } = await supabase.auth.signInWithPassword(CUSTOMER);
    expect(error).toBeNull();
    expect((await supabase.auth.getClaims()).data?.claims.sub).toBe(data.user?.id);
    const token = data.session!.access_token;
    const open = await curl(`${paydesk.url}/api/app/invoices?status=open`, '-H', `Authorization: Bearer ${token}`);
    const [invoice] = (open.body as { items: { id: string; amount_due: number }[] }).items;
    const pay = (...credential: string[]) => curl(
      `${paydesk.url}/api/payments/create-intent`, '-X', 'POST', '-H', 'Content-Type: application/json', ...credential,
      '-d', JSON.stringify({ invoiceId: invoice!.id, amount: invoice!.amount_due }),
    );
    const asBearer = await pay('-H', `Authorization: Bearer ${token}`);
    expect(asBearer).toMatchObject({ status: 200, body: { clientSecret: expect.stringMatching(/^pi_.+_secret_/) } });
    expect(await pay('-H', `Cookie: sb-access-token=${token}`)).toEqual(asBearer);
    expect(await pay('-H', `Authorization: Bearer ${ANON_KEY}`, '-H', `Cookie: sb-access-token=${token}`)).toMatchObject({ status: 401 });
    await supabase.auth.signOut();
    expect(await pay('-H', `Authorization: Bearer ${token}`)).toMatchObject({ status: 401 });
    expect(await pay('-H', `Cookie: sb-access-token=${token}`)).toMatchObject({ status: 401 });
  });
});

async function curl(...options: string[]): Promise<{ status: number; body: unknown }> {
  const { stdout } = await run('curl', ['-sS', '-w', '\n%{http_code}', ...options]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) };
}
