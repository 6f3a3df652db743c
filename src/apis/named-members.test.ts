import Type from 'typebox';
import { expect, it } from 'vitest';
import { namedMembers } from './named-members.js';

it('keeps the members that a schema names, at every depth', () => {
  const schema = Type.Object({ name: Type.String(), lines: Type.Array(Type.Object({ price: Type.Number() })), note: Type.Optional(Type.Object({ text: Type.String() })) });
  expect(namedMembers(schema, { name: 'a', role: 'admin', lines: [{ price: 1, tax: 2 }, { price: 3 }], note: { text: 'x', by: 'y' } })).toEqual({
    name: 'a', lines: [{ price: 1 }, { price: 3 }], note: { text: 'x' },
  });
  expect(namedMembers(schema, JSON.parse('{"name":"a","constructor":1,"toString":2}'))).toEqual({ name: 'a' });
});

it('leaves maps, alternatives and absent bodies as they are', () => {
  expect(namedMembers(Type.Record(Type.String(), Type.Any()), { any: { thing: 1 } })).toEqual({ any: { thing: 1 } });
  expect(namedMembers(Type.Union([Type.Object({ a: Type.String() }), Type.Object({ b: Type.String() })]), { b: 'x' })).toEqual({ b: 'x' });
  expect(namedMembers(Type.Object({ a: Type.Optional(Type.String()) }), undefined)).toBeUndefined();
});
