const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/** A telephone number as networks write it (E.164: + and digits), or null when the text is none. */
export function phoneOrNull(text: string): string | null {
  const plain = text.replace(/[^\d+]/g, '');
  return INTERNATIONAL.test(plain) ? plain : null;
}
