import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import buildSerializer from 'fast-json-stringify';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Failure, failureKinds } from '../kernel/failure.js';
import type { FailureCode } from '../kernel/failure.js';

// A keyword or a format that nobody checks would look like a check: it does not compile.
const OPTIONS = { allErrors: true, verbose: true, strictSchema: true, removeAdditional: false, useDefaults: true } as const;

// A body says what it means; an address has nothing but text.
const strict = new Ajv({ ...OPTIONS, coerceTypes: false }).addKeyword('refusal');
const coercing = new Ajv({ ...OPTIONS, coerceTypes: true }).addKeyword('refusal');

/** Bodies are taken literally, parameters and queries are turned into the types asked for. Throws for a schema with an unknown keyword or format. */
export const compileValidator = (schema: TSchema, part?: string): ValidateFunction => (part === 'body' ? strict : coercing).compile(schema);

/** Answers as text, with the members their schema names and no other. Throws for what is no schema. */
export const compileSerializer = (schema: TSchema): ((data: unknown) => string) => buildSerializer(schema as object);

// A start has five hundred schemas and uses none of them; compiled in advance they take half a second of it. That each
// of them compiles is a test (test/contract/schemas.test.ts).
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let compiled: ValidateFunction | undefined;
  const validate = (data: unknown): boolean => {
    compiled ??= compileValidator(schema, httpPart);
    const valid = compiled(data);
    validate.errors = compiled.errors;
    return valid;
  };
  // Where the server looks after a `false`.
  validate.errors = undefined as ErrorObject[] | null | undefined;
  return validate;
};

export const serializerCompiler: FastifySerializerCompiler<TSchema> = ({ schema }) => {
  let serialize: ((data: unknown) => string) | undefined;
  return (data) => (serialize ??= compileSerializer(schema))(data);
};

/**
 * `input_missing` when something required is absent, null or empty; else what the first wrong member is refused
 * as (`refusal` in its schema), or `input_invalid`. Details: `fields`, name → what is wrong, never what was sent.
 */
export function failureOf(errors: readonly ErrorObject[], part: string): Failure {
  const fields: Record<string, string> = {};
  let missing = false;
  let refusal: FailureCode | undefined;
  for (const error of errors) {
    const absent = isAbsent(error);
    missing ||= absent;
    refusal ??= refusalIn(error.parentSchema);
    fields[fieldOf(error) || part] ??= absent ? 'is required' : (error.message ?? 'is not valid');
  }
  return new Failure(missing ? 'input_missing' : refusal ?? 'input_invalid', { fields });
}

function isAbsent(error: ErrorObject): boolean {
  return error.keyword === 'required' || (error.keyword === 'type' && (error.data === null || error.data === undefined)) || (error.keyword === 'minLength' && error.data === '');
}

function refusalIn(schema: unknown): FailureCode | undefined {
  const refusal = (schema as { refusal?: unknown } | undefined)?.refusal;
  return typeof refusal === 'string' && refusal in failureKinds ? (refusal as FailureCode) : undefined;
}

function fieldOf(error: ErrorObject): string {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const name: unknown = error.keyword === 'required' ? (error.params as { missingProperty?: unknown }).missingProperty : undefined;
  return [path, name].filter((part) => typeof part === 'string' && part !== '').join('.');
}
