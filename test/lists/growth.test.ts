import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/database/connect.js';
import type { DatabasePool } from '../../src/adapters/database/connect.js';
import { createWorld } from '../../src/adapters/database/transact.js';
import { reactions } from '../../src/core/reactions.js';
import type { Reader } from '../../src/core/tx.js';
import { writeHistory } from '../bench/history.js';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { countStatements } from './count-statements.js';
import { PAGES } from './pages.js';

const INVOICES = process.env['PAYDESK_FULL'] ? 1_000_000 : 20_000;
/** A page and what is shown of each of its rows; two hundred customers are read whole sooner than looked up. */
const MOST_ROWS = 400;
/** The thousand newest of one's own are searched by parts. */
const MOST_SEARCHED = 1_300;
/** A page by index: 26 entries, and for each the two or three things shown of it through trees of four levels. */
const MOST_BLOCKS = 400;

/** Time among neighbours says little; what a plan reads says it all (npm run bench -- history measures the time). */
describe(`lists among ${INVOICES} invoices`, () => {
  let database: TestDatabase;
  let pool: DatabasePool;
  let reader: Reader;
  let customerId: string;
  beforeAll(async () => {
    database = await cloneDatabase();
    pool = createPool(database.superuserUrl, { max: 1 });
    await pool.query('SET statement_timeout = 0; SET transaction_timeout = 0');
    customerId = await writeHistory(pool, INVOICES);
    reader = createWorld({ pool, clock: { now: () => new Date() }, reactions, prepared: true, processor: () => { throw new Error('no network here'); } }).read;
  }, 600_000);
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it.each(PAGES)('%s: reads a page, not the table', async (name, show) => {
    const most = name === 'among one’s own' ? MOST_SEARCHED : MOST_ROWS;
    const { statements } = await countStatements(() => show(reader, customerId));
    let rows = 0;
    let blocks = 0;
    for (const { text, values } of statements.filter((statement) => statement.text.includes('WITH page'))) {
      const explained = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, [...values]);
      const plan = explained.rows[0]!['QUERY PLAN'][0].Plan;
      rows += rowsRead(plan);
      blocks += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    }
    expect(blocks).toBeGreaterThan(0);
    expect({ rows: rows <= most ? 'few' : rows, blocks: blocks <= MOST_BLOCKS ? 'few' : blocks }).toEqual({ rows: 'few', blocks: 'few' });
  });
});

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** What the leaves of a plan read, shown or thrown away. */
function rowsRead(node: PlanNode): number {
  if (node.Plans?.length) return node.Plans.reduce((sum, below) => sum + rowsRead(below), 0);
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}
