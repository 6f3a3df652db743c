import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import { LARGEST_AMOUNT } from '../../kernel/money.js';
import type { ProposalContent, Stage } from './proposal.js';

const LONGEST_TITLE = 200;
const LONGEST_DESCRIPTION = 20_000;
const MOST_STAGES = 60;
const MOST_DUE_DAYS = 3_650;
/** Beyond, PostgreSQL and JavaScript count years differently. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Content as it is kept: texts cleaned, every part within its bounds, stages that add up. `input_invalid`, `amount_invalid`. */
export function checkedContent(content: ProposalContent, currency: string): ProposalContent {
  const { total, monthlyRecurring, validUntil, stages } = content;
  if (content.currency !== currency) throw wrong('currency');
  if (total <= 0n || total > LARGEST_AMOUNT) throw new Failure('amount_invalid', { field: 'total_amount' });
  if (monthlyRecurring < 0n || monthlyRecurring > LARGEST_AMOUNT) throw new Failure('amount_invalid', { field: 'monthly_recurring_amount' });
  if (validUntil !== null && !(validUntil.getTime() >= 0 && validUntil.getTime() <= LATEST)) throw wrong('valid_until');
  const description = content.description === null ? '' : storableText(content.description).replace(/[^\P{Cc}\n\t]/gu, ' ').trim();
  if (description.length > LONGEST_DESCRIPTION) throw wrong('description');
  return {
    title: oneLine(content.title, 'title'), description: description === '' ? null : description, currency, total, monthlyRecurring, validUntil,
    stages: checkedStages(stages),
  };
}

function checkedStages(stages: readonly Stage[]): Stage[] {
  if (stages.length === 0 || stages.length > MOST_STAGES) throw wrong('billing_schedule');
  for (const { shareBp, dueDays } of stages) {
    if (!Number.isInteger(shareBp) || shareBp < 1 || shareBp > 10_000) throw wrong('billing_schedule.percentage');
    if (dueDays !== null && !(Number.isInteger(dueDays) && dueDays >= 0 && dueDays <= MOST_DUE_DAYS)) throw wrong('billing_schedule.due_days');
  }
  const sum = stages.reduce((all, { shareBp }) => all + shareBp, 0);
  if (sum !== 10_000) throw wrong('billing_schedule', { sum: sum / 100 });
  return stages.map(({ shareBp, milestone, dueDays }) => ({ shareBp, milestone: oneLine(milestone, 'billing_schedule.milestone'), dueDays }));
}

function oneLine(text: string, field: string): string {
  const kept = storableText(text).replace(/\p{Cc}+/gu, ' ').trim();
  if (kept.length === 0 || kept.length > LONGEST_TITLE) throw wrong(field);
  return kept;
}

function wrong(field: string, more: Record<string, unknown> = {}): Failure {
  return new Failure('input_invalid', { field, ...more });
}

/** Does it say the same? */
export function saysTheSame(a: ProposalContent, b: ProposalContent): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain({ title, description, currency, total, monthlyRecurring, validUntil, stages }: ProposalContent): unknown {
  return [title, description, currency, total.toString(), monthlyRecurring.toString(), validUntil?.getTime() ?? null, stages.map((s) => [s.shareBp, s.milestone, s.dueDays])];
}
