import type { TSchema } from 'typebox';

interface Shape {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: unknown;
  readonly items?: TSchema;
}

/**
 * `value` with the members that its schema names and no other, at every depth: what nobody asked for is ignored, and
 * reaches no verb that takes what it is given. Maps (objects without named members) and alternatives stay as they are.
 */
export function namedMembers(schema: TSchema, value: unknown): unknown {
  const { properties, patternProperties, items } = schema as Shape;
  if (Array.isArray(value)) return items === undefined ? value : value.map((item) => namedMembers(items, item));
  if (value === null || typeof value !== 'object' || properties === undefined || patternProperties !== undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (Object.hasOwn(properties, name) ? [[name, namedMembers(properties[name]!, member)]] : [])),
  );
}
