import { Worker, parentPort } from 'node:worker_threads';
import { present } from '../kernel/assert.js';

interface Order<Ask> { readonly id: number; readonly ask: Ask }
type Reply<Answer> = { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly error: string };

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * Asks a thread of its own, one thing after another: for work that would keep requests waiting. The thread starts
 * with the first question, keeps no process alive, and is ended when one answer takes longer than `patienceMs`;
 * whoever was waiting hears of it, and the next question starts another.
 */
export function openThread<Ask, Answer>(file: URL, patienceMs: number): (ask: Ask) => Promise<Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let thread: Worker | undefined;
  let impatience: NodeJS.Timeout | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = startThread(file);
    started.on('message', (reply: Reply<Answer>) => {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      watch(started);
      if ('answer' in reply) asked?.resolve(reply.answer);
      else asked?.reject(new Error(reply.error));
    });
    started.on('error', (error: Error) => fail(started, error));
    started.on('exit', () => fail(started, new Error('the thread ended')));
    return started;
  }

  function watch(watched: Worker): void {
    clearTimeout(impatience);
    if (waiting.size === 0) return watched.unref();
    impatience = setTimeout(() => void watched.terminate(), patienceMs);
    impatience.unref();
  }

  function fail(failed: Worker, error: Error): void {
    if (thread !== failed) return;
    clearTimeout(impatience);
    thread = undefined;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  }

  return (ask) => new Promise((resolve, reject) => {
    thread ??= start();
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    thread.ref();
    thread.postMessage({ id: lastId, ask } satisfies Order<Ask>);
    if (waiting.size === 1) watch(thread);
  });
}

/** In the thread: answers each question in turn. What `moved` names is handed over, not copied. */
export function answerQuestions<Ask, Answer>(answer: (ask: Ask) => Answer | Promise<Answer>, moved: (answer: Answer) => ArrayBuffer[] = () => []): void {
  const port = present(parentPort, 'questions are answered in a thread');
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, ask }: Order<Ask>) => {
    last = last.then(async () => {
      try {
        const given = await answer(ask);
        port.postMessage({ id, answer: given } satisfies Reply<Answer>, moved(given));
      } catch (error) {
        port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Reply<Answer>);
      }
    });
  });
}

/**
 * What runs is JavaScript; run from its TypeScript sources, a thread needs the loader that the process has.
 * It sees none of our settings, only that libraries may leave out their checks.
 */
function startThread(file: URL): Worker {
  const env = { NODE_ENV: 'production' };
  if (file.pathname.endsWith('.js')) return new Worker(file, { env });
  return new Worker(`import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${JSON.stringify(file.href)}); })`, { eval: true, env });
}
