export { listMessages } from './list-messages.js';
export type { Message } from './message.js';
export type { ListMessages } from './store.js';
export { replyToMessage, writeMessage } from './write-message.js';
