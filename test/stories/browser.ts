import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const found = PLACES.find((path) => existsSync(path));

/** Why stories are skipped, or undefined where there is a browser. Prints the reason once. */
export function missingBrowser(): string | undefined {
  if (found) return undefined;
  const reason = `skipped: no Chromium at ${PLACES.join(', ')}`;
  process.stderr.write(`${reason}\n`);
  return reason;
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: found ?? PLACES[0], args: ['--no-sandbox'] });

const CAUSED = /^Failed to load resource: (the server responded with a status of 4|net::ERR_FAILED)/;
const full = process.env['PAYDESK_FULL'] === '1';

/** A screen and its lighting: in full, every page is looked at in all four; else in one of each. */
export interface Look {
  readonly name: string;
  readonly phone: boolean;
  readonly scheme: 'light' | 'dark';
}

const few: readonly Look[] = [
  { name: '390-dark', phone: true, scheme: 'dark' },
  { name: '1280-light', phone: false, scheme: 'light' },
];

const others: readonly Look[] = [
  { name: '390-light', phone: true, scheme: 'light' },
  { name: '1280-dark', phone: false, scheme: 'dark' },
];

export const looks = full ? [...few, ...others] : few;

/** For long stories: every look at the full size, else the phone in the dark or the desk in daylight, so that both are seen every day. */
export const looksFrom = (place: 'phone' | 'desk'): readonly Look[] => (full ? looks : few.filter(({ phone }) => phone === (place === 'phone')));

export interface Visit {
  readonly look: Look;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors that the pages threw or the browser reported, except refused and lost calls, which stories cause on purpose. */
  readonly faults: string[];
}

/** A visitor without history. */
export async function openVisit(browser: Browser, look: Look): Promise<Visit> {
  const viewport = look.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, colorScheme: look.scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !CAUSED.test(message.text())) faults.push(message.text());
  });
  return { look, context, page, faults };
}
