import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');

/** A contract with two endpoints and what somebody might write beside it. */
function source(handlers: string): string {
  return `
import Type from 'typebox';
import type { Handlers } from '../../../src/apis/call.js';
import type { Contract } from '../../../src/apis/endpoint.js';
const contract = {
  'GET /a/{id}': { summary: '', access: 'customer', params: Type.Object({ id: Type.String() }), reply: Type.Object({ name: Type.String() }), fails: '' },
  'POST /b': { summary: '', access: 'public', body: Type.Object({ amount: Type.Number() }), reply: Type.Object({ ok: Type.Boolean() }), fails: '' },
} as const satisfies Contract;
export const handlers: Handlers<typeof contract, null> = {
${handlers}
};
`;
}

const A = "  'GET /a/{id}': async ({ params, customerId }) => ({ name: params.id + customerId.length }),";
const B = "  'POST /b': async ({ body }) => ({ ok: body.amount > 0 }),";

const cases: Record<string, { text: string; wrong: string | null }> = {
  right: { text: source(`${A}\n${B}`), wrong: null },
  missing: { text: source(A), wrong: "Property ''POST /b'' is missing" },
  reply: { text: source(`${A}\n  'POST /b': async () => ({ ok: 1 }),`), wrong: 'is not assignable' },
  misspelt: { text: source(`${A}\n  'POST /b': async ({ body }) => ({ ok: body.amuont > 0 }),`), wrong: "'amuont' does not exist" },
  extra: { text: source(`${A}\n${B}\n  'POST /c': async () => ({ ok: true }),`), wrong: "''POST /c'' does not exist" },
  nobody: { text: source(`${A}\n  'POST /b': async ({ who }) => ({ ok: who.userId !== '' }),`), wrong: "'who' is possibly 'null'|does not exist on type 'never'|'who' is possibly" },
};

describe('contracts and handlers', () => {
  let folder: string;
  let told: string;

  beforeAll(() => {
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(join(CACHE, 'compile-'));
    for (const [name, { text }] of Object.entries(cases)) writeFileSync(join(folder, `${name}.ts`), text);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'] }));
    told = compile(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(cases))('%s', (name, { wrong }) => {
    const lines = told.split('\n').filter((line) => line.includes(`${name}.ts(`) || (wrong !== null && line.startsWith(' '))).join('\n');
    if (wrong === null) expect(lines).toBe('');
    else {
      expect(told).toContain(`${name}.ts(`);
      expect(lines).toMatch(new RegExp(wrong));
    }
  });
});

function compile(folder: string): string {
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript7/bin/tsc'), '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
