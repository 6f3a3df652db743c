import { describe, expect, it } from 'vitest';
import { mayUseCookie } from './origin.js';

const own = new Set(['https://pay.example', 'https://shop.example']);

describe('cookie on an unsafe method', () => {
  it.each([
    ['no header at all (curl)', {}, true],
    ['own page', { secFetchSite: 'same-origin', origin: 'https://pay.example' }, true],
    ['typed address', { secFetchSite: 'none' }, true],
    ['foreign page', { secFetchSite: 'cross-site', origin: 'https://evil.example' }, false],
    ['foreign page that hides', { secFetchSite: 'cross-site' }, false],
    ['sister site', { secFetchSite: 'same-site', origin: 'https://evil.pay.example' }, false],
    ['listed origin', { secFetchSite: 'cross-site', origin: 'https://shop.example' }, true],
    ['unknown word', { secFetchSite: 'Same-Origin', origin: 'https://pay.example' }, false],
    ['old browser, own page', { origin: 'https://pay.example' }, true],
    ['old browser, foreign page', { origin: 'https://evil.example' }, false],
    ['opaque origin', { origin: 'null' }, false],
    ['own origin on another port', { origin: 'https://pay.example:8443' }, false],
    ['own name over http', { origin: 'http://pay.example' }, false],
    ['own referer', { referer: 'https://pay.example/app/invoices' }, true],
    ['foreign referer', { referer: 'https://pay.example.evil.test/' }, false],
    ['referer that is no address', { referer: 'pay.example' }, false],
    ['foreign origin, own referer', { origin: 'https://evil.example', referer: 'https://pay.example/' }, false],
  ])('%s', (_name, headers, allowed) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'post']) expect(mayUseCookie({ method, ...headers }, own)).toBe(allowed);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(mayUseCookie({ method, ...headers }, own)).toBe(true);
  });
});
