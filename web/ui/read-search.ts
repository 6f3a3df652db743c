type Search = Readonly<Record<string, unknown>>;

/** What is written in an address under this name, if it is there and looks as it should. The router reads digits as a number. */
export function textIn<Name extends string>(search: Search, name: Name, pattern = /./): { [name in Name]?: string } {
  const text = typeof search[name] === 'number' ? String(search[name]) : search[name];
  return (typeof text === 'string' && pattern.test(text) ? { [name]: text } : {}) as { [name in Name]?: string };
}

/** One of the words that are known; another is left out rather than sent. */
export function wordIn<Name extends string, Word extends string | undefined>(search: Search, name: Name, known: readonly Word[]): { [name in Name]?: Exclude<Word, undefined> } {
  const word = known.find((one) => one === search[name]);
  return (word === undefined ? {} : { [name]: word }) as { [name in Name]?: Exclude<Word, undefined> };
}

export const AN_ID = /^[0-9a-f-]{36}$/;
