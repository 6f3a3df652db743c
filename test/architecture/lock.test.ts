import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Node { optionalDependencies?: Record<string, string>; resolved?: string; version?: string }

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as { packages: Record<string, Node> };

describe('package-lock.json', () => {
  it('has the builds for every system (else `npm ci` refuses it): node scripts/complete-lock.mjs', () => {
    const missing = Object.values(lock.packages).flatMap((node) => Object.keys(node.optionalDependencies ?? {}))
      .filter((name) => /\/binding-/.test(name) && !(`node_modules/${name}` in lock.packages));
    expect(missing).toEqual([]);
  });

  it('records no download addresses', () => {
    expect(Object.entries(lock.packages).filter(([, node]) => node.resolved?.startsWith('http')).map(([place]) => place)).toEqual([]);
  });
});
