import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf, moneyFormat, parseCurrency } from './currency.js';
import { idOf, isHexId, isUuid, newHexId, newId } from './ids.js';
import { decodeCursor, encodeCursor, toPage } from './page.js';
import { percentToPpm, percentage, ppmToPercent } from './percent.js';
import { addDays, dayIn, isTimeZone, startOfDay, yearBounds } from './period.js';

describe('ids', () => {
  it('of one process come in the order they were made, also within a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isUuid)).toBe(true);
  });

  it('made of words are the same for the same words only', () => {
    expect(idOf('a', 'bc')).toBe(idOf('a', 'bc'));
    expect(idOf('a', 'bc')).not.toBe(idOf('ab', 'c'));
    expect(isUuid(idOf('x'))).toBe(true);
  });

  it('are read as the documents show them', () => {
    expect(isUuid('987f6543-e21c-98b7-a654-321098765432')).toBe(true);
    expect(isUuid('987f6543e21c98b7a654321098765432')).toBe(false);
    expect(isHexId(newHexId())).toBe(true);
    expect(isHexId('507f1f77bcf86cd79943901')).toBe(false);
  });
});

describe('pages', () => {
  it('give cursors that come back, and take no others', () => {
    fc.assert(fc.property(fc.tuple(fc.integer(), fc.string()), (key) => {
      expect(decodeCursor(encodeCursor(key), 2)).toEqual(key);
    }), { numRuns: 1_000 });
    for (const bad of ['', 'x', encodeCursor([1]), Buffer.from('{"a":1}').toString('base64url'), Buffer.from('[1,null]').toString('base64url')]) {
      expect(() => decodeCursor(bad, 2)).toThrow('input_invalid');
    }
  });

  it('end where nothing follows', () => {
    expect(toPage([1, 2, 3], 2, (n) => [n])).toEqual({ items: [1, 2], nextCursor: encodeCursor([2]) });
    expect(toPage([1, 2], 2, (n) => [n])).toEqual({ items: [1, 2], nextCursor: null });
  });
});

describe('percent', () => {
  it('keeps four digits and shows what it was given', () => {
    expect([percentToPpm(8.25), percentToPpm('0.0001'), ppmToPercent(82_500)]).toEqual([82_500, 1, 8.25]);
    for (const bad of [-1, 100.0001, 8.25001, Number.NaN]) expect(() => percentToPpm(bad)).toThrow();
  });

  it('of a whole is rounded half up, and 0 of nothing', () => {
    expect([percentage(485n, 1_250n), percentage(67n, 123n), percentage(685n, 2_700n, 2), percentage(1n, 0n)]).toEqual([38.8, 54.5, 25.37, 0]);
  });
});

describe('days', () => {
  it('are those of the zone, also where a clock change skips midnight', () => {
    expect(dayIn('America/New_York', new Date('2026-03-01T03:00:00Z'))).toBe('2026-02-28');
    expect(dayIn('Pacific/Apia', new Date('2026-03-01T12:00:00Z'))).toBe('2026-03-02');
    expect(startOfDay('America/Sao_Paulo', '2018-11-04').toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(yearBounds('America/New_York', 2025).from.toISOString()).toBe('2025-01-01T05:00:00.000Z');
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(['Europe/Berlin', 'UTC', 'EST5EDT', 'Mars/Base', '+05:30', '2026-01-01T00:00:00Z', '2026-01-01T00:00[Europe/Berlin]', ''].map(isTimeZone)).toEqual([true, true, true, false, false, false, false, false]);
  });
});

describe('currencies', () => {
  it('are ISO codes with their digits', () => {
    expect([parseCurrency('usd'), exponentOf('USD'), exponentOf('JPY')]).toEqual(['USD', 2, 0]);
    expect(['EUR', 'HUF', 'IDR', 'MGA', 'PKR', 'ISK', 'UGX', 'KWD', 'IQD', 'CLF'].map(exponentOf)).toEqual([2, 2, 2, 2, 2, 0, 0, 3, 3, 4]);
    expect([moneyFormat('HUF').format(25_000), moneyFormat('JPY').format(500)]).toEqual(['HUF\u00a025,000.00', '¥500']);
    expect(() => parseCurrency('XXQ')).toThrow('input_invalid');
  });
});
