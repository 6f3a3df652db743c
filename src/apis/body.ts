import { isUtf8 } from 'node:buffer';
import { Failure } from '../kernel/failure.js';
import { storableText } from '../kernel/json.js';
import { holdsCardNumber } from './card-number.js';

const DEEPEST = 32;
const MOST_MEMBERS = 2_000;
const POISON = new Set(['__proto__', 'constructor', 'prototype']);
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/**
 * Reads a JSON body that is safe to store and to walk: UTF-8, at most 32 levels and 2,000 members, no member
 * named twice or after an object's inner parts, no NUL or half characters, and no card number anywhere.
 * Undefined for an empty body. Everything else is `input_invalid`, without a word of what was sent.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new Failure('input_invalid', { reason: 'not UTF-8' });
  const text = bytes.toString('utf8');
  const value = parse(text);
  // Only an escape can bring in NUL or half a character: raw ones are no UTF-8 or no JSON.
  const seen = { members: 0, escapes: text.includes('\\u') };
  walk(value, 1, seen);
  if (seen.members > 0 && countMembers(text) !== seen.members) throw new Failure('input_invalid', { reason: 'a member is named twice' });
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('input_invalid', { reason: 'not JSON' });
  }
}

function walk(value: unknown, depth: number, seen: { members: number; escapes: boolean }): void {
  if (typeof value === 'string') return checkText(value, seen.escapes);
  if (typeof value === 'number') return checkNumber(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST) throw new Failure('input_invalid', { reason: 'too deep' });
  if (Array.isArray(value)) {
    for (const item of value) walk(item, depth + 1, seen);
    return;
  }
  for (const key of Object.keys(value)) {
    if (++seen.members > MOST_MEMBERS) throw new Failure('input_invalid', { reason: 'too many members' });
    if (POISON.has(key)) throw new Failure('input_invalid', { reason: 'a member has a forbidden name' });
    checkText(key, seen.escapes);
    walk((value as Record<string, unknown>)[key], depth + 1, seen);
  }
}

function checkText(text: string, escapes: boolean): void {
  if (escapes && storableText(text) !== text) throw new Failure('input_invalid', { reason: 'a character that cannot be stored' });
  if (text.length >= 13 && holdsCardNumber(text)) refuseCard();
}

function checkNumber(value: number): void {
  if (value >= 1e12 && Number.isSafeInteger(value) && holdsCardNumber(String(value))) refuseCard();
}

/** Cards are given to the processor's own form. What was sent is neither kept nor repeated. */
function refuseCard(): never {
  throw new Failure('input_invalid', { reason: 'card numbers are not accepted here' });
}

/** Members of all objects as they are written: a colon outside of a string each. */
function countMembers(text: string): number {
  let count = 0;
  for (const part of text.replace(STRINGS, '')) if (part === ':') count++;
  return count;
}
