/** A word that must not stand in some files, and what to use instead. */
export interface BannedWord {
  readonly name: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files the rule is about. */
  readonly within: RegExp;
  /** Files where the word is at home. */
  readonly except?: RegExp;
  /** A line that breaks the rule, to prove that the pattern sees it. */
  readonly example: string;
}

const SOURCE = /^(src|web|test|scripts)\/.*\.(ts|tsx|mjs)$/;
const PRODUCT = /^(src|web)\/.*\.tsx?$/;
const CORE = /^src\/core\/.*\.ts$/;
const TEST = /(\.test\.tsx?$|^test\/)/;

export const bannedWords: readonly BannedWord[] = [
  {
    name: 'settings of the process', pattern: /\bprocess\.env\b/, instead: 'src/config.ts, the only reader of the environment',
    within: /^(src|web)\//, except: /^src\/(config(\.ts|\/)|sandbox\/)|\.test\.tsx?$/, example: "const url = process.env['DATABASE_URL'];",
  },
  {
    name: 'a clock of its own', pattern: /\bDate\.now\(|\bnew Date\(\)|\bTemporal\.Now\./, instead: 'tx.now or the injected clock',
    within: CORE, except: TEST, example: 'const at = new Date();',
  },
  {
    name: "the database's clock", pattern: /\b(now|clock_timestamp|statement_timestamp)\(\)\s*(,|\)|-|\+|AT|`|$)|\bCURRENT_TIMESTAMP\b/, instead: 'an instant given as a parameter',
    within: /^src\/core\/.*store\.ts$/, example: 'text: `UPDATE payments SET updated_at = now()`,',
  },
  {
    name: 'printing', pattern: /\bconsole\.\w+\(/, instead: 'the logger, or stdout/stderr in the command line',
    within: PRODUCT, except: /^src\/(cli\/|main\.ts)|\.test\.tsx?$/, example: 'console.log(payment);',
  },
  { name: 'any', pattern: /\bas any\s*[;,)\]}.]|\w\??: any(\[\])?\s*[;,)=|}]|<any>/, instead: 'unknown and a check', within: SOURCE, example: 'const x = y as any;' },
  { name: 'a silenced compiler', pattern: /@ts-(ignore|nocheck|expect-error)/, instead: 'a type that says what is meant', within: SOURCE, example: '// @ts-ignore' },
  { name: 'a silenced linter', pattern: /\b(oxlint|eslint)-disable/, instead: 'code that the rule agrees with', within: SOURCE, example: '// oxlint-disable-next-line react-hooks/exhaustive-deps' },
  { name: 'wholesale exports', pattern: /^\s*export \*/, instead: 'names exported one by one', within: PRODUCT, example: "export * from './post.js';" },
  {
    name: 'floating money', pattern: /\.toFixed\(|\bparseFloat\(/, instead: 'kernel/money.ts, or the views of an API',
    within: /^src\//, except: /^src\/(kernel\/money\.ts|apis\/[^/]+\/views[^/]*\.ts|sandbox\/|cli\/)|\.test\.ts$/, example: 'const dollars = (cents / 100).toFixed(2);',
  },
  { name: 'unfinished work', pattern: /\b(TODO|FIXME)\b/, instead: 'the work itself', within: SOURCE, example: '// TODO: later' },
  {
    name: 'SQL outside a store', pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|`\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s/, instead: "the module's store.ts",
    within: /^src\/(core|apis)\/.*\.ts$/, except: /\/([a-z-]+-)?store\.ts$|\.test\.ts$/, example: "const row = await tx.db.selectFrom('payments');",
  },
];

/** Names that say nothing about what is inside. */
export const bannedNames = /(^|[/-])(utils?|helpers?|common|misc|managers?|services?)(\.test)?\.(ts|tsx|mjs)$|(^|\/)(utils?|helpers?|common|misc)\//;

export const LONGEST_FILE = 300;
export const LONGEST_README = 40;
