import { describe, expect, it } from 'vitest';
import type { Letterhead } from '../../core/ports/letters.js';
import { writeLetter } from './write-letter.js';

const head: Letterhead = { businessName: 'Łódź Lawn', logoUrl: null, address: '', supportEmail: null, footer: '', timeZone: 'UTC', appUrl: 'https://pay.lawn.example/app' };

describe('letters written in the thread', () => {
  it('come back to whoever asked for them', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `Łukasz ${index}`);
    const letters = await Promise.all(names.map((name) => writeLetter('taken_address', { name }, {}, head)));
    names.forEach((name, index) => expect(letters[index]?.text).toContain(`Hello ${name},`));
  });

  it('fail one by one', async () => {
    const [broken, whole] = await Promise.allSettled([
      writeLetter('verify_email', { name: 'A', expires_in_minutes: 60 }, {}, head),
      writeLetter('taken_address', { name: 'B' }, {}, head),
    ]);
    expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'this letter needs a link' } });
    expect(whole.status).toBe('fulfilled');
  });
});
