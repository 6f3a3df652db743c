import { authenticate } from '../core/identity/index.js';
import type { Caller, Identity, Principal } from '../core/identity/index.js';
import type { Call } from './call.js';
import { readCredential } from './credential.js';

/** What a request tells about its sender, for sessions and the audit log. */
export function callerOf(call: Pick<Call, 'ip' | 'headers' | 'requestId'>): Caller {
  const userAgent = call.headers['user-agent'];
  return { ip: call.ip, requestId: call.requestId, userAgent: typeof userAgent === 'string' ? userAgent : null };
}

/** Who calls where anybody may: for the few that do more for somebody who is signed in. */
export async function whoCalls(identity: Identity, headers: Call['headers']): Promise<Principal | null> {
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const credential = readCredential({ authorization: text('authorization'), cookie: text('cookie') });
  return credential.from === 'none' ? null : authenticate(identity, credential.token);
}
