import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allowed, longFiles } from './tidy-exceptions.js';
import { bannedNames, bannedWords, LONGEST_FILE, LONGEST_README } from './tidy-rules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = ['src', 'web', 'test', 'scripts'].flatMap((folder) => under(folder)).filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

describe('files', () => {
  it('are short', () => {
    const tooLong = files.map((file) => ({ file, lines: linesOf(file) })).filter(({ file, lines }) => lines > (longFiles[file]?.lines ?? LONGEST_FILE));
    expect(tooLong.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
  });

  it('leave the list of exceptions when they are short again', () => {
    const stale = Object.keys(longFiles).filter((file) => !existsSync(join(root, file)) || linesOf(file) <= LONGEST_FILE);
    expect(stale).toEqual([]);
  });

  it('have names that say what is inside', () => {
    expect(files.filter((file) => bannedNames.test(file))).toEqual([]);
    expect(bannedNames.test('src/core/payments/helpers.ts')).toBe(true);
  });
});

describe('words that have a better place', () => {
  for (const rule of bannedWords) {
    it(`${rule.name}: use ${rule.instead}`, () => {
      expect(rule.pattern.test(rule.example), 'the rule sees its own example').toBe(true);
      const exceptions = allowed[rule.name] ?? {};
      const about = files.filter((file) => rule.within.test(file) && !rule.except?.test(file) && !file.startsWith('test/architecture/'));
      const hits = about.flatMap((file) => brokenLines(file, rule.pattern));
      expect(hits.filter((hit) => !(hit.file in exceptions)).map((hit) => `${hit.file}:${hit.line} ${hit.text}`)).toEqual([]);
      const stale = Object.keys(exceptions).filter((file) => !hits.some((hit) => hit.file === file));
      expect(stale, 'exceptions no longer needed').toEqual([]);
    });
  }
});

describe('what runs inside a transaction', () => {
  it('has no hold on the world outside it', () => {
    // `tx` cannot reach the network by type; a closure over `world` or a processor could.
    const seen = files.filter((file) => /^src\/(core|apis)\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'));
    expect(seen.flatMap((file) => outsideInTransactions(textOf(file)).map((text) => `${file}: ${text}`))).toEqual([]);
    expect(outsideInTransactions('await world.transact(async (tx) => { await processor.refund(x); })')).toEqual(['processor.refund']);
  });
});

describe('papers', () => {
  const modules = readdirSync(join(root, 'src/core'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'ports').map((entry) => entry.name);

  it('every core module says what it owns and what it never does', () => {
    const lacking = modules.filter((name) => {
      const file = `src/core/${name}/README.md`;
      return !existsSync(join(root, file)) || !/^\W*Owns/m.test(textOf(file)) || !/^\W*Never/m.test(textOf(file)) || linesOf(file) > LONGEST_README;
    });
    expect(lacking).toEqual([]);
  });

  it('every core module has one entrance', () => {
    expect(modules.filter((name) => !existsSync(join(root, `src/core/${name}/index.ts`)))).toEqual([]);
  });

  it('name only files that exist', () => {
    const papers = [...readdirSync(root).filter((name) => name.endsWith('.md')), ...under('docs').filter((file) => file.endsWith('.md')), ...under('src').filter((file) => file.endsWith('README.md'))];
    const dead = papers.flatMap((paper) => [...textOf(paper).matchAll(/`((?:src|test|web|migrations|docs|scripts)\/[\w./-]+)`|\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, named, linked]) => named ?? join(dirname(paper), linked ?? ''))
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `${paper}: ${file}`));
    expect(dead).toEqual([]);
  });

  it('every table has a prose header', () => {
    const bare = readdirSync(join(root, 'migrations')).filter((name) => /^\d{4}_.*\.sql$/.test(name)).flatMap((name) => bareTables(name));
    expect(bare).toEqual([]);
  });
});

function under(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? under(path) : [path];
  });
}

function linesOf(file: string): number {
  return textOf(file).trimEnd().split('\n').length;
}

function brokenLines(file: string, pattern: RegExp): { file: string; line: number; text: string }[] {
  return textOf(file).split('\n').map((text, index) => ({ file, line: index + 1, text: text.trim() })).filter(({ text }) => pattern.test(text));
}

/** Uses of the world or of a processor between the brackets of a call of transact. */
function outsideInTransactions(text: string): string[] {
  return [...text.matchAll(/\.transact\(/g)].flatMap((call) => {
    const start = call.index + call[0].length;
    let depth = 1;
    let end = start;
    for (; end < text.length && depth > 0; end++) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
    return [...text.slice(start, end).matchAll(/\b(world|processor)\.\w+|\bfetch\(/g)].map((use) => use[0]);
  });
}

function bareTables(name: string): string[] {
  const lines = textOf(`migrations/${name}`).split('\n');
  return lines.flatMap((line, index) => {
    const table = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/.exec(line)?.[1];
    return table && !lines[index - 1]?.startsWith('--') ? [`${name}: ${table}`] : [];
  });
}
