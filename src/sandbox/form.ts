/** What a form body or query string decodes to: text leaves, lists and named groups. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

const MAX_DEPTH = 20;

/** Decodes `a[b][c]=v`, `a[]=v` and `a[0]=v`, as Stripe's libraries write them. */
export function decodeForm(text: string): Form {
  const root: Form = Object.create(null) as Form;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    assign(root, pathOf(name), equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return asLists(root) as Form;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !name.endsWith(']')) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split('][')].slice(0, MAX_DEPTH);
}

function assign(root: Form, path: string[], value: string): void {
  let group = root;
  for (const key of path.slice(0, -1)) {
    const named = keyIn(group, key);
    const next = group[named];
    if (typeof next === 'object' && !Array.isArray(next)) group = next;
    else group = group[named] = Object.create(null) as Form;
  }
  group[keyIn(group, path.at(-1) ?? '')] = value;
}

/** `[]` means "the next place in the list". */
function keyIn(group: Form, key: string): string {
  return key === '' ? String(Object.keys(group).length) : key;
}

function asLists(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  for (const key of keys) value[key] = asLists(value[key] ?? '');
  if (keys.length > 0 && keys.every((key, place) => key === String(place))) return keys.map((key) => value[key] ?? '');
  return value;
}
