import { describe, expect, it } from 'vitest';
import { generateKeyRing, KeyRingError, parseKeyRing } from './keyring.js';

describe('key ring', () => {
  const [old, young] = [generateKeyRing('old'), generateKeyRing('young')];
  const ring = parseKeyRing(`${young},${old}`);

  it('opens what it sealed, in its own place only', () => {
    const sealed = ring.encrypt('sk_live_äöü', 'connections:1');
    expect(sealed).not.toContain('sk_live');
    expect(ring.decrypt(sealed, 'connections:1')).toBe('sk_live_äöü');
    expect(() => ring.decrypt(sealed, 'connections:2')).toThrow(KeyRingError);
    expect(ring.encrypt('same', 'a')).not.toBe(ring.encrypt('same', 'a'));
  });

  it('notices every changed character', () => {
    const sealed = ring.encrypt('secret', 'a');
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      // The last character may carry unused bits: then it is the same bytes.
      if (Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(Buffer.from(sealed.split('.')[2]!, 'base64url')) && changed.startsWith('v1.young.')) continue;
      expect(() => ring.decrypt(changed, 'a')).toThrow(KeyRingError);
    }
  });

  it('reads with an old key and writes with the newest', () => {
    const sealed = parseKeyRing(old).encrypt('secret', 'a');
    expect(ring.decrypt(sealed, 'a')).toBe('secret');
    expect(ring.encrypt('secret', 'a')).toMatch(/^v1\.young\./);
    expect(() => parseKeyRing(young).decrypt(sealed, 'a')).toThrow('not in the ring');
    expect(ring.verifyMac('refresh', 'x', parseKeyRing(old).mac('refresh', 'x'))).toBe(true);
  });

  it('keeps purposes of MACs apart', () => {
    const mac = ring.mac('refresh', 'x');
    expect(mac).toBe(ring.mac('refresh', 'x'));
    expect(ring.verifyMac('refresh', 'x', mac)).toBe(true);
    expect(ring.verifyMac('code', 'x', mac)).toBe(false);
    expect(ring.verifyMac('refresh', 'y', mac)).toBe(false);
    expect(ring.verifyMac('refresh', 'x', `${mac}=`)).toBe(false);
    expect(ring.verifyMac('refresh', 'x', '')).toBe(false);
  });

  it.each(['', 'k1:', 'k1:AAAA', 'nokid', ':' + 'A'.repeat(44), `k1:${Buffer.alloc(32).toString('base64')}`, `${old},${old}`])('refuses the ring %j', (text) => {
    expect(() => parseKeyRing(text)).toThrow(KeyRingError);
  });
});
