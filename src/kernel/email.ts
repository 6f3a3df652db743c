import { Failure } from './failure.js';

/** No quoting, no spaces, no lists: what could be read as anything but one address is refused. */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,186}[A-Za-z0-9])?$/;

/** One e-mail address in lower case, as we store it; `input_invalid` for anything else. */
export function parseEmail(text: string): string {
  const address = text.trim();
  if (address.length > 254 || !ADDRESS.test(address) || address.includes('..')) throw new Failure('input_invalid', { field: 'email' });
  return address.toLowerCase();
}

/** The address in lower case, or null when the text is none. */
export function emailOrNull(text: string): string | null {
  try {
    return parseEmail(text);
  } catch {
    return null;
  }
}
