const UNSTORABLE = /[\u0000]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * JSON text that a jsonb column always takes: bigints as decimal text, undefined members left out,
 * NUL and lone surrogates (which PostgreSQL refuses) as U+FFFD, in values and in member names.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'bigint') return member.toString();
    if (typeof member === 'string') return storableText(member);
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) return withStorableKeys(member);
    return member;
  });
}

/** Text that a text column always takes. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}

function withStorableKeys(object: object): object {
  if (Object.keys(object).every((key) => storableText(key) === key)) return object;
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [storableText(key), member]));
}
