import { TextRefused } from '../../core/ports/texter.js';
import type { Texter } from '../../core/ports/texter.js';

export interface TwilioParts {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number of ours in international form, or a messaging service (MG…). */
  readonly from: string;
  /** Of a stand-in; Twilio itself unless set. */
  readonly baseUrl?: string | undefined;
  readonly timeoutMs?: number;
}

const TWILIO = 'https://api.twilio.com';
const VERSION = '2010-04-01';

/** What Twilio says of a number that takes no message, today or ever: invalid, not reachable, unsubscribed, no mobile. */
const NEVER = new Set([21211, 21408, 21610, 21612, 21614, 21635]);

/** Twilio's Messages, by one call each. The call has no idempotency key: a lost answer may mean the same text twice. */
export function twilioTexter({ accountSid, authToken, from, baseUrl = TWILIO, timeoutMs = 10_000 }: TwilioParts): Texter {
  const address = `${baseUrl}/${VERSION}/Accounts/${accountSid}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const sender: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  return {
    async send({ to, body }) {
      const response = await fetch(address, {
        method: 'POST', headers: { authorization, accept: 'application/json' }, body: new URLSearchParams({ To: to, Body: body, ...sender }),
        signal: AbortSignal.timeout(timeoutMs), redirect: 'error',
      });
      if (response.ok) return void (await response.body?.cancel());
      // Its message repeats the number; the code says what is wrong.
      const code = await codeOf(response);
      if (response.status === 400 && NEVER.has(code)) throw new TextRefused(`Twilio refuses the number: ${code}`);
      throw new Error(`Twilio answered ${response.status}, code ${code}`);
    },
  };
}

async function codeOf(response: Response): Promise<number> {
  try {
    return Number(((await response.json()) as { code?: unknown } | null)?.code ?? 0);
  } catch {
    return 0; // no JSON: a proxy in between
  }
}
