import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationPage, exampleFile } from './document.js';

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the written pages are those of the schema (npm run document writes them)', () => {
  expect(file('docs/configuration.md')).toBe(configurationPage());
  expect(file('.env.example')).toBe(exampleFile());
});
