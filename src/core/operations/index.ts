export { cancelOperation, finishOperation } from './end-operation.js';
export type { Operation, OperationStart, OperationState } from './operation.js';
export { readOperation } from './read-operation.js';
export { startOperation } from './start-operation.js';
export { failSilentOperations, forgetOperations } from './sweep-operations.js';
export { trackOperation } from './track-operation.js';
export type { Report, TrackedOperation } from './track-operation.js';
