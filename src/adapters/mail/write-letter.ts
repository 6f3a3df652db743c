import type { WriteLetter } from '../../core/ports/letters.js';

/** Writes letters with React components, which are loaded with the first letter: servers that send none never pay for them. */
export const writeLetter: WriteLetter = async (template, data, extras, head) => {
  const { renderLetter } = await import('./templates/render-letter.js');
  return renderLetter(template, data, extras, head);
};
