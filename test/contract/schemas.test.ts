import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { compileSerializer, compileValidator } from '../../src/apis/validate.js';
import { contracts } from './contracts.js';

const routes = contracts.flatMap((contract) => Object.entries(contract));

/** A running server compiles a schema when it is first used: what does not compile is to be found before. */
describe('schemas', () => {
  it.each(routes)('of %s compile', (_route, { params, query, body, reply, replies }) => {
    for (const [part, schema] of Object.entries({ params, query, body })) if (schema) expect(() => compileValidator(schema, part)).not.toThrow();
    for (const schema of Object.values({ ...replies, reply })) expect(() => compileSerializer(schema)).not.toThrow();
  });

  it('with a format or a keyword that nobody checks do not', () => {
    expect(() => compileValidator(Type.Object({ day: Type.String({ format: 'moonday' }) }), 'body')).toThrow(/moonday/);
    expect(() => compileValidator(Type.Object({ day: Type.String({ maximumLength: 3 }) }), 'query')).toThrow(/maximumLength/);
    expect(() => compileSerializer({ type: 'objekt' } as never)).toThrow();
  });
});
