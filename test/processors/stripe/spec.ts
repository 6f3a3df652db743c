import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import * as formats from 'ajv-formats';
import qs from 'qs';
import { readPaper, specsFolder } from '../../papers.js';

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: object }[];
  readonly requestBody?: unknown;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly body: string;
}

/** Says what is wrong with requests, by the description of one API version. */
export interface Spec {
  /** Complaints about a request; empty when it is one that Stripe takes. */
  complaints(asked: Asked): string[];
}

/** `stripe.json` (what the SDK pins) or `stripe-2024-04-10.json` (the older one, good for 2023-10-16 too). */
export function openSpec(file: 'stripe.json' | 'stripe-2024-04-10.json'): Spec {
  const document = readPaper<Document>(specsFolder, file);
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: true });
  formats.default.default(ajv);
  ajv.addSchema(document as object, 'stripe');
  const compiled = new Map<string, ValidateFunction>();
  const validator = (name: string, make: () => ValidateFunction): ValidateFunction => {
    const known = compiled.get(name) ?? make();
    compiled.set(name, known);
    return known;
  };
  return {
    complaints({ method, url, body }) {
      const [path = '', query = ''] = url.split('?');
      const template = templateOf(document, path, method.toLowerCase());
      if (template === null) return [`no operation ${method} ${path}`];
      const pointer = `stripe#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}`;
      const operation = document.paths[template]![method.toLowerCase()]!;
      const bodyOf = () => ajv.getSchema(`${pointer}/requestBody/content/application~1x-www-form-urlencoded/schema`)!;
      return [
        ...complain(validator(`${pointer} query`, () => ajv.compile(querySchema(operation))), query),
        ...(method === 'POST' ? complain(validator(pointer, bodyOf), body) : []),
      ];
    },
  };
}

function templateOf(document: Document, path: string, method: string): string | null {
  const fitting = Object.keys(document.paths).filter(
    (template) => document.paths[template]![method] !== undefined && new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const places = (template: string): number => template.split('{').length;
  return fitting.sort((a, b) => places(a) - places(b))[0] ?? null;
}

function querySchema(operation: Operation): object {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const properties = Object.fromEntries(parameters.map((parameter) => [parameter.name, inDocument(parameter.schema)]));
  return { type: 'object', properties, additionalProperties: false };
}

/** References inside a schema taken out of its document must name the document. */
function inDocument(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"stripe#'));
}

function complain(validate: ValidateFunction, form: string): string[] {
  const fields = qs.parse(form, { depth: 20, arrayLimit: 1_000 });
  return validate(fields) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}
