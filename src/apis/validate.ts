import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Failure, failureKinds } from '../kernel/failure.js';
import type { FailureCode } from '../kernel/failure.js';

// A keyword or a format that nobody checks would look like a check: it does not start.
const OPTIONS = { allErrors: true, verbose: true, strictSchema: true, removeAdditional: false, useDefaults: true } as const;

// A body says what it means; an address has nothing but text.
const strict = new Ajv({ ...OPTIONS, coerceTypes: false }).addKeyword('refusal');
const coercing = new Ajv({ ...OPTIONS, coerceTypes: true }).addKeyword('refusal');

/** Bodies are taken literally, parameters and queries are turned into the types asked for. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => (httpPart === 'body' ? strict : coercing).compile(schema);

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
