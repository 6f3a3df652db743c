import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationPage, exampleFile } from '../src/config/document.js';

/** Writes the files that are generated from the settings' schema. */
const root = new URL('..', import.meta.url);
mkdirSync(fileURLToPath(new URL('docs', root)), { recursive: true });
writeFileSync(fileURLToPath(new URL('docs/configuration.md', root)), configurationPage());
writeFileSync(fileURLToPath(new URL('.env.example', root)), exampleFile());
