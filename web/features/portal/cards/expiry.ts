const SOON_MONTHS = 2;

/** A card is good until the end of its month. */
export function expiryOf(month: number, year: number, today: Date): 'good' | 'soon' | 'expired' {
  const left = year * 12 + month - 1 - (today.getFullYear() * 12 + today.getMonth());
  if (left < 0) return 'expired';
  return left < SOON_MONTHS ? 'soon' : 'good';
}
