export { createInbox } from './create-inbox.js';
export type { Inbox, InboxOptions } from './create-inbox.js';
export type { ReceivedEvent } from './received-event.js';
export { retryEvents } from './retry-events.js';
