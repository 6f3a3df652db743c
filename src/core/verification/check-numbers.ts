import { numberGaps, readSeries } from './numbers-store.js';
import type { Survey } from './survey.js';

/** Numbers of issued invoices and of credit notes run from one to the counter of their series, each once. */
export async function checkNumbers(survey: Survey): Promise<void> {
  const series = await readSeries(survey.reader);
  for (const [table, name] of [['invoices', 'invoice'], ['credit_notes', 'credit_note']] as const) {
    const next = series.get(name);
    const { count, highest, gaps } = await numberGaps(survey.reader, table, next ?? 1n);
    if (next === undefined && count > 0n) survey.found('number_series', name, `is missing: ${count} numbers were given`);
    for (const gap of gaps) {
      if (gap.number <= gap.before) survey.found(table, gap.id, `has number ${gap.text}, which another row has too`);
      else survey.found(table, gap.id, gap.number - gap.before === 2n ? `number ${gap.number - 1n} is missing before it (${gap.text})` : `numbers ${gap.before + 1n} to ${gap.number - 1n} are missing before it (${gap.text})`);
    }
    if (next !== undefined && highest !== next - 1n) survey.found('number_series', name, `is at ${next}; the last number given is ${highest}`);
    survey.counted(table === 'credit_notes' ? 'credit_notes' : 'number_series', table === 'credit_notes' ? Number(count) : series.size);
  }
}
