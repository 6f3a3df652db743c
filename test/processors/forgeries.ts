import type { Random } from '../random.js';

export type Headers = Record<string, string | string[] | undefined>;

export interface Delivery {
  readonly rawBody: Buffer;
  readonly headers: Headers;
}

/** How one processor signs, for making what it signed and what it did not. */
export interface Signer {
  /** Two secrets that the adapter knows: the one in use, and the one that replaces it. */
  readonly secrets: readonly [string, string];
  /** Of an endpoint of another account. */
  readonly foreignSecret: string;
  /** The name of the header that carries the signature, in lower case. */
  readonly header: string;
  /** The headers of an event that was signed with `secret` at `at`. */
  sign(rawBody: Buffer, secret: string, at: Date): Headers;
  /** The oldest and the earliest timestamp taken, in seconds from now; null where nothing signed tells the time. */
  readonly window: { readonly oldest: number; readonly earliest: number } | null;
  /** Ways of forging that only this processor's header knows. */
  readonly peculiar: readonly Forger[];
}

export interface Ground {
  readonly rawBody: Buffer;
  readonly now: Date;
  readonly random: Random;
  readonly signer: Signer;
}

export interface Forger {
  readonly name: string;
  forge(ground: Ground): Delivery;
}

/** A delivery that must be refused, and how it was made. */
export interface Forgery extends Delivery {
  readonly name: string;
}

/** `count` forgeries of the bodies, all ways in turn. */
export function forgeries(count: number, bodies: readonly Buffer[], signer: Signer, now: Date, random: Random): Forgery[] {
  const ways = [...COMMON, ...(signer.window === null ? [] : TIMED), ...signer.peculiar];
  return Array.from({ length: count }, (_, index) => {
    const forger = ways[index % ways.length]!;
    return { name: forger.name, ...forger.forge({ rawBody: random.pick(bodies), now, random, signer }) };
  });
}

/** Signed as the processor does it, then changed. */
function signed(ground: Ground, rawBody = ground.rawBody): Headers {
  return ground.signer.sign(rawBody, ground.random.pick(ground.signer.secrets), ground.now);
}

function later(ground: Ground, seconds: number): Headers {
  return ground.signer.sign(ground.rawBody, ground.signer.secrets[0], new Date(ground.now.getTime() + seconds * 1_000));
}

/** The header's text with one character replaced by another of its kind. */
function bent(ground: Ground): Headers {
  const headers = signed(ground);
  const text = String(headers[ground.signer.header]);
  const start = text.length - 1 - ground.random.below(20);
  const swapped = text[start] === '0' ? '1' : '0';
  return { ...headers, [ground.signer.header]: `${text.slice(0, start)}${swapped}${text.slice(start + 1)}` };
}

function bitFlipped(ground: Ground): Buffer {
  const copy = Buffer.from(ground.rawBody);
  const place = ground.random.below(copy.length);
  copy[place] = copy[place]! ^ (1 << ground.random.below(8));
  return copy;
}

