export { jobCarrier } from './carry-jobs.js';
export { createDrain } from './drain.js';
export type { Drain, DrainParts } from './drain.js';
export { enqueue } from './enqueue.js';
export type { Channel, OutgoingMessage } from './outgoing-message.js';
export type { Carrier, Delivery, DueMessage } from './message.js';
export { outboxHealth } from './outbox-health.js';
export type { OutboxHealth } from './outbox-health.js';
export { retryMessage } from './retry-message.js';
