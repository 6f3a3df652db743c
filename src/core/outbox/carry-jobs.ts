import type { JobQueue } from '../ports/schedule.js';
import type { Carrier } from './message.js';

/** Carries jobs into the queue, under the row's id: a job handed over twice before it began runs once. */
export function jobCarrier(queue: JobQueue): Carrier {
  return async (message) => {
    await queue.add(message.template, { ...message.data, subject_id: message.subjectId }, message.id);
    return { outcome: 'sent' };
  };
}
