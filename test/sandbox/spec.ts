import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import * as formats from 'ajv-formats';
import Stripe from 'stripe';
import { readPaper, specsFolder } from '../papers.js';
import { openSpec, type Spec } from '../processors/stripe/spec.js';

type Node = { [key: string]: unknown };

/** One exchange between the official SDK and the sandbox. */
export interface Exchange {
  method: string;
  url: string;
  body: string;
  status: number;
  answer: unknown;
}

/** Judges answers and events by a description in which no object may have a field that is not described. */
export interface Answers {
  complaints(exchange: Exchange): string[];
  event(event: { type: string }): string[];
}

export const SPEC_OF: Record<string, 'stripe.json' | 'stripe-2024-04-10.json'> = {
  '2026-10-28.endive': 'stripe.json',
  '2023-10-16': 'stripe-2024-04-10.json',
};

/** Descriptions take seconds to compile: each is read once per process. */
const opened = new Map<string, { requests: Spec; answers: Answers }>();

export function specOf(version: string): { requests: Spec; answers: Answers } {
  const file = SPEC_OF[version] ?? 'stripe.json';
  const known = opened.get(file) ?? { requests: openSpec(file), answers: openAnswers(file) };
  opened.set(file, known);
  return known;
}

function openAnswers(file: string): Answers {
  const document = readPaper<{ paths: Record<string, Record<string, Node>>; components: { schemas: Node } }>(specsFolder, file);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default.default(ajv);
  ajv.addSchema(strictCopy(document) as object, 'stripe');
  const compiled = new Map<string, ValidateFunction>();
  const judge = (pointer: string, value: unknown): string[] => {
    const validate = compiled.get(pointer) ?? ajv.getSchema(`stripe#${pointer}`);
    if (!validate) return [`nothing at ${pointer}`];
    compiled.set(pointer, validate);
    return validate(value) ? [] : (validate.errors ?? []).map((error) => `${pointer} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  };
  return {
    complaints({ method, url, status, answer }) {
      if (status >= 400) return judge('/components/schemas/error', answer);
      const template = templateOf(Object.keys(document.paths), url.split('?')[0] ?? '');
      if (template === undefined) return [`no path for ${url}`];
      const escaped = template.replaceAll('/', '~1');
      return judge(`/paths/${escaped}/${method.toLowerCase()}/responses/200/content/application~1json/schema`, answer);
    },
    event: (event) => judgeEvent(judge, document.components.schemas, event),
  };
}

/** Describes the event as such, and its object by the object's own schema. */
function judgeEvent(judge: (pointer: string, value: unknown) => string[], schemas: Node, event: Node & { type: string }): string[] {
  const object = (event.data as { object: { object: string } }).object;
  const own = object.object in schemas ? judge(`/components/schemas/${object.object}`, object) : [`no schema of ${object.object}`];
  return [...judge('/components/schemas/event', { ...event, data: { object: {} } }), ...own];
}

function templateOf(templates: string[], path: string): string | undefined {
  const places = (template: string): number => template.split('{').length;
  return templates
    .filter((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort((a, b) => places(a) - places(b))[0];
}

/** Closes every object that lists its properties; branches of allOf stay open, since they add up. */
function strictCopy(value: unknown, open = false): unknown {
  if (Array.isArray(value)) return value.map((one) => strictCopy(one, open));
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Node;
  const copy: Node = {};
  for (const [key, inner] of Object.entries(node)) copy[key] = strictCopy(inner, key === 'allOf');
  const describes = typeof node.properties === 'object' && node.properties !== null && Object.keys(node.properties).length > 0 && (node.type === 'object' || node.type === undefined || Array.isArray(node.type));
  if (describes && !open && !('additionalProperties' in node) && !('allOf' in node)) copy.additionalProperties = false;
  return copy;
}

/** An HTTP client for the SDK that writes down everything that goes by. */
export function recordingClient(exchanges: Exchange[]): Stripe.HttpClient {
  return Stripe.createFetchHttpClient(async (input: string | URL | Request, init?: RequestInit) => {
    const answer = await fetch(input, init);
    const url = new URL(String(input));
    const text = await answer.clone().text();
    exchanges.push({
      method: init?.method ?? 'GET',
      url: url.pathname + url.search,
      body: typeof init?.body === 'string' ? init.body : '',
      status: answer.status,
      answer: JSON.parse(text),
    });
    return answer;
  });
}