const COMMON: readonly Forger[] = [
  { name: 'unsigned', forge: (g) => ({ rawBody: g.rawBody, headers: {} }) },
  { name: 'empty header', forge: (g) => ({ rawBody: g.rawBody, headers: { [g.signer.header]: '' } }) },
  { name: 'signed with a guess', forge: (g) => ({ rawBody: g.rawBody, headers: g.signer.sign(g.rawBody, `whsec_${g.random.below(1e9)}`, g.now) }) },
  { name: 'signed with an empty secret', forge: (g) => ({ rawBody: g.rawBody, headers: g.signer.sign(g.rawBody, '', g.now) }) },
  { name: 'signed by another account', forge: (g) => ({ rawBody: g.rawBody, headers: g.signer.sign(g.rawBody, g.signer.foreignSecret, g.now) }) },
  { name: 'signature bent', forge: (g) => ({ rawBody: g.rawBody, headers: bent(g) }) },
  { name: 'bit of the body flipped', forge: (g) => ({ rawBody: bitFlipped(g), headers: signed(g) }) },
  { name: 'cut short', forge: (g) => ({ rawBody: g.rawBody.subarray(0, -1 - g.random.below(40)), headers: signed(g) }) },
  { name: 'prolonged', forge: (g) => ({ rawBody: Buffer.concat([g.rawBody, Buffer.from('\n')]), headers: signed(g) }) },
  { name: 're-serialized', forge: (g) => ({ rawBody: reserialized(g.rawBody), headers: signed(g) }) },
  { name: 'a number raised', forge: (g) => ({ rawBody: raised(g), headers: signed(g) }) },
  { name: 'empty body', forge: (g) => ({ rawBody: Buffer.alloc(0), headers: signed(g) }) },
  { name: 'empty body, rightly signed', forge: (g) => ({ rawBody: Buffer.alloc(0), headers: signed(g, Buffer.alloc(0)) }) },
  { name: 'no object, rightly signed', forge: (g) => rightlySigned(g, g.random.pick(['[]', 'null', '"evt_1"', '7', '{', 'evt'])) },
  { name: 'byte order mark', forge: (g) => ({ rawBody: withMark(g.rawBody), headers: signed(g) }) },
  { name: 'byte order mark, rightly signed', forge: (g) => ({ rawBody: withMark(g.rawBody), headers: signed(g, withMark(g.rawBody)) }) },
  { name: 'line ends changed', forge: (g) => ({ rawBody: Buffer.from(`${g.rawBody.toString().replaceAll(/\r?\n/g, '\r\n')}\r\n`), headers: signed(g) }) },
  { name: 'header twice', forge: (g) => doubled(g, (one, other) => [one, other]) },
  { name: 'header twice, joined', forge: (g) => doubled(g, (one, other) => `${one}, ${other}`) },
  { name: 'header of another event', forge: (g) => ({ rawBody: g.rawBody, headers: signed(g, bitFlipped(g)) }) },
];

const TIMED: readonly Forger[] = [
  { name: 'too old', forge: (g) => ({ rawBody: g.rawBody, headers: later(g, g.signer.window!.oldest - 1 - g.random.below(100_000)) }) },
  { name: 'too early', forge: (g) => ({ rawBody: g.rawBody, headers: later(g, g.signer.window!.earliest + 1 + g.random.below(100_000)) }) },
  { name: 'a year ahead', forge: (g) => ({ rawBody: g.rawBody, headers: later(g, 365 * 86_400) }) },
];

function rightlySigned(ground: Ground, text: string): Delivery {
  const rawBody = Buffer.from(text);
  return { rawBody, headers: signed(ground, rawBody) };
}

/** The same event with a space more or less: what a proxy that parses and writes again would make of it. */
function reserialized(rawBody: Buffer): Buffer {
  const event: unknown = JSON.parse(rawBody.toString());
  const plain = JSON.stringify(event);
  return Buffer.from(plain === rawBody.toString() ? JSON.stringify(event, null, 1) : plain);
}

/** One of the event's numbers, an amount among them, is another. */
function raised(ground: Ground): Buffer {
  const text = ground.rawBody.toString();
  const numbers = [...text.matchAll(/(?<=: ?)\d+(?=[,\s}])/g)];
  const { 0: number, index } = ground.random.pick(numbers);
  return Buffer.from(`${text.slice(0, index)}${BigInt(number) + 1n}${text.slice(index + number.length)}`);
}

function withMark(rawBody: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), rawBody]);
}

function doubled(ground: Ground, join: (one: string, other: string) => string | string[]): Delivery {
  const right = String(signed(ground)[ground.signer.header]);
  const wrong = String(ground.signer.sign(ground.rawBody, ground.signer.foreignSecret, ground.now)[ground.signer.header]);
  const headers = { [ground.signer.header]: ground.random.below(2) === 0 ? join(right, wrong) : join(wrong, right) };
  return { rawBody: ground.rawBody, headers };
}
