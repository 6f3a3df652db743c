import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { circle, plants, scenery } from './planted.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const config = join(root, '.dependency-cruiser.cjs');
const rules = (require(config) as { forbidden: { name: string }[] }).forbidden.map((rule) => rule.name);
const copy = mkdtempSync(join(tmpdir(), 'paydesk-walls-'));

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the walls', () => {
  it('stand in the tree as it is, and every source file was looked at', async () => {
    const files = sourceFiles();
    const { modules, summary } = await cruise(root);
    const seen = new Set(modules.map((m) => m.source));
    const unseen = files.filter((file) => !seen.has(file));
    // A compiler that the cruiser does not know makes it see nothing and report success.
    expect(modules.length).toBeGreaterThan(100);
    expect(unseen).toEqual([]);
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
  });

  it('have a plant each', () => {
    expect(plants.map((p) => p.rule).sort()).toEqual([...rules].sort());
  });

  it('catch each plant', async () => {
    layCopy();
    const { summary } = await cruise(copy);
    const caught = new Set(summary.violations.map((v) => `${v.rule.name} ${v.from}`));
    const escaped = plants.filter((p) => !caught.has(`${p.rule} ${p.file}`)).map((p) => `${p.rule} by ${p.file}`);
    expect(escaped).toEqual([]);
  });
});

function layCopy(): void {
  for (const folder of ['src', 'web'].filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  cpSync(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'));
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { file, text } of [...scenery, ...plants, circle]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
}

function cruise(folder: string): Promise<Cruise> {
  const folders = ['src', 'web'].filter((name) => existsSync(join(folder, name)));
  const args = [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', config, '--output-type', 'json', ...folders];
  return new Promise((resolve, reject) => {
    // Violations make it exit with their number; the report on stdout is what counts.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Cruise);
      else reject(new Error(stderr || String(error)));
    });
  });
}

function sourceFiles(): string[] {
  const under = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? under(path) : /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
  return ['src', 'web'].filter((name) => existsSync(join(root, name))).flatMap(under);
}
