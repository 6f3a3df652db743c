import { describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looks, looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, client, paydesk, setTheStage, signIn } from './story.js';

const DECLINED = '4000 0000 0000 0002';
const ASKS = '4000 0025 0000 3155';
const PAYS = '4242 4242 4242 4242';

describe.skipIf(missingBrowser())('enrolling in a program', () => {
  setTheStage();

  /** Step 7 and 8 of the document, as it writes them. */
  const DOCUMENT = `async ({ programId, token }) => {
    const purchasesResponse = await fetch("/api/purchases/me", {
      headers: { Authorization: \`Bearer \${token}\` },
    });
    const { purchases } = await purchasesResponse.json();
    const accessResponse = await fetch(\`/api/purchases/check-access/\${programId}\`, {
      headers: { Authorization: \`Bearer \${token}\` },
    });
    const { hasAccess, reason } = await accessResponse.json();
    return { status: purchases.find((one) => one.programId === programId)?.status, hasAccess, reason };
  }`;
  /** Steps 1 and 2. */
  const ENROL = `async ({ programId, token }) => {
    const response = await fetch(\`/api/purchases/checkout-session/\${programId}\`, {
      method: "POST",
      headers: {
        Authorization: \`Bearer \${token}\`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ isClassRep: true }),
    });
    const { url } = await response.json();
    window.location.href = url;
  }`;

  test('goes as the document’s “Complete Enrollment Flow” has it, with its three test cards', async () => {
    const visit = await openVisit(browser, looks[0]!);
    const { page } = visit;
    const given = { programId: String(paydesk.demo.ids['purchases.paid_program_id']), token: paydesk.demo.tokens['purchases.other_user']! };
    await signIn(visit, 'Another customer');
    await page.goto(`${paydesk.url}/app/programs/${given.programId}`);
    await page.getByRole('heading', { name: 'Effective Communication', level: 1 }).waitFor();
    await page.evaluate(`(${ENROL})(${JSON.stringify(given)})`);
    await page.waitForURL(/\/c\/pay\/cs_test_/);
    await lookAt(visit, 'checkout');
    await card(visit, DECLINED);
    await page.getByRole('alert').getByText('Your card was declined.').waitFor();
    await lookAt(visit, 'checkout-declined');
    await card(visit, ASKS);
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByRole('alert').getByText(/unable to authenticate/).waitFor();
    await card(visit, ASKS);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'You are enrolled' }).waitFor();
    await lookAt(visit, 'enrolled');
    const said = await page.evaluate(`(${DOCUMENT})(${JSON.stringify(given)})`);
    expect(said).toEqual({ status: 'completed', hasAccess: true, reason: 'purchased' });
    const { rows } = await client.query<{ final_price: string; charges: string }>(
      `SELECT q.final_price, (SELECT count(*) FROM payments m WHERE m.id = q.payment_id AND m.state = 'succeeded') AS charges
       FROM purchases q JOIN programs p ON p.id = q.program_id JOIN users u ON u.id = q.user_id
       WHERE p.public_id = $1 AND u.email = 'lukasz@demo.example' AND q.state = 'completed'`, [given.programId]);
    expect(rows.map((row) => [Number(row.final_price), Number(row.charges)])).toEqual([[7_900, 1]]);
    await letter('lukasz@demo.example', /ORD-\d{8}-\d{5}[\s\S]*Class representative[\s\S]*Early bird[\s\S]*hello@demo\.example/);
    expect(await unbalancedUnits(client)).toEqual([]);
    await visit.context.close();
  });

  test.each(looksFrom('phone'))('is sold, learnt and refunded on pages at $name', async (look) => {
    const visit = await openVisit(browser, look);
    const { page } = visit;
    await signIn(visit, 'Admin');
    const title = `Evenings ${look.name}`;
    await open(visit, '/admin/programs', 'Programs');
    await lookAt(visit, 'admin-programs');
    await page.getByRole('link', { name: 'New program' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Kind').fill('Workshops');
    await page.getByLabel('Price').fill('40');
    await page.getByLabel('Places').fill('2');
    await lookAt(visit, 'admin-program-form');
    await page.getByRole('button', { name: 'Offer it' }).click();
    await page.getByRole('link', { name: title }).waitFor();
    await visit.context.clearCookies();
    await signIn(visit, 'Customer');
    await open(visit, '/programs', 'Programs');
    await lookAt(visit, 'programs');
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await lookAt(visit, 'program');
    await page.getByRole('button', { name: 'Enrol and pay $40.00' }).click();
    await page.waitForURL(/\/c\/pay\//);
    await lookAt(visit, 'checkout-page');
    await page.getByRole('link', { name: /Cancel and go back/ }).click();
    await page.getByText('You went back without paying').waitFor();
    await lookAt(visit, 'program-cancelled');
    await page.getByRole('button', { name: 'Enrol and pay $40.00' }).click();
    await page.waitForURL(/\/c\/pay\//);
    // The webhook is late: the success page settles by itself.
    await fetch(`${paydesk.stripe}/_sandbox/webhooks`, { method: 'POST', body: '{"hold":true}' });
    await card(visit, PAYS);
    await page.getByRole('heading', { name: 'You are enrolled' }).waitFor();
    await fetch(`${paydesk.stripe}/_sandbox/webhooks`, { method: 'POST', body: '{"normal":true}' });
    await fetch(`${paydesk.stripe}/_sandbox/webhooks/release`, { method: 'POST', body: '{}' });
    await open(visit, '/purchases', 'My programs');
    await page.getByText(title).waitFor();
    await lookAt(visit, 'purchases');
    await page.getByRole('link', { name: /^Receipt of/ }).first().click();
    await page.getByRole('region', { name: 'Receipt' }).getByText('$40.00').first().waitFor();
    await lookAt(visit, 'purchase-receipt');
    await visit.context.clearCookies();
    await signIn(visit, 'Admin');
    await open(visit, '/enrolments', 'Enrolments');
    await page.getByRole('button', { name: /^Refund ORD-/ }).first().click();
    await page.getByRole('dialog').getByText(title).waitFor();
    await lookAt(visit, 'enrolment-refund');
    await page.getByRole('button', { name: 'Refund $40.00' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Refunded').first().waitFor();
    await lookAt(visit, 'enrolments');
    const { rows } = await client.query<{ state: string; live: boolean }>('SELECT state, live FROM purchases WHERE program_title = $1', [title]);
    expect(rows).toEqual([{ state: 'refunded', live: false }]);
    await visit.context.close();
  });

  async function open({ page }: Visit, path: string, heading: string): Promise<void> {
    await page.goto(`${paydesk.url}/app${path}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  }

  async function card({ page }: Visit, number: string): Promise<void> {
    await page.getByRole('button', { name: new RegExp(`^${number}`) }).click();
    await page.getByRole('button', { name: /^Pay \$/ }).click();
  }

  async function letter(to: string, holds: RegExp): Promise<void> {
    for (const deadline = Date.now() + 20_000; ;) {
      const answer = await fetch(`${paydesk.mailbox}/messages?to=${encodeURIComponent(to)}&subject=${encodeURIComponent('You are enrolled')}`);
      const found = JSON.stringify(await answer.json());
      if (holds.test(found)) return;
      if (Date.now() > deadline) throw new Error(`no such letter to ${to}: ${found.slice(0, 2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
});
