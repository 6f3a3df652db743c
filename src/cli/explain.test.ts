import { expect, test } from 'vitest';
import { checkPassword } from '../core/identity/password-policy.js';
import { parseEmail } from '../kernel/email.js';
import { explain } from './explain.js';

function said(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return explain(error);
  }
  throw new Error('nothing was refused');
}

const admin = { email: 'long-name-of-owner@example.com', roles: ['admin'] as const };

test('what stops the making of an admin is said in sentences, with the rule as it is', () => {
  expect(said(() => checkPassword('fourteen chars', admin))).toMatch(/^An admin's password needs at least 15 characters, and at most 128\./);
  expect(said(() => checkPassword('ababababababababab', admin))).toMatch(/easily guessed/);
  expect(said(() => checkPassword('long-name-of-owner', admin))).toMatch(/must not be the e-mail address/);
  expect(said(() => parseEmail('owner at example'))).toMatch(/not an e-mail address/);
});
