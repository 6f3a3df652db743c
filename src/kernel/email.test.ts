import { describe, expect, it } from 'vitest';
import { emailOrNull, parseEmail } from './email.js';

describe('e-mail address', () => {
  it.each([
    ['Jane.Doe+tag@Example.COM', 'jane.doe+tag@example.com'], ['  a@b.test ', 'a@b.test'], ["o'brien@b.test", "o'brien@b.test"], ['a@localhost', 'a@localhost'],
  ])('%s', (text, address) => {
    expect(parseEmail(text)).toBe(address);
  });

  it.each([
    '', '@', 'a', 'a@', '@b.test', 'a b@c.test', 'a@b.test, c@d.test', 'a@b.test\r\nBcc: c@d.test', '"a b"@c.test', 'A <a@b.test>', 'a@b@c.test', 'a..b@c.test',
    'a@b..test', 'a@-b.test', 'a@b.test.', 'İ@b.test', 'a@bücher.test', `${'a'.repeat(65)}@b.test`, `a@${'b'.repeat(260)}.test`, 'a\u0000@b.test', 'a@b.test;c@d.test',
  ])('refuses %j', (text) => {
    expect(emailOrNull(text)).toBeNull();
    expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
  });

  it('does not stall on long texts', () => {
    const started = performance.now();
    for (const text of ['a'.repeat(500_000), `${'a.'.repeat(250_000)}@`, `a@${'a-'.repeat(250_000)}`, `a@${'.'.repeat(500_000)}`]) emailOrNull(text);
    // Work that grows with the square of the length would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
