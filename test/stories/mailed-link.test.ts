import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, paydesk, setTheStage } from './story.js';

describe.skipIf(missingBrowser())('the links of mails lead into the web app', () => {
  setTheStage();

  describe.each(looksFrom('phone'))('at $name', (look) => {
    let visit: Visit;
    const email = `newcomer-${look.name}@example.test`;
    beforeAll(async () => { visit = await openVisit(browser, look); });
    afterAll(() => visit.context.close());

    test('confirms an address by one click, and only once', async () => {
      await ask('/auth/v1/signup', { email, password: 'fresh-and-rare-7', data: { full_name: 'New Comer' } });
      const link = await linkIn(email, /Confirm/);
      const { page } = visit;
      await page.goto(link);
      await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor();
      await lookAt(visit, 'confirm-address');
      await page.getByRole('button', { name: 'Confirm and sign in' }).click();
      await page.waitForURL((address) => !address.pathname.includes('verify-email'));
      expect((await page.request.get(`${paydesk.url}/api/app/me`)).status()).toBe(200);
      await page.goto(`${paydesk.url}/app/sign-in`);
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm and sign in' }).click();
      await page.getByRole('alert').waitFor();
      await lookAt(visit, 'link-spent');
    });

    test('chooses a new password, and is told when it is too weak', async () => {
      await ask('/auth/v1/recover', { email });
      const { page } = visit;
      await page.goto(await linkIn(email, /Reset/));
      await page.getByLabel('New password').fill('password123');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByRole('alert').waitFor();
      await lookAt(visit, 'reset-password');
      await page.getByLabel('New password').fill('fresher-and-rarer-8');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.waitForURL((address) => !address.pathname.includes('reset-password'));
      const me = (await (await page.request.get(`${paydesk.url}/api/app/me`)).json()) as { user: { email: string } };
      expect(me.user.email).toBe(email);
    });
  });
});

async function ask(path: string, body: object): Promise<void> {
  const response = await fetch(`${paydesk.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(response.status, path).toBe(200);
}

/** Opens the mailbox as its reader would. */
async function linkIn(address: string, subject: RegExp): Promise<string> {
  const found = async () => {
    const mails = (await (await fetch(`${paydesk.mailbox}/messages?search=${encodeURIComponent(address)}`)).json()) as { subject: string; text: string }[];
    const text = mails.find((mail) => subject.test(mail.subject))?.text ?? '';
    return /https?:\/\/\S+#token=[\w.-]+/.exec(text)?.[0] ?? null;
  };
  await expect.poll(found).not.toBeNull();
  return (await found()) ?? '';
}
