import { answerQuestions } from '../answering-thread.js';
import { renderLetter } from './templates/render-letter.js';
import type { LetterOrder } from './write-letter.js';

answerQuestions(({ template, data, extras, head }: LetterOrder) => renderLetter(template, data, extras, head));
