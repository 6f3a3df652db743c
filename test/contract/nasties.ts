/** Values that broke somebody once. */
export const nasties: readonly unknown[] = [
  null, true, false, 0, -0, -1, 1, 0.1, 1e21, 1e308, -1e308, 5e-324, 2 ** 53, 2 ** 53 + 2, 2 ** 31, -(2 ** 31), 2 ** 63, 185.005, 0.30000000000000004, 1.005, 999_999_999_999.99,
  '', ' ', '0', '-1', '1e3', '0x10', ' 12 ', '185.00', 'NaN', 'Infinity', 'null', 'undefined', 'true', '[]', '{}', '\t', '\r\n', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\ufeff', '\u202e', '\u200b',
  '１２３', '٣', 'İ', 'ß', 'ﬀ', 'Ω≈ç√∫', '😀'.repeat(50), 'e\u0301', '\u0301'.repeat(300), 'ʼ', '田中さん', 'الله', 'Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤', '‮test', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'", "' OR 1=1 --", "'; DROP TABLE invoices; --",
  '${7*7}', '{{7*7}}', '%s%n%p', '../../etc/passwd', '..\\..\\', 'file:///etc/passwd', 'http://169.254.169.254/', 'javascript:alert(1)', '\\', '\\u0000', '$where', '=1+1', '@SUM(1)', '+1', '-1+1',
  'a'.repeat(255), 'a'.repeat(256), 'a'.repeat(10_000), '1'.repeat(400), '9'.repeat(18), '0'.repeat(100), 'x@y', 'a@b.test', `${'a'.repeat(65)}@example.test`, `a@${'b'.repeat(260)}.test`, 'A@B.TEST', 'a@b@c', '"a b"@c.test', 'a@[127.0.0.1]',
  '2024-02-30', '0000-00-00', '9999-12-31T23:59:60Z', '275760-09-13T00:00:00Z', '2024-13-01', '1970-01-01', '24:00', '-000001-01-01T00:00:00Z',
  '123e4567-e89b-12d3-a456-426614174000', '123E4567-E89B-12D3-A456-426614174000', '00000000-0000-0000-0000-000000000000', '123e4567e89b12d3a456426614174000', 'g23e4567-e89b-12d3-a456-426614174000', '{123e4567-e89b-12d3-a456-426614174000}',
  'pi_1', 'pi_../../customers', 'cus_1?x=1', 'cus_%2e%2e', 'pm_', 'pi_'.padEnd(200, 'x'), 'seti_1', 'cus_ünï', 'pm_1/detach', '4242424242424242', '4000 0025 0000 3155', 4_242_424_242_424_242,
  [], [[]], [1], ['x'], [null], [[[[[[[[1]]]]]]]], Array.from({ length: 500 }, (_, i) => i), {}, { a: 1 }, { length: 1 }, { toString: 'x' }, { valueOf: 1 }, { then: 1 }, { $gt: '' }, { constructor: { prototype: { x: 1 } } },
  JSON.parse('{"__proto__":{"admin":true}}'), Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])), { hasOwnProperty: 1 }, { toJSON: 'x' }, Buffer.from([0xff, 0xfe, 0x00]), 'grant_type=password',
  'password', 'eyJhbGciOiJub25lIn0.e30.', 'Bearer x', 'succeeded', 'admin', 'USD', 'usd', 'XXX', 'EUR', 1763720000000, '1763720000000',
];

/** The same, as parts of an address. */
export const nastyPaths: readonly string[] = [
  '1', '0', '-1', '1.5', 'x', '%00', '%20', '%2e%2e', '%2f', '%5c', '%ff', '%C0%AE', '%E2%80%AE', '%F0%9F%98%80', '%ED%A0%80', '%', '%zz', '..', '.', '~', ';', ',', '*', "'", '%22', '%3Cscript%3E', '%27%20OR%201=1', '{id}', ':id',
  '123e4567-e89b-12d3-a456-426614174000', '00000000-0000-0000-0000-000000000000', 'pm_1', 'pm_..%2f..', 'cus_1', 'null', 'undefined', 'NaN', 'true', '__proto__', 'constructor', 'toString',
  '9'.repeat(30), 'a'.repeat(99), 'a'.repeat(101), 'a'.repeat(3_000), 'open', 'paid', 'draft', '100', '101', '50',
];

const UUID = '123e4567-e89b-12d3-a456-426614174000';

/** Cursors that are ours by their form only. */
export const nastyCursors: readonly string[] = [
  [1e300, UUID], [9e15, UUID], [-9e15, UUID], [8.64e15, UUID], [-8.64e15, UUID], [253_402_300_800_000, UUID], [-1, UUID], [1.5, UUID], [0, UUID], [1, 'x'], ['x', 'y'], ['2024-01-01', UUID], [1], [1, UUID, 3], [null, UUID], [1, 2], {}, 'x', [[1], UUID],
].map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));
