#!/usr/bin/env node
// The entry: builds what is not built yet, then hands over to src/main.ts.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Paydesk needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

const environmentFile = fileURLToPath(new URL('../.env', import.meta.url));
if (existsSync(environmentFile)) process.loadEnvFile(environmentFile);

const started = performance.now();
const say = (text) => process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
const { ensureBuilt } = await import('../scripts/build.mjs');
try {
  await ensureBuilt({ web: ['start', 'serve'].includes(process.argv[2] ?? ''), say });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
await import('../dist/server/main.js');
