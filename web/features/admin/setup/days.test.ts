import { expect, it } from 'vitest';
import { readDays } from './days.js';

it.each<[string, number[] | null]>([
  ['1, 7, 14', [1, 7, 14]], ['0', [0]], ['', []], ['  ', []], ['3 5;9', [3, 5, 9]], ['7, 1', null], ['1, 1', null], ['366', null], ['-1', null], ['1.5', null],
  ['1,2,3,4,5,6,7,8,9,10', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], ['1,2,3,4,5,6,7,8,9,10,11', null], ['soon', null],
])('%j is %j', (text, days) => {
  expect(readDays(text)).toEqual(days);
});
