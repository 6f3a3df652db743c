/** How often a run with a mistake planted in it is played, at most. */
const TRIES = 5;

/**
 * Plays a run with a planted mistake until what was found wrong says each of `red`: what must meet for the mistake may
 * miss each other once, on a busy machine more often. Fails where it never shows.
 */
export async function playUntilRed(play: () => Promise<readonly string[]>, red: readonly RegExp[] = [/./]): Promise<void> {
  const found: string[] = [];
  const unseen = () => red.filter((one) => !found.some((line) => one.test(line)));
  for (let tries = 1; tries <= TRIES && unseen().length > 0; tries++) found.push(...(await play()));
  if (unseen().length > 0) throw new Error(`Played ${TRIES} times, and the planted mistake never showed ${unseen().join(' nor ')}, but only: ${found.join('; ') || 'nothing'}`);
}
