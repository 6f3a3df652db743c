import { usualStatus } from './errors.js';
import type { Voice } from './errors.js';

/** What a person sees who types a wrong address below /app: a page, not JSON. */
export const voice: Voice = {
  status: usualStatus,
  words: {
    missing: 'There is nothing here', refused: 'That is not possible', conflict: 'That is not possible now', invalid: 'This address is not right',
    unauthenticated: 'Please sign in', forbidden: 'You may not see this', throttled: 'Too many requests, please wait a little',
    upstream: 'Something broke on our side', unavailable: 'We are back in a moment', bug: 'Something broke on our side',
  },
  say: {},
  envelope: ({ status, text }) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title></head><body><h1>${text}</h1><p><a href="/app">Back to the start</a></p></body></html>`,
  contentType: 'text/html; charset=utf-8',
};
