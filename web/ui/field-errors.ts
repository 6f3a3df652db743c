import { ApiError } from '../client.js';

/** What to say beside a field, by the server's name of the field. */
type Sentences<Field extends string> = Readonly<Record<Field, string>>;
type FieldErrors<Field extends string> = { readonly [F in Field]?: string };

/**
 * Which of a form's fields the server refused, each with its sentence. Schemas name them in `fields`, rules in `field`;
 * those that the form does not have are left out.
 */
export function fieldErrors<Field extends string>(error: Error | null, sentences: Sentences<Field>): FieldErrors<Field> {
  if (!(error instanceof ApiError)) return {};
  const { field, fields } = error.details;
  const named = [field, ...(typeof fields === 'object' && fields !== null ? Object.keys(fields) : [])].flatMap((name) => (typeof name === 'string' ? [name.split('.')[0]] : []));
  return Object.fromEntries(Object.entries<string>(sentences).filter(([name]) => named.includes(name))) as FieldErrors<Field>;
}

/** Above a form: with a field marked, where to look; else what the server said. */
export function saidAbove(error: Error, marked: object): string {
  return Object.keys(marked).length > 0 ? 'Not saved: look at what is marked' : error.message;
}
