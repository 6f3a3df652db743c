export { takeKey } from './take-key.js';
export type { KeyedCall, TakenKey } from './take-key.js';
export { keepAnswer } from './keep-answer.js';
export { releaseKey } from './release-key.js';
export { forgetOldKeys } from './forget-old-keys.js';
