import { development } from '../config.js';
import { Failure } from '../kernel/failure.js';

/** An error as text for a person; with NODE_ENV=development with its stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (development()) return error.stack ?? error.message;
  if (error instanceof Failure) return sentenceOf(error);
  // Node's own errors of several addresses tried have no message.
  return error.message || ('code' in error ? String(error.code) : error.name);
}

/** What the product refuses, where a command can meet it; elsewhere its code has to do. */
function sentenceOf({ code, details }: Failure): string {
  switch (code) {
    case 'password_weak':
      if (details['reason'] === 'personal') return 'The password must not be the e-mail address or its beginning.';
      if (details['reason'] === 'common') return 'This password is easily guessed: it is a common one, or made of three characters or less. Choose another.';
      return `An admin's password needs at least ${details['shortest']} characters, and at most ${details['longest']}. Without --password-stdin one is made up.`;
    case 'email_taken':
      return 'Somebody has registered with this e-mail address just now. Run the command again.';
    case 'input_invalid':
      return details['field'] === 'email' ? 'This is not an e-mail address like owner@example.com.' : `What was given is not valid${typeof details['field'] === 'string' ? `: ${details['field']}` : ''}.`;
    case 'database_unavailable':
      return 'The database does not answer. See paydesk doctor.';
    case 'database_busy':
      return 'The database is too busy. Try again in a moment.';
    default:
      return code;
  }
}
