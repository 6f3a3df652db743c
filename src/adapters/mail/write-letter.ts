import { Worker } from 'node:worker_threads';
import type { Letterhead, MailData, MailExtras, MailTemplate, WriteLetter, WrittenLetter } from '../../core/ports/letters.js';

export interface LetterOrder {
  readonly id: number;
  readonly template: MailTemplate;
  readonly data: MailData[MailTemplate];
  readonly extras: MailExtras;
  readonly head: Letterhead;
}

export type LetterReply = { readonly id: number; readonly letter: WrittenLetter } | { readonly id: number; readonly error: string };

interface Waiting {
  resolve(letter: WrittenLetter): void;
  reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let thread: Worker | undefined;
let lastId = 0;

/**
 * Writes letters with React components, in a thread of its own: a letter takes 3 ms, which requests should not
 * wait for. The thread starts with the first letter and keeps no process alive.
 */
export const writeLetter: WriteLetter = (template, data, extras, head) =>
  new Promise((resolve, reject) => {
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    thread ??= openThread();
    thread.ref();
    thread.postMessage({ id: lastId, template, data, extras, head } satisfies LetterOrder);
  });

function openThread(): Worker {
  const opened = startThread(new URL(import.meta.url.replace('write-letter', 'letter-thread')));
  opened.on('message', (reply: LetterReply) => {
    const order = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) opened.unref();
    if ('letter' in reply) order?.resolve(reply.letter);
    else order?.reject(new Error(reply.error));
  });
  opened.on('error', (error: Error) => fail(opened, error));
  opened.on('exit', () => fail(opened, new Error('the thread that writes letters ended')));
  return opened;
}

/** The next letter starts another thread; those under way are tried again later, like any that could not be sent. */
function fail(failed: Worker, error: Error): void {
  if (thread !== failed) return;
  thread = undefined;
  for (const order of waiting.values()) order.reject(error);
  waiting.clear();
}

/**
 * What runs is JavaScript; run from its TypeScript sources, a thread needs the loader that the process has.
 * It sees none of our settings, only that React may leave out its checks.
 */
function startThread(file: URL): Worker {
  const env = { NODE_ENV: 'production' };
  if (file.pathname.endsWith('.js')) return new Worker(file, { env });
  return new Worker(`import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${JSON.stringify(file.href)}); })`, { eval: true, env });
}
