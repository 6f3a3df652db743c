import { createHash, randomBytes } from 'node:crypto';

export type Id = string;

/** Documents show UUIDs whose version nibble no strict validator accepts, so any 8-4-4-4-12 hex counts. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX24 = /^[0-9a-f]{24}$/i;

let lastMillis = 0;
let counter = 0;

/**
 * A UUIDv7: time-ordered, so that index pages fill from one side. Within a millisecond the
 * 12 bits behind the version count up, which keeps ids of one process in the order they were made.
 */
export function newId(now: number = Date.now()): Id {
  const millis = Math.max(now, lastMillis);
  counter = millis === lastMillis ? counter + 1 : randomBytes(1)[0]!;
  lastMillis = millis;
  if (counter > 0xfff) {
    lastMillis = millis + 1;
    counter = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMillis, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hyphenate(bytes.toString('hex'));
}

/** The same id for the same words, always (a name-based UUID over SHA-256). */
export function idOf(...words: string[]): Id {
  const bytes = createHash('sha256').update(words.join('\u0000')).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hyphenate(bytes.toString('hex'));
}

/** 24 random hex digits: what the purchases document calls an ObjectId, without its guessable clock. */
export function newHexId(): string {
  return randomBytes(12).toString('hex');
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

export function isHexId(text: string): boolean {
  return HEX24.test(text);
}

function hyphenate(hex: string): Id {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
