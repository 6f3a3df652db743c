import { describe, expect, it } from 'vitest';
import { totp } from '../../../test/totp.js';
import { generateKeyRing, parseKeyRing } from '../../kernel/keyring.js';
import { phoneOrNull } from '../../kernel/phone.js';
import { formatChallenge, parseChallenge } from './challenge.js';
import { formatCodeToken, parseCodeToken } from './code.js';
import { findRecoveryHash, newRecoveryCodes, readRecoveryCode, recoveryHash } from './recovery-code.js';
import { lockAfter } from './second-factor.js';
import { newTotpSecret, otpauthUrl, stepOf } from './totp.js';

const keys = parseKeyRing(generateKeyRing());

describe('a code of the generator', () => {
  // RFC 6238, appendix B (SHA-1), of whose eight digits a code has the last six.
  const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  it.each([[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037']])('at %i s is %s', (seconds, code) => {
    expect(totp(RFC_SECRET, seconds * 1000)).toBe(code);
    expect(stepOf(RFC_SECRET, code, new Date(seconds * 1000))).toBe(BigInt(Math.floor(seconds / 30)));
  });

  it('counts one step before and after its own, and is told by its own step', () => {
    const secret = newTotpSecret();
    const at = new Date(1_800_000_015_000);
    const steps = [-2, -1, 0, 1, 2].map((shift) => stepOf(secret, totp(secret, at.getTime() + shift * 30_000), at));
    const own = BigInt(Math.floor(at.getTime() / 30_000));
    expect(steps).toEqual([null, own - 1n, own, own + 1n, null]);
  });

  it('comes with an address that generators read, whatever the business is called', () => {
    const url = new URL(otpauthUrl('GEZDGNBVGY3TQOJQ', { issuer: 'Łódź: Lawn & Garden', email: 'a+b@example.test' }));
    expect(url.protocol).toBe('otpauth:');
    expect(decodeURIComponent(url.pathname)).toContain('a+b@example.test');
    expect(url.searchParams.get('issuer')).toBe('Łódź  Lawn & Garden');
    expect(url.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQ');
  });
});

describe('a recovery code', () => {
  it('is found however it is typed, under an older key of the ring, and only by its user', () => {
    const [code, other] = newRecoveryCodes() as [string, string];
    const hashes = [other, code].map((one) => recoveryHash(keys, 'user-1', one));
    for (const typed of [code, code.toUpperCase(), code.replace('-', ' '), ` ${code} `]) expect(findRecoveryHash(keys, 'user-1', typed, hashes)).toEqual(hashes[1]);
    expect(findRecoveryHash(keys, 'user-2', code, hashes)).toBeNull();
    expect(findRecoveryHash(keys, 'user-1', '', hashes)).toBeNull();
    expect(readRecoveryCode('00000-00000')).toBeNull();
  });
});

describe('a challenge', () => {
  it('is no secret of a mail, and the secret of a mail no challenge', () => {
    const id = '0199f3a1-7c1e-7bd2-9c55-1f2e3d4c5b6a';
    expect(parseChallenge(keys, formatChallenge(keys, id))).toBe(id);
    expect(parseChallenge(keys, formatCodeToken(keys, id))).toBeNull();
    expect(parseChallenge(keys, `2fa.${formatCodeToken(keys, id)}`)).toBeNull();
    expect(parseCodeToken(keys, formatChallenge(keys, id).slice('2fa.'.length))).toBeNull();
  });
});

it('locks at every tenth failure in a row, each time twice as long, a day at most', () => {
  const now = new Date(0);
  const minutes = Array.from({ length: 200 }, (_, i) => lockAfter(i + 1, now)).map((until, i) => (until === null ? null : [i + 1, until.getTime() / 60_000])).filter((lock) => lock !== null);
  expect(minutes.slice(0, 9)).toEqual([[10, 15], [20, 30], [30, 60], [40, 120], [50, 240], [60, 480], [70, 960], [80, 1440], [90, 1440]]);
  expect(minutes).toHaveLength(20);
});

it.each([['+1 (212) 555-0100', '+12125550100'], ['+48 22 555 01 77', '+48225550177'], ['12 34', null], ['+0123456789', null], ['+1', null], ['', null]])('reads %j as %j', (typed, number) => {
  expect(phoneOrNull(typed)).toBe(number);
});
