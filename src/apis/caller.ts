import type { Caller } from '../core/identity/index.js';
import type { Call } from './call.js';

/** What a request tells about its sender, for sessions and the audit log. */
export function callerOf(call: Pick<Call, 'ip' | 'headers' | 'requestId'>): Caller {
  const userAgent = call.headers['user-agent'];
  return { ip: call.ip, requestId: call.requestId, userAgent: typeof userAgent === 'string' ? userAgent : null };
}
