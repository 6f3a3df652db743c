import { Failure } from '../../kernel/failure.js';

/** Serialization failure, deadlock, a lock that did not come in time: all of them were rolled back. */
const RETRY = new Set(['40001', '40P01', '55P03']);
/** Class 08 (connection), 57P0x (server going or gone), class 53 (no connection, disk or memory left), 25006 (read-only standby), 25P03 and 25P04 (cut off after its time). */
const GONE = /^(08...|57P0[123]|53...|25006|25P0[34])$/;
const GONE_SOCKETS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT']);
const GONE_WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Cannot use a pool after calling end/;

/** Was the transaction in the way of another one, and may simply be run again? */
export function wantsRetry(error: unknown): boolean {
  return RETRY.has(codeOf(error));
}

/** Was a statement not carried out because one before it in the same transaction had failed? */
export function isAfterFailure(error: unknown): boolean {
  return codeOf(error) === '25P02';
}

/** Is the database away, so that nobody can say whether the last commit took place? */
export function isDatabaseGone(error: unknown): boolean {
  const code = codeOf(error);
  return GONE.test(code) || GONE_SOCKETS.has(code) || (error instanceof Error && GONE_WORDS.test(error.message));
}

/** `database_unavailable` for a lost or missing server, `database_busy` for what others were in the way of (nothing took place); anything else unchanged. */
export function toDatabaseFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  if (isDatabaseGone(error)) return new Failure('database_unavailable', {}, { cause: error });
  return wantsRetry(error) ? new Failure('database_busy', {}, { cause: error }) : error;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
