import type { Form, FormValue } from '../form.js';
import { badParameter } from './failure.js';
import type { Shape } from './versions.js';

/** How one parameter is read. `only` limits it to one family of API versions. */
export interface Check<T> {
  read(value: FormValue, name: string): T;
  required?: boolean;
  only?: Shape;
}

export type Spec = Record<string, Check<unknown>>;

/** What a specification reads to: `null` where the caller emptied a value, absent where he did not send it. */
export type Params<S extends Spec> = { [K in keyof S]?: (S[K] extends Check<infer T> ? T : never) | null };

/** Refuses unknown, missing and malformed parameters with Stripe's own codes. */
export function readParams<S extends Spec>(spec: S, form: Form, shape: Shape, prefix = ''): Params<S> {
  const read: Record<string, unknown> = {};
  for (const key in form) {
    const check = spec[key];
    const name = prefix === '' ? key : `${prefix}[${key}]`;
    if (check === undefined || (check.only !== undefined && check.only !== shape)) {
      throw badParameter(`Received unknown parameter: ${name}`, name, 'parameter_unknown');
    }
    const value = form[key] ?? '';
    if (value === '' && check.required) {
      throw badParameter(`You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset.`, name, 'parameter_invalid_empty');
    }
    read[key] = value === '' ? null : check.read(value, name);
  }
  for (const key in spec) {
    if (spec[key]?.required && !(key in form)) {
      const name = prefix === '' ? key : `${prefix}[${key}]`;
      throw badParameter(`Missing required param: ${name}.`, name, 'parameter_missing');
    }
  }
  return read as Params<S>;
}

export const required = <T>(check: Check<T>): Check<T> => ({ ...check, required: true });
export const only = <T>(shape: Shape, check: Check<T>): Check<T> => ({ ...check, only: shape });

export const text = (limit = 5000): Check<string> => ({
  read(value, name) {
    if (typeof value !== 'string') throw badParameter(`Invalid string: ${JSON.stringify(value)}`, name);
    if (value.length > limit) {
      throw badParameter(`Invalid string: ${value.slice(0, 12)}...; must be at most ${limit} characters`, name, 'parameter_invalid_string');
    }
    return value;
  },
});

export const integer: Check<number> = {
  read(value, name) {
    if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) {
      throw badParameter(`Invalid integer: ${typeof value === 'string' ? value : JSON.stringify(value)}`, name, 'parameter_invalid_integer');
    }
    return Number(value);
  },
};

export const bool: Check<boolean> = {
  read(value, name) {
    if (value === 'true' || value === 'false') return value === 'true';
    throw badParameter(`Invalid boolean: ${JSON.stringify(value)}`, name);
  },
};

export const oneOf = <T extends string>(...allowed: T[]): Check<T> => ({
  read(value, name) {
    const found = allowed.find((word) => word === value);
    if (found === undefined) throw badParameter(`Invalid ${name}: must be one of ${allowed.join(', ')}`, name);
    return found;
  },
});

export const listOf = <T>(item: Check<T>): Check<T[]> => ({
  read(value, name) {
    if (!Array.isArray(value)) throw badParameter('Invalid array', name);
    return value.map((one, place) => item.read(one, `${name}[${place}]`));
  },
});

/** A group of parameters read by its own specification. */
export const group = <S extends Spec>(spec: S): Check<Params<S>> => ({
  read(value, name) {
    if (typeof value === 'string' || Array.isArray(value)) throw badParameter('Invalid object', name);
    return readParams(spec, value, 'current', name);
  },
});

/** Taken and kept out of play: real Stripe reads it, nothing here depends on it. */
export const anything: Check<FormValue> = { read: (value) => value };

export const range: Check<number | Record<string, number>> = {
  read(value, name) {
    if (typeof value === 'string') return integer.read(value, name);
    const bounds = readParams({ gt: integer, gte: integer, lt: integer, lte: integer }, value as Form, 'current', name);
    return Object.fromEntries(Object.entries(bounds).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  },
};

export type Metadata = Record<string, string>;

/** At most 50 keys of 40 characters with values of 500; an empty value removes its key. */
export const metadata: Check<Metadata> = {
  read(value, name) {
    if (typeof value === 'string' || Array.isArray(value)) throw badParameter('Invalid object', name);
    const keys = Object.keys(value);
    if (keys.length > 50) throw badParameter('Metadata can have at most 50 keys', name);
    const read: Metadata = {};
    for (const key of keys) {
      const one = value[key];
      if (key.length > 40) throw badParameter(`Metadata key '${key}' is longer than 40 characters`, name);
      if (typeof one !== 'string') throw badParameter(`Metadata values must be strings: ${key}`, `${name}[${key}]`);
      if (one.length > 500) throw badParameter(`Metadata value of '${key}' is longer than 500 characters`, `${name}[${key}]`);
      read[key] = one;
    }
    return read;
  },
};

/** What metadata becomes after an update: sent keys win, emptied keys go, an emptied whole clears all. */
export function mergeMetadata(old: Metadata, sent: Metadata | null | undefined): Metadata {
  if (sent === undefined) return old;
  if (sent === null) return {};
  return Object.fromEntries(Object.entries({ ...old, ...sent }).filter(([, value]) => value !== ''));
}

export const expandable = { expand: listOf(text()) };
