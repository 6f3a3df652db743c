export { checkBooks, verifyBooks } from './verify-books.js';
export type { Verification, VerifyOptions } from './verify-books.js';
export type { Head } from './check-seals.js';
export type { Finding, Progress } from './survey.js';
