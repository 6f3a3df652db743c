import { expect, it } from 'vitest';
import { newId } from '../../kernel/ids.js';
import { generateKeyRing, parseKeyRing } from '../../kernel/keyring.js';
import { formatCodeToken } from '../identity/code.js';
import { publicLinks } from './index.js';

const ring = generateKeyRing('a');
const links = publicLinks({ keys: parseKeyRing(ring), publicUrl: 'https://pay.example/' });
const id = newId();

it('reads the links it made, after a change of keys as well', () => {
  for (const kind of ['proposal', 'invoice'] as const) {
    const link = links.linkFor({ kind, id });
    expect(link).toMatch(/^https:\/\/pay\.example\/app\/p\/[A-Za-z0-9_-]{66}$/);
    const token = link.slice(link.lastIndexOf('/') + 1);
    expect(links.readPublicToken(token)).toEqual({ kind, id });
    const later = publicLinks({ keys: parseKeyRing(`${generateKeyRing('b')},${ring}`), publicUrl: 'https://pay.example' });
    expect(later.readPublicToken(token)).toEqual({ kind, id });
    const dropped = publicLinks({ keys: parseKeyRing(generateKeyRing('b')), publicUrl: 'https://pay.example' });
    expect(dropped.readPublicToken(token)).toBeNull();
  }
});

it('refuses every other spelling, letter, purpose and length alike', () => {
  const token = links.tokenFor({ kind: 'proposal', id });
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let place = 0; place < token.length; place += 1) {
    for (const letter of alphabet) {
      if (letter !== token[place]) expect(links.readPublicToken(token.slice(0, place) + letter + token.slice(place + 1))).toBeNull();
    }
  }
  const keys = parseKeyRing(ring);
  const others = ['', 'p', id, `p${token.slice(1)}=`, `${token} `, ` ${token}`, token.slice(0, -1), `${token}A`, `${token}/x`, token.toUpperCase(),
    formatCodeToken(keys, id), `p${token.slice(1, 23)}${keys.mac('sign-in-code', id)}`, 'x'.repeat(10_000), `${token}\n`];
  for (const other of others) expect(links.readPublicToken(other)).toBeNull();
});
