/** A stage as it is typed. The last one takes what the others leave. */
export interface TypedStage {
  key: string;
  milestone: string;
  /** Percent with two digits at most; of the last stage nothing is read. */
  percent: string | number;
  /** Days after acceptance; empty: the customer's own terms. */
  dueDays: string | number;
}

const WHOLE_BP = 10_000;

/** Percent as hundredths, or null for what is none: 33.33 → 3333. */
export function readPercent(percent: string | number): number | null {
  const text = String(percent).trim();
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return null;
  const [whole = '0', digits = ''] = text.split('.');
  const bp = Number(whole) * 100 + Number(digits.padEnd(2, '0'));
  return bp >= 1 && bp <= WHOLE_BP ? bp : null;
}

/** What every stage is billed of the whole: the last always makes it 100, and is null when nothing is left for it. */
export function sharesOf(stages: readonly TypedStage[]): (number | null)[] {
  const typed = stages.slice(0, -1).map(({ percent }) => readPercent(percent));
  const rest = WHOLE_BP - typed.reduce((sum: number, bp) => sum + (bp ?? 0), 0);
  return [...typed, rest >= 1 ? rest : null];
}

/** Another stage shares the last one's part with it, so that all still make 100. */
export function withAnother(stages: readonly TypedStage[], key: string): TypedStage[] {
  const last = stages.at(-1);
  const rest = sharesOf(stages).at(-1) ?? null;
  if (!last || rest === null || rest < 2) return [...stages];
  return [...stages.slice(0, -1), { ...last, percent: percentText(Math.ceil(rest / 2)) }, { key, milestone: '', percent: '', dueDays: 30 }];
}

export function percentText(bp: number): string {
  return (bp / 100).toFixed(2).replace(/\.?0+$/, '');
}

/** Amounts in the smallest unit: the cumulative share rounded half-up, minus what came before, as the server bills them. */
export function amountsOf(total: bigint, shares: readonly number[]): bigint[] {
  let share = 0n;
  let billed = 0n;
  return shares.map((bp) => {
    share += BigInt(bp);
    const upTo = (2n * total * share + BigInt(WHOLE_BP)) / (2n * BigInt(WHOLE_BP));
    const part = upTo - billed;
    billed = upTo;
    return part;
  });
}
