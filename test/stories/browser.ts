import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';

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

const SETTLED_MS = 250;
const SETTLE_LIMIT_MS = 15_000;

export interface Visit {
  readonly look: Look;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Comes back when nothing is asked of a server and nothing has been answered for a moment: no page is fading any more. */
  settle(): Promise<void>;
  /** Errors that the pages threw or the browser reported, except refused and lost calls, which stories cause on purpose. */
  readonly faults: string[];
}

/** A visitor without history. */
export async function openVisit(browser: Browser, look: Look): Promise<Visit> {
  const viewport = look.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, colorScheme: look.scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !CAUSED.test(message.text())) faults.push(message.text());
  });
  return { look, context, page, faults, settle: watch(page) };
}

function watch(page: Page): () => Promise<void> {
  const underWay = new Set<Request>();
  let lastEnd = 0;
  const end = (request: Request) => {
    underWay.delete(request);
    lastEnd = Date.now();
  };
  page.on('request', (request) => underWay.add(request));
  // An answer whose body nobody reads, as a refusal's or the refreshed session's, is never finished; of all others the body counts, which is the program itself at times.
  page.on('response', (response) => { if (!response.ok() || response.url().endsWith('/session/refresh')) end(response.request()); });
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  return async () => {
    const called = Date.now();
    do await page.waitForTimeout(SETTLED_MS / 5);
    while ((underWay.size > 0 || Date.now() - Math.max(called, lastEnd) < SETTLED_MS) && Date.now() - called < SETTLE_LIMIT_MS);
    // On a busy machine what has arrived is not yet drawn.
    await page.locator('h1').first().waitFor();
    await page.evaluate('new Promise((drawn) => requestIdleCallback(drawn, { timeout: 1_000 }))');
  };
}
