import { Failure } from './failure.js';
import { divideHalfUp, parseMajor } from './money.js';
import type { Ppm } from './money.js';

/** Percent (8.25) as parts per million (82,500); `input_invalid` outside 0–100 or beyond four digits. */
export function percentToPpm(percent: number | string): Ppm {
  const ppm = Number(parseMajor(percent, 4));
  if (ppm < 0 || ppm > 1_000_000) throw new Failure('input_invalid', { field: 'percent' });
  return ppm;
}

/** Parts per million (82,500) as percent (8.25), for showing. */
export function ppmToPercent(ppm: Ppm): number {
  return ppm / 10_000;
}

/** `part` of `whole` in percent with `digits` behind the point, half-up; 0 when there is no whole. */
export function percentage(part: bigint, whole: bigint, digits = 1): number {
  if (whole === 0n) return 0;
  const scale = 10n ** BigInt(digits);
  return Number(divideHalfUp(part * 100n * scale, whole)) / Number(scale);
}
