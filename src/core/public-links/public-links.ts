import type { KeyRing } from '../../kernel/keyring.js';

/** What a link opens without an account: one offer or one invoice, nothing else of its customer. */
export interface LinkedSubject {
  readonly kind: 'proposal' | 'invoice';
  readonly id: string;
}

export interface PublicLinks {
  /** The absolute address of the page of this offer or invoice. The same subject has the same address for good. */
  linkFor(subject: LinkedSubject): string;
  /** The last part of that address. */
  tokenFor(subject: LinkedSubject): string;
  /** What a genuine token opens; null for anything else, whatever is wrong with it. */
  readPublicToken(token: string): LinkedSubject | null;
}

/** One letter tells the kinds apart in a token; the MAC is made for the kind, so that no letter can be exchanged. */
const LETTERS = { proposal: 'p', invoice: 'i' } as const satisfies Record<LinkedSubject['kind'], string>;
const KINDS: ReadonlyMap<string, LinkedSubject['kind']> = new Map([['p', 'proposal'], ['i', 'invoice']]);

/** A letter, 16 bytes of id and 32 of MAC in base64url: letters, digits, `-` and `_` only, so no mail program cuts it. */
const TOKEN = /^([pi])([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$/;

/**
 * Links that mails carry, for whoever holds them: our MAC over an id, stored nowhere. They last as long as a key of
 * the ring does; what may be done behind one is decided by the state of its subject.
 */
export function publicLinks({ keys, publicUrl }: { keys: KeyRing; publicUrl: string }): PublicLinks {
  const base = `${publicUrl.replace(/\/+$/, '')}/app/p`;
  const tokenFor = ({ kind, id }: LinkedSubject): string => `${LETTERS[kind]}${packId(id)}${keys.mac(purposeOf(kind), id)}`;
  return {
    tokenFor,
    linkFor: (subject) => `${base}/${tokenFor(subject)}`,
    readPublicToken(token) {
      const [, letter = '', packed = '', mac = ''] = TOKEN.exec(token) ?? [];
      const kind = KINDS.get(letter);
      if (!kind) return null;
      const id = unpackId(packed);
      // Packed again it must be the same: 22 letters hold four bits too many, and a token has one spelling.
      return packId(id) === packed && keys.verifyMac(purposeOf(kind), id, mac) ? { kind, id } : null;
    },
  };
}

function purposeOf(kind: LinkedSubject['kind']): string {
  return `public-link-${kind}`;
}

function packId(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function unpackId(packed: string): string {
  return Buffer.from(packed, 'base64url').toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
