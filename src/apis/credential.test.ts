import { describe, expect, it } from 'vitest';
import { readCredential } from './credential.js';

const session = { access_token: 'a.b.c', refresh_token: 'r', user: { name: 'Zoë' } };
const encoded = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;

describe('credential of a request', () => {
  it.each([
    ['nothing', {}, { from: 'none' }],
    ['a Bearer', { authorization: 'Bearer a.b.c' }, { from: 'bearer', token: 'a.b.c' }],
    ['a Bearer in other letters', { authorization: 'bEARER  a.b.c' }, { from: 'bearer', token: 'a.b.c' }],
    ['an empty Bearer', { authorization: 'Bearer ' }, { from: 'bearer', token: '' }],
    ['a Bearer of two words', { authorization: 'Bearer a b' }, { from: 'bearer', token: '' }],
    ['something else', { authorization: 'garbage' }, { from: 'bearer', token: '' }],
    ['a bad Bearer beside a good cookie', { authorization: 'Bearer ', cookie: 'sb-access-token=x.y.z' }, { from: 'bearer', token: '' }],
    ['the password of the site', { authorization: 'Basic dTpw', cookie: 'sb-access-token=x.y.z' }, { from: 'cookie', token: 'x.y.z' }],
    ['sb-access-token', { cookie: 'a=b; sb-access-token=x.y.z; c=d' }, { from: 'cookie', token: 'x.y.z' }],
    ['sb-access-token before the family', { cookie: `sb-127-auth-token=${encoded}; sb-access-token=x.y.z` }, { from: 'cookie', token: 'x.y.z' }],
    ['the first of two cookies', { cookie: 'sb-access-token=1; sb-access-token=2' }, { from: 'cookie', token: '1' }],
    ['one cookie of the family', { cookie: `sb-127-auth-token=${encoded}` }, { from: 'cookie', token: 'a.b.c' }],
    ['chunks in any order', { cookie: `sb-127-auth-token.1=${encoded.slice(20)}; sb-127-auth-token.0=${encoded.slice(0, 20)}` }, { from: 'cookie', token: 'a.b.c' }],
    ['plain JSON', { cookie: `sb-x-auth-token=${encodeURIComponent(JSON.stringify(session))}` }, { from: 'cookie', token: 'a.b.c' }],
    ['the list of older packages', { cookie: `sb-x-auth-token=${encodeURIComponent('["a.b.c","r"]')}` }, { from: 'cookie', token: 'a.b.c' }],
    ['a broken family', { cookie: 'sb-x-auth-token=base64-%%%' }, { from: 'cookie', token: 'malformed' }],
    ['a family of null', { cookie: 'sb-x-auth-token=null' }, { from: 'cookie', token: 'malformed' }],
    ['the code verifier of the family', { cookie: 'sb-x-auth-token-code-verifier=abc' }, { from: 'none' }],
    ['an empty cookie', { cookie: 'sb-access-token=' }, { from: 'none' }],
  ])('%s', (_name, headers, expected) => {
    expect(readCredential(headers)).toEqual(expected);
  });

  it('takes more than ten chunks in their order', () => {
    const long = `base64-${Buffer.from(JSON.stringify({ ...session, pad: 'x'.repeat(900) })).toString('base64url')}`;
    const chunks = Array.from({ length: 12 }, (_, index) => `sb-h-auth-token.${index}=${long.slice(index * 120, (index + 1) * 120)}`);
    expect(readCredential({ cookie: chunks.reverse().join('; ') })).toEqual({ from: 'cookie', token: 'a.b.c' });
  });
});
