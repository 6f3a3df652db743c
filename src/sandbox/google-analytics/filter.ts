import { Refusal } from './refusal.js';

type Json = Record<string, unknown>;

/** Whether the fields of a row pass a FilterExpression. Fields that `of` does not know pass: they are judged where they are known. */
export function passes(filter: Json | null, of: (field: string) => string | undefined): boolean {
  if (filter === null) return true;
  if (filter['andGroup']) return members(filter['andGroup']).every((one) => passes(one, of));
  if (filter['orGroup']) return members(filter['orGroup']).some((one) => passes(one, of));
  if (filter['notExpression']) {
    const inner = filter['notExpression'] as Json;
    return fieldOf(inner) !== undefined && of(fieldOf(inner)!) === undefined ? true : !passes(inner, of);
  }
  const one = (filter['filter'] ?? {}) as Json;
  const value = of(String(one['fieldName']));
  return value === undefined || matches(one, value);
}

function matches(filter: Json, value: string): boolean {
  const inList = filter['inListFilter'] as { values?: string[] } | undefined;
  if (inList) return (inList.values ?? []).some((wanted) => wanted.toLowerCase() === value.toLowerCase());
  const text = filter['stringFilter'] as { value?: string; matchType?: string | number } | undefined;
  if (text && (text.matchType === undefined || text.matchType === 'EXACT' || text.matchType === 1)) return value.toLowerCase() === String(text.value ?? '').toLowerCase();
  throw new Refusal(400, 'This stand-in filters by inListFilter and exact stringFilter only.');
}

const members = (group: unknown): Json[] => (group as { expressions?: Json[] }).expressions ?? [];
const fieldOf = (filter: Json): string | undefined => (filter['filter'] as { fieldName?: string } | undefined)?.fieldName;
