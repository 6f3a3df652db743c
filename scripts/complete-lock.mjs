// A registry mirror may lack the builds of a package for other systems; npm then leaves them out of the lock, and
// `npm ci` refuses it everywhere. This puts them back as what they are: optional, for their own system only.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const node of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(node.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const build = /\/binding-(.+)$/.exec(name)?.[1];
    if (!build || place in lock.packages || !/^\d+\.\d+\.\d+/.test(version)) continue;
    const [system, processor, library] = build.split('-');
    lock.packages[place] = {
      version,
      cpu: [system === 'wasm32' ? 'wasm32' : processor],
      ...(node.dev && { dev: true }),
      license: 'MIT',
      optional: true,
      ...(system !== 'wasm32' && { os: [system] }),
      ...((library === 'gnu' || library === 'musl') && { libc: [library === 'gnu' ? 'glibc' : 'musl'] }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} builds for other systems put back into the lock\n`);
