export { enqueue } from './enqueue.js';
export type { Channel, OutgoingMessage } from './enqueue.js';
