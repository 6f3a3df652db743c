import { createHash } from 'node:crypto';
import type { Form, FormValue } from '../form.js';
import { StripeFailure } from './failure.js';
import type { State, StoredAnswer } from './entries.js';

/** The requests that run under their keys right now, and what earlier ones were answered. */
export interface Idempotency {
  /** The stored answer to repeat, or nothing: then the key is taken until `end`. */
  begin(key: string, print: string): StoredAnswer | undefined;
  end(key: string): void;
}

export function createIdempotency(state: State): Idempotency {
  const running = new Set<string>();
  return {
    begin(key, print) {
      if (key.length > 255) throw new StripeFailure(400, 'invalid_request_error', 'Idempotency keys can be at most 255 characters long.');
      if (running.has(key)) {
        throw new StripeFailure(409, 'idempotency_error', `There is currently another in-progress request using this Stripe-Idempotent-Key (that probably means you submitted twice, and the other request is still going through): ${key}.`, { code: 'idempotency_key_in_use' });
      }
      const kept = state.answers.get(key);
      if (!kept) return void running.add(key);
      if (kept.print !== print) {
        throw new StripeFailure(400, 'idempotency_error', `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`);
      }
      const answer = state.readEntry(kept.offset).key;
      if (!answer) throw new Error(`The journal holds no answer for ${key} at byte ${kept.offset}`);
      return answer;
    },
    end: (key) => void running.delete(key),
  };
}

/** What two requests must share to be the same one: method, path and parameters, in any order. */
export function printOf(method: string, path: string, form: Form): string {
  return createHash('sha1').update(`${method} ${path} `).update(canonical(form)).digest('base64url');
}

function canonical(value: FormValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? '')}`).join()}}`;
}
