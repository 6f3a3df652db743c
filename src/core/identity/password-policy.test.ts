import { describe, expect, it } from 'vitest';
import { commonPasswords } from './common-passwords.js';
import { checkPassword } from './password-policy.js';

const reasonFor = (password: string, roles: Parameters<typeof checkPassword>[1]['roles'] = ['customer'], secondFactor = false) => {
  try {
    checkPassword(password, { email: 'jane.doe@example.test', roles, secondFactor });
    return null;
  } catch (error) {
    return (error as { details: { reason: string } }).details.reason;
  }
};

describe('password policy', () => {
  it.each([
    ['seven 7', 'length'], ['eight 88', null], ['x'.repeat(60) + 'abc ', null], ['abcd'.repeat(32), null], ['abcd'.repeat(32) + 'e', 'length'],
    ['password123', 'common'], ['PassWord123', 'common'], ['aaaaaaaaaaaa', 'common'], ['ababababab', 'common'], ['jane.doe@example.test', 'personal'], ['Jane.Doe', 'personal'],
    ['пароль из слов', null], ['🔑🗝️🔐🔒🔓🛡️', null],
  ])('%s: %s', (password, reason) => {
    expect(reasonFor(password)).toBe(reason);
  });

  it('asks 15 characters of whoever moves other people’s money, unless there is a second factor', () => {
    for (const role of ['barber', 'shop_owner', 'enterprise_owner', 'admin', 'super_admin'] as const) {
      expect(reasonFor('rare and short', [role])).toBe('length');
      expect(reasonFor('rare and longer', [role])).toBe(null);
      expect(reasonFor('rare and short', [role], true)).toBe(null);
    }
    expect(reasonFor('rare and short', ['staff', 'mentor', 'customer'])).toBe(null);
  });

  it('knows at least 3,000 common passwords of the length it allows', () => {
    expect(commonPasswords.size).toBeGreaterThanOrEqual(3_000);
    expect([...commonPasswords].every((word) => word.length >= 8 && word === word.toLowerCase())).toBe(true);
  });
});
