import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Visit } from './browser.js';

const FOLDER = fileURLToPath(new URL('../../test-results/stories', import.meta.url));
const full = process.env['PAYDESK_FULL'] === '1';

/** Holds the page to axe (every rule), to its width and to silence in the console; in full, takes a picture of it, too. */
export async function lookAt({ page, look, faults, settle }: Visit, name: string): Promise<void> {
  // Fading in is not yet the colour that is meant.
  await settle();
  if (full) {
    mkdirSync(FOLDER, { recursive: true });
    await page.screenshot({ path: join(FOLDER, `${name}-${look.name}.png`), fullPage: true });
  }
  // Every rule is tried; what passes is not written out, which costs as much again.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found, `axe on ${name} at ${look.name}`).toEqual([]);
  const tooWide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(tooWide, `${name} at ${look.name} scrolls sideways`).toBeLessThanOrEqual(0);
  expect(faults, `console on ${name} at ${look.name}`).toEqual([]);
}
