import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totp, wrongTotp } from '../totp.js';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, client, paydesk, setTheStage } from './story.js';

interface Letter { subject: string; text: string; date: string }

/** Opens the mailbox as its reader would; waits for the letter, or the text message. */
async function newest(to: string, subject: RegExp, after = 0): Promise<string> {
  const found = async () => {
    const letters = (await (await fetch(`${paydesk.mailbox}/messages?to=${encodeURIComponent(to)}`)).json()) as Letter[];
    return letters.find((letter) => subject.test(letter.subject) && Date.parse(letter.date) >= after)?.text ?? null;
  };
  await expect.poll(found).not.toBeNull();
  return (await found())!;
}
const linkIn = (text: string): string => /https?:\/\/\S+#token=[\w.-]+/.exec(text)![0];
const digitsIn = (text: string): string => /\b\d{6}\b/.exec(text)![0];

describe.skipIf(missingBrowser())('an account with two factors', () => {
  setTheStage();

  describe.each(looksFrom('phone'))('at $name', (look) => {
    let visit: Visit;
    let secret = '';
    /** The one that switched it on: good once. */
    let spent = '';
    let spare: string[] = [];
    const email = `founder-${look.name}@example.test`;
    const password = 'fresh-and-rare-7';
    beforeAll(async () => { visit = await openVisit(browser, look); });
    afterAll(() => visit.context.close());

    const signIn = async (given = password) => {
      const { page } = visit;
      await visit.context.clearCookies();
      await page.goto(`${paydesk.url}/app/sign-in`);
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(given);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    const arrived = () => visit.page.waitForURL((address) => !/sign-in|verify-email|reset-password|enter$/.test(address.pathname));
    const me = async () => (await visit.page.request.get(`${paydesk.url}/api/app/me`)).status();

    test('begins with a sign-up and the letter’s link', async () => {
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/sign-in`);
      await lookAt(visit, 'sign-in-links');
      await page.getByRole('link', { name: 'Create an account' }).click();
      await page.getByRole('button', { name: 'Create the account' }).click();
      await page.getByText('Enter your name').waitFor();
      await page.getByLabel('Name').fill('Fay Founder');
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Company').fill('Founders Ltd');
      await page.getByLabel('Password', { exact: true }).fill('password123');
      await page.keyboard.press('Enter');
      await page.getByText('Too many people use this one').waitFor();
      await lookAt(visit, 'sign-up');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Look in your mail' }).waitFor();
      await lookAt(visit, 'sign-up-sent');
      await signIn();
      await page.getByText('Confirm your address first').waitFor();
      await page.goto(linkIn(await newest(email, /Confirm/)));
      await page.getByRole('button', { name: 'Confirm and sign in' }).click();
      await arrived();
      expect(await me()).toBe(200);
      expect(await userWith(email)).toMatchObject({ roles: ['customer'], metadata: { company_name: 'Founders Ltd' } });
    });

    test('switches two factors on with the phone, and keeps the recovery codes', async () => {
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/security`);
      await page.getByRole('button', { name: 'Switch on two-factor sign-in' }).click();
      await page.getByAltText('QR code for the app that makes your codes').waitFor();
      secret = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText()).replaceAll(' ', '');
      await lookAt(visit, 'two-factor-enrol');
      await page.getByLabel('Code', { exact: true }).fill(wrongTotp(secret));
      await page.keyboard.press('Enter');
      await page.getByText('That code is not right').waitFor();
      spent = totp(secret);
      await page.getByLabel('Code', { exact: true }).fill(spent);
      await page.keyboard.press('Enter');
      await page.getByText('Keep these recovery codes').waitFor();
      spare = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
      expect(spare).toHaveLength(10);
      await lookAt(visit, 'recovery-codes');
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('10 of 10 recovery codes are left').waitFor();
      await lookAt(visit, 'security');
      await newest(email, /takes two steps/);
    });

    test('is asked for the code after the password, and a code that was used is refused', async () => {
      const { page } = visit;
      await signIn();
      await page.getByRole('heading', { name: 'Second step' }).waitFor();
      expect(await me()).toBe(401);
      await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("name")')).toBe('code');
      await page.keyboard.type(spent);
      await page.keyboard.press('Enter');
      await page.getByText('it was used before').waitFor();
      await lookAt(visit, 'second-step');
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await page.getByLabel('Recovery code').fill(spare[0]!.toUpperCase());
      await lookAt(visit, 'second-step-recovery');
      await page.keyboard.press('Enter');
      await arrived();
      expect(await me()).toBe(200);
      await newest(email, /recovery code was used/);
    });

    test('finds the second step behind a mailed code and behind a reset, too', async () => {
      const { page } = visit;
      const started = Date.now() - 2_000;
      await visit.context.clearCookies();
      await page.goto(`${paydesk.url}/app/sign-in-code`);
      await page.getByLabel('E-mail').fill(email);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Type the code' }).waitFor();
      await lookAt(visit, 'type-the-code');
      await page.getByLabel('Code', { exact: true }).fill(digitsIn(await newest(email, /sign-in code/, started)));
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Second step' }).waitFor();
      expect(await me()).toBe(401);
      await page.goto(`${paydesk.url}/app/forgot-password`);
      await page.getByLabel('E-mail').fill(email);
      await lookAt(visit, 'forgot-password');
      await page.getByRole('button', { name: 'Send the letter' }).click();
      await page.getByText('a letter is on its way').waitFor();
      await page.goto(linkIn(await newest(email, /Reset/, started)));
      await page.getByLabel('New password').fill('fresher-and-rarer-8');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByRole('heading', { name: 'Second step' }).waitFor();
      expect(await me()).toBe(401);
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await page.getByLabel('Recovery code').fill(spare[1]!);
      await page.keyboard.press('Enter');
      await arrived();
      expect(await me()).toBe(200);
    });

    test('proves a telephone by text, and another address by its link', async () => {
      const { page } = visit;
      const started = Date.now() - 2_000;
      const phone = look.phone ? '+12125550161' : '+12125550162';
      await page.goto(`${paydesk.url}/app/security`);
      await page.getByRole('textbox', { name: 'Telephone' }).fill('12 34');
      await page.getByRole('button', { name: 'Text me a code' }).click();
      await page.getByText('Begin with + and the country').waitFor();
      await page.getByRole('textbox', { name: 'Telephone' }).fill(phone);
      await page.getByRole('button', { name: 'Text me a code' }).click();
      await page.getByLabel('The code we texted you').fill(digitsIn(await newest(phone, /Text message/, started)));
      await page.getByRole('button', { name: 'Confirm the number' }).click();
      await page.getByText('Confirmed', { exact: true }).waitFor();
      const moved = `moved-${look.name}@example.test`;
      await page.getByLabel('New e-mail address').fill('maria@demo.example');
      await page.getByRole('button', { name: 'Change the address' }).click();
      await page.getByText('This address has an account already').waitFor();
      await page.getByLabel('New e-mail address').fill(moved);
      await page.getByRole('button', { name: 'Change the address' }).click();
      await page.getByText('Look in the mail of the new address').waitFor();
      await lookAt(visit, 'security-addresses');
      await newest(email, /wants to change/);
      await page.goto(linkIn(await newest(moved, /Confirm your new/)));
      await page.getByRole('button', { name: 'Use this address' }).waitFor();
      await lookAt(visit, 'confirm-new-address');
      await page.getByRole('button', { name: 'Use this address' }).click();
      await page.getByRole('heading', { name: 'The address is yours' }).waitFor();
      expect(await userWith(moved)).toMatchObject({ phone });
    });

    test('is switched off with the password only', async () => {
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/security`);
      await page.getByRole('button', { name: 'Switch off' }).click();
      await page.getByLabel('Your password').fill('not this one');
      await lookAt(visit, 'switch-off');
      await page.keyboard.press('Enter');
      await page.getByText('The current password is not right').waitFor();
      await page.getByLabel('Your password').fill('fresher-and-rarer-8');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Switch on two-factor sign-in' }).waitFor();
      expect(visit.faults).toEqual([]);
    });
  });
});

async function userWith(email: string): Promise<unknown> {
  const { rows } = await client.query<object>('SELECT u.phone, u.metadata, ARRAY(SELECT role FROM role_grants WHERE user_id = u.id) AS roles FROM users u WHERE u.email = $1', [email]);
  return rows[0];
}
