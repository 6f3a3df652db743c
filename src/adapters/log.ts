import { pino } from 'pino';
import type { Log } from '../core/ports/log.js';

/** Fields a log line may carry. What is not here is not written, whoever hands it over. */
const ALLOWED = new Set([
  'name', 'error', 'code', 'id', 'request_id', 'method', 'route', 'path', 'status', 'milliseconds', 'user_id', 'payment_id', 'event_id', 'message_id',
  'template', 'channel', 'attempts', 'task', 'count', 'processor', 'account', 'port', 'mode', 'reason', 'stack', 'cause', 'kind', 'job', 'key', 'operation', 'tried',
]);

/** Structured lines on standard output, one JSON object each, with an allow-list of fields. */
export function openLog(level: string): Log {
  const logger = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } });
  return {
    info: (facts, message) => logger.info(allowed(facts), message),
    warn: (facts, message) => logger.warn(allowed(facts), message),
    error: (facts, message) => logger.error(allowed(facts), message),
  };
}

function allowed(facts: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(facts)) if (ALLOWED.has(key)) kept[key] = value instanceof Error ? describe(value) : value;
  return kept;
}

/** An error's name, code and message, and those of its causes. PostgreSQL's `detail`, which holds values, is left out. */
function describe(error: Error, depth = 0): string {
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const cause = error.cause instanceof Error && depth < 3 ? ` <- ${describe(error.cause, depth + 1)}` : '';
  return `${error.name}${code}: ${error.message}${cause}`;
}
