import { Failure } from '../../kernel/failure.js';

const RETRY = new Set(['40001', '40P01']);
/** Class 08 (connection), 57P0x (server going or gone), 53300 (too many connections), 25006 (read-only standby). */
const GONE = /^(08...|57P0[123]|53300|25006)$/;
const GONE_SOCKETS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT']);
const GONE_WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Cannot use a pool after calling end/;

/** Did PostgreSQL ask to run the transaction again (serialization failure, deadlock)? */
export function wantsRetry(error: unknown): boolean {
  return RETRY.has(codeOf(error));
}

/** Is the database away, so that nobody can say whether the last commit took place? */
export function isDatabaseGone(error: unknown): boolean {
  const code = codeOf(error);
  return GONE.test(code) || GONE_SOCKETS.has(code) || (error instanceof Error && GONE_WORDS.test(error.message));
}

/** `database_unavailable` for a lost or missing server; anything else unchanged. */
export function toDatabaseFailure(error: unknown): unknown {
  if (error instanceof Failure || !isDatabaseGone(error)) return error;
  return new Failure('database_unavailable', {}, { cause: error });
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
