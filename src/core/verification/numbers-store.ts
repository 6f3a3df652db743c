import type { Reader, Statement } from '../tx.js';

const seriesRows: Statement<{ series: string; next: bigint }> = { name: 'verify_series', text: 'SELECT series, next FROM number_series' };

/** Series → the number it gives next. */
export async function readSeries(reader: Reader): Promise<Map<string, bigint>> {
  return new Map((await reader.run(seriesRows)).map((row) => [row.series, row.next]));
}

export interface Gap { id: string; text: string; number: bigint; before: bigint }

/**
 * Rows whose number does not follow the one before. The number is the digits behind the prefix, at least five;
 * a prefix may itself end in a digit, so no more digits are taken than the series has reached.
 */
export async function numberGaps(reader: Reader, table: 'invoices' | 'credit_notes', next: bigint): Promise<{ count: bigint; highest: bigint; gaps: Gap[] }> {
  const digits = Math.max(5, next.toString().length);
  const numbered = `SELECT id, number AS text, substring(number FROM '[0-9]{5,${digits}}$')::bigint AS n FROM ${table} WHERE number IS NOT NULL`;
  const totals: Statement<{ count: bigint; highest: bigint }> = {
    name: `verify_numbers_${table}_${digits}`, text: `SELECT count(*) AS count, coalesce(max(n), 0) AS highest FROM (${numbered}) AS numbered`,
  };
  const gaps: Statement<Gap> = {
    name: `verify_gaps_${table}_${digits}`,
    text: `SELECT id, text, n AS number, before FROM (SELECT id, text, n, coalesce(lag(n) OVER (ORDER BY n, id), 0) AS before FROM (${numbered}) AS numbered) AS followed
           WHERE n IS DISTINCT FROM before + 1 ORDER BY n LIMIT 500`,
  };
  const [total] = await reader.run(totals);
  return { count: total?.count ?? 0n, highest: total?.highest ?? 0n, gaps: await reader.run(gaps) };
}
