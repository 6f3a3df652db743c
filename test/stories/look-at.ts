import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { Visit } from './browser.js';

const FOLDER = fileURLToPath(new URL('../../test-results/stories', import.meta.url));
const full = process.env['PAYDESK_FULL'] === '1';

/** Holds the page to axe (every rule), to its width and to silence in the console; in full, takes a picture of it, too. */
export async function lookAt({ page, look, faults, settle }: Visit, name: string): Promise<void> {
  // Fading in is not yet the colour that is meant.
  await settle();
  if (full) {
    mkdirSync(FOLDER, { recursive: true });
    await takePicture(page, join(FOLDER, `${name}-${look.name}.png`));
  }
  // Every rule is tried; what passes is not written out, which costs as much again.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found, `axe on ${name} at ${look.name}`).toEqual([]);
  const tooWide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(tooWide, `${name} at ${look.name} scrolls sideways`).toBeLessThanOrEqual(0);
  expect(faults, `console on ${name} at ${look.name}`).toEqual([]);
}

/** The whole page, in a window as high as it is: Chromium's own way makes the window one pixel wide for a moment at times, and a page that turns into its narrow self forgets what was begun. */
async function takePicture(page: Page, path: string): Promise<void> {
  const window = page.viewportSize()!;
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width: window.width, height: Math.max(height, window.height) });
  await page.screenshot({ path });
  await page.setViewportSize(window);
}
