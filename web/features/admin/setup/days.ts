const MOST = 10;
const LONGEST = 365;

/** Days as they are typed ("1, 7, 14"), or null for what is no rising list of at most ten. */
export function readDays(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length > MOST || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  const days = parts.map(Number);
  return days.every((day, i) => day <= LONGEST && (i === 0 || day > days[i - 1]!)) ? days : null;
}
