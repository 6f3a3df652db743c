import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { openBrowser, openVisit, type Look, type Visit } from './browser.js';
import { startSeeded, type Paydesk } from './start-paydesk.js';

/** What the stories of one file share; there from their first hook on. */
export let paydesk: Paydesk;
export let browser: Browser;
/** Looks into the database from outside. */
export let client: pg.Client;
/** Where examples of a document write their files. */
export let folder: string;

/** Called in the describe of a file: the product with its demo, a browser, and an end to both. */
export function setTheStage(): void {
  beforeAll(async () => {
    const seeded = await startSeeded();
    paydesk = seeded.paydesk;
    browser = await openBrowser();
    client = await connectOnce(seeded.database.url, 'stories');
  });

  afterAll(async () => {
    await client?.end();
    await browser?.close();
    await paydesk?.stop();
  });
}

/** The same for the examples of a document: the product with its demo, and a folder, without a browser. */
export function setTheExamples(): void {
  let made: string | undefined;
  beforeAll(async () => {
    folder = made = mkdtempSync(join(tmpdir(), 'paydesk-examples-'));
    ({ paydesk } = await startSeeded());
  });

  afterAll(async () => {
    await paydesk?.stop();
    if (made) rmSync(made, { recursive: true, force: true });
  });
}

/** One click on the demo login whose label begins so; on its first page when it returns. */
export async function signIn({ page }: Visit, login: string): Promise<void> {
  await page.goto(`${paydesk.url}/app/sign-in`);
  await page.getByRole('button', { name: new RegExp(`^${login}`) }).first().click();
  await page.waitForURL((address) => !address.pathname.includes('sign-in'));
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** A visitor who has signed in. */
export async function signedIn(look: Look, login: string): Promise<Visit> {
  const visit = await openVisit(browser, look);
  await signIn(visit, login);
  return visit;
}

export async function openPage(path: string, heading: string | RegExp, { page }: Visit): Promise<void> {
  await page.goto(`${paydesk.url}/app${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** The link to an offer or an invoice in a letter whose subject holds this; waits until it is in the mailbox. */
export async function mailedLink(address: string, subject: string): Promise<string> {
  const found = async () => {
    const mails = (await (await fetch(`${paydesk.mailbox}/messages?search=${encodeURIComponent(address)}`)).json()) as { subject: string; text: string }[];
    const text = mails.find((mail) => mail.subject.includes(subject))?.text ?? '';
    return /https?:\/\/\S+(\/app\/p\/[\w-]+)/.exec(text)?.[1] ?? null;
  };
  await expect.poll(found).not.toBeNull();
  // Letters of the copied demo name the address at which it was made.
  return `${paydesk.url}${await found()}`;
}
