import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One endpoint of a document: its examples as they stand there, and the answers it shows. */
export interface Chapter {
  /** `POST /api/payments/confirm`, without the query. */
  readonly endpoint: string;
  /** JSON bodies that it shows for the request, as they stand there. */
  readonly bodies: readonly string[];
  readonly curl: readonly string[];
  readonly javascript: readonly string[];
  /** JSON bodies under “Response” or “Example Response”, in their order: the first is that of a success. */
  readonly answers: readonly unknown[];
  readonly csv: readonly string[];
}

interface Block {
  readonly language: string;
  readonly text: string;
}

const ANSWER = /^(?:#### Response|\*\*(?:Example )?Response:\*\*)$/m;

/** The chapters of a Markdown document that say “**Endpoint:**”, and the examples before the first of them. */
export function readChapters(markdown: string): { chapters: Chapter[]; before: Block[] } {
  const [head = '', ...rest] = markdown.split(/^\*\*Endpoint:\*\* /m);
  return {
    before: blocksOf(head),
    chapters: rest.map((text) => {
      const [request = '', answer = ''] = text.split(ANSWER);
      const examples = blocksOf(text);
      const answers = blocksOf(answer.split(/^## /m)[0]!);
      return {
        endpoint: /^`([A-Z]+ [^`?]+)/.exec(request)?.[1] ?? '',
        bodies: textsOf(blocksOf(request), 'json'),
        curl: textsOf(examples, 'bash'),
        javascript: textsOf(examples, 'javascript'),
        answers: textsOf(answers, 'json').map((json) => JSON.parse(json) as unknown),
        csv: textsOf(answers, 'csv'),
      };
    }),
  };
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```([a-z]+)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({ language: language!, text: body! }));
}

function textsOf(blocks: readonly Block[], language: string): string[] {
  return blocks.filter((block) => block.language === language).map((block) => block.text);
}

/** Puts what a reader would put in: his host, his token, his ids. Everything has to be there. */
export function putIn(example: string, values: Readonly<Record<string, string>>): string {
  let text = example;
  for (const [placeholder, value] of Object.entries(values)) {
    if (!text.includes(placeholder)) throw new Error(`the example has no ${placeholder}:\n${example}`);
    text = text.replaceAll(placeholder, value);
  }
  return text;
}

export interface Curled {
  readonly status: number;
  readonly type: string;
  readonly disposition: string;
  /** JSON where it is JSON; empty where `-o` took it. */
  readonly body: unknown;
}

const MARK = '@@answered';

/** Runs an example in a shell, untouched: statuses come by way of curl's own settings file. Files land in `folder`. */
export async function runCurl(example: string, folder: string): Promise<Curled[]> {
  writeFileSync(join(folder, '.curlrc'), `silent\nshow-error\nmax-time = 30\nwrite-out = "\\n${MARK} %{http_code}|%{content_type}|%header{content-disposition}\\n"\n`);
  const { stdout } = await run('/bin/sh', ['-e', '-c', example], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', CURL_HOME: folder, HOME: folder }, encoding: 'utf8' });
  const answers: Curled[] = [];
  let body: string[] = [];
  for (const line of stdout.split('\n')) {
    if (!line.startsWith(`${MARK} `)) {
      body.push(line);
      continue;
    }
    const [status = '', type = '', disposition = ''] = line.slice(MARK.length + 1).split('|');
    const text = body.join('\n').trim();
    answers.push({ status: Number(status), type, disposition, body: type.startsWith('application/json') && text !== '' ? JSON.parse(text) : text });
    body = [];
  }
  return answers;
}

/**
 * Where an answer does not have the shape of the documented one: members and their kinds, each entry of a list like the
 * documented first. Members named in `absent` may be null.
 */
export function differences(documented: unknown, answered: unknown, absent: readonly string[] = [], at = '$'): string[] {
  if (Array.isArray(documented)) {
    if (!Array.isArray(answered)) return [`${at} is no list`];
    return answered.flatMap((one, index) => differences(documented[0], one, absent, `${at}[${index}]`));
  }
  if (documented !== null && typeof documented === 'object') {
    if (answered === null || typeof answered !== 'object' || Array.isArray(answered)) return [`${at} is no object`];
    const given = answered as Record<string, unknown>;
    return Object.entries(documented).flatMap(([name, one]) => {
      if (!Object.hasOwn(given, name)) return [`${at}.${name} is missing`];
      if (given[name] === null && absent.includes(name)) return [];
      return differences(one, given[name], absent, `${at}.${name}`);
    });
  }
  return typeof answered === typeof documented ? [] : [`${at} is ${typeof answered}, not ${typeof documented}`];
}
