import { parentPort } from 'node:worker_threads';
import { present } from '../../kernel/assert.js';
import { renderLetter } from './templates/render-letter.js';
import type { LetterOrder, LetterReply } from './write-letter.js';

const port = present(parentPort, 'letters are written in a thread');

port.on('message', ({ id, template, data, extras, head }: LetterOrder) => {
  port.postMessage(reply(id, () => renderLetter(template, data, extras, head)));
});

function reply(id: number, write: () => ReturnType<typeof renderLetter>): LetterReply {
  try {
    return { id, letter: write() };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
