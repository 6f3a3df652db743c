import type { KeyRing } from '../../kernel/keyring.js';
import type { LinkedTemplate, MakeDigits, MakeLink, MakeLinks } from '../notifications/index.js';
import type { Clock } from '../ports/clock.js';
import { digitsOf, formatCodeToken } from './code.js';
import { selectLiveCode } from './codes-store.js';

const PAGES: Readonly<Record<LinkedTemplate, string>> = {
  verify_email: 'verify-email', password_reset: 'reset-password', sign_in_code: 'enter', invitation: 'accept-invitation', change_email: 'confirm-email',
};

/**
 * The secrets inside mails about codes, made when the mail is written; null once the code is of no use. Links open
 * a page of the web app (the secret behind `#`, so that no server and no scanner spends it), which redeems by POST.
 */
export function codeLinks(parts: { keys: KeyRing; clock: Clock; publicUrl: string }): MakeLinks {
  const base = `${parts.publicUrl.replace(/\/+$/, '')}/app`;
  const link = (template: LinkedTemplate): MakeLink => async (message, reader) => {
    const [code] = await reader.run(selectLiveCode, [message.subjectId, parts.clock.now()]);
    if (!code) return null;
    return { link: `${base}/${PAGES[template]}#token=${formatCodeToken(parts.keys, code.id)}`, code: digitsOf(parts.keys, code.id) };
  };
  return {
    verify_email: link('verify_email'), password_reset: link('password_reset'), sign_in_code: link('sign_in_code'), invitation: link('invitation'), change_email: link('change_email'),
  };
}

/** The digits of a text message, made when it is sent; null once they are of no use. */
export function codeDigits(parts: { keys: KeyRing; clock: Clock }): MakeDigits {
  return async (message, reader) => {
    const [code] = await reader.run(selectLiveCode, [message.subjectId, parts.clock.now()]);
    return code ? digitsOf(parts.keys, code.id) : null;
  };
}
