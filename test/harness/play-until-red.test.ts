import { expect, it } from 'vitest';
import { playUntilRed } from './play-until-red.js';

it('plays until every mistake has shown, in whichever play, and no longer', async () => {
  const plays = [[], ['2 receipts'], ['1 other'], ['2 charges'], ['3 charges']];
  let played = 0;
  await playUntilRed(async () => plays[played++]!, [/charges/, /receipts/]);
  expect(played).toBe(4);
});

it('fails where one never shows, and says what did', async () => {
  let played = 0;
  const play = async () => { played += 1; return played === 2 ? ['2 receipts'] : []; };
  await expect(playUntilRed(play, [/charges/, /receipts/])).rejects.toThrow(/never showed \/charges\/, but only: 2 receipts/);
  expect(played).toBe(5);
  await expect(playUntilRed(async () => [])).rejects.toThrow(/never showed/);
});
