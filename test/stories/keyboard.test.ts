import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { seeded } from '../random.js';
import { looksFrom, missingBrowser } from './browser.js';
import { openPage, paydesk, setTheStage, signedIn } from './story.js';

const FULL = process.env['PAYDESK_FULL'] === '1';
const FADED_MS = 250;
const CUSTOMER = ['overview', 'invoices', 'invoices/:own', 'invoices/:own/pay', 'payments', 'cards', 'automatic-payments', 'appointments', 'rewards', 'credits', 'programs', 'purchases', 'proposals', 'usage', 'profile', 'security'];
const ADMIN = ['overview', 'invoices', 'invoices/new', 'invoices/:own', 'customers', 'customers/new', 'payments', 'appointments', 'proposals', 'proposals/new', 'recurring', 'follow-ups', 'programs', 'programs/new', 'credit-packages', 'rewards', 'rewards/catalogue', 'setup'].map((page) => `admin/${page}`);

/** Every page is walked from its first to its last place with Tab: nothing is left out, nothing holds on, and it is always seen where one is. */
describe.skipIf(missingBrowser())('the keyboard alone', () => {
  setTheStage();

  test.each(looksFrom('desk').flatMap((look) => [['Customer', CUSTOMER, look] as const, ['Admin', ADMIN, look] as const]))('takes a %s everywhere', async (login, pages, look) => {
    const own = String(paydesk.demo.ids['portal.unpaid_invoice_id']);
    const visit = await signedIn(look, login);
    for (const path of chosen(pages)) {
      await openPage(`/${path.replace(':own', own)}`, /./, visit);
      // What comes later would be a place that nobody counted.
      await visit.page.waitForLoadState('networkidle');
      await visit.settle();
      expect(await walk(visit.page), `${path} at ${look.name}`).toEqual({ left: [], unmarked: [], held: false });
    }
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  });
});

/** In full every page; else a third of them, others each time. */
function chosen(pages: readonly string[]): readonly string[] {
  if (FULL) return pages;
  const random = seeded('keyboard');
  const first = random.below(3);
  return pages.filter((_page, place) => place % 3 === first);
}

/** What Tab does not reach, what does not show that it is reached, and whether the walk comes to no end. */
async function walk(page: Page): Promise<{ left: string[]; unmarked: string[]; held: boolean }> {
  const places = await page.evaluate<number>(FIND_PLACES);
  const reached = new Set<number>();
  const unmarked: string[] = [];
  let last = -1;
  for (let step = 0; step < places * 4 + 5; step++) {
    await page.keyboard.press('Tab');
    const where = () => page.evaluate<{ place: number; marked: boolean; name: string }>(WHERE);
    const { place, marked, name } = await where();
    // The day, the month and the year of a date are one place.
    if (place === last) continue;
    // Out of the page, or round once.
    if (place === -1 || reached.has(place)) return { left: await page.evaluate<string[]>(`(${LEFT})(${JSON.stringify([...reached])})`), unmarked, held: false };
    reached.add(place);
    last = place;
    if (marked) continue;
    await page.waitForTimeout(FADED_MS);
    if (!(await where()).marked) unmarked.push(name);
  }
  return { left: [], unmarked, held: true };
}

const LOOKS = `(el) => [el, el.parentElement, el.nextElementSibling].filter(Boolean).map((one) => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderTopColor, s.backgroundColor].join(); }).join(';')`;
const NAME = `(el) => el.tagName + ' ' + (el.getAttribute('aria-label') || el.textContent || el.getAttribute('name') || el.getAttribute('placeholder') || '').trim().slice(0, 40)`;

/** Numbers the places in the document's order, and keeps how each looks before. Of radios with one name, only one is a place. */
const FIND_PLACES = `(() => {
  document.activeElement?.blur();
  window.getSelection()?.removeAllRanges();
  const groups = new Set();
  const places = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter((el) => {
    if (el.tabIndex < 0 || el.disabled || el.type === 'hidden' || el.closest('[inert]') || !el.checkVisibility({ visibilityProperty: true })) return false;
    if (el.type !== 'radio' || !el.name) return true;
    const checked = document.querySelector('input[type=radio][name="' + el.name + '"]:checked');
    if (groups.has(el.name) || (checked && checked !== el)) return false;
    groups.add(el.name);
    return true;
  });
  window.walked = places.map((el) => ({ el, before: (${LOOKS})(el), name: (${NAME})(el) }));
  return places.length;
})()`;
const WHERE = `(() => {
  const el = document.activeElement;
  const place = window.walked.findIndex((one) => one.el === el);
  return { place: el === document.body ? -1 : place >= 0 ? place : -2, marked: place >= 0 && (${LOOKS})(el) !== window.walked[place].before, name: el ? (${NAME})(el) : '' };
})()`;
const LEFT = `(reached) => window.walked.filter((_, place) => !reached.includes(place)).map((one) => one.name)`;
