import { isTimeZone } from '../kernel/period.js';
import type { Settings } from './settings.js';

export type Mode = 'demo' | 'live';

/** Demo, unless a live processor key or NODE_ENV=production says otherwise; PAYDESK_MODE decides where it is set. */
export function modeOf(settings: Settings): Mode {
  if (settings.PAYDESK_MODE) return settings.PAYDESK_MODE;
  return hasLiveKey(settings) || settings.NODE_ENV === 'production' ? 'live' : 'demo';
}

/** What no schema of a single setting can say. One plain sentence for each thing that is wrong. */
export function contradictions(settings: Settings, mode: Mode): string[] {
  return [...zoneErrors(settings), ...stripeErrors(settings), ...twilioErrors(settings), ...(mode === 'live' ? liveErrors(settings) : demoErrors(settings))];
}

function hasLiveKey(settings: Settings): boolean {
  return [settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY].some((key) => key?.includes('_live_'));
}

function zoneErrors({ BUSINESS_TIME_ZONE: zone = 'UTC' }: Settings): string[] {
  return isTimeZone(zone) ? [] : [`BUSINESS_TIME_ZONE must be a zone name such as Europe/Berlin, not "${zone}".`];
}

function twilioErrors({ TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, TWILIO_FROM: from }: Settings): string[] {
  const given = [account, token, from].filter(Boolean).length;
  return given === 0 || given === 3 ? [] : ['TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM must be set together or not at all.'];
}

function stripeErrors(settings: Settings): string[] {
  const { STRIPE_SECRET_KEY: secret, STRIPE_PUBLISHABLE_KEY: publishable, STRIPE_WEBHOOK_SECRET: webhook } = settings;
  const errors: string[] = [];
  const given = [secret, publishable, webhook?.length].filter(Boolean).length;
  if (given > 0 && given < 3) {
    errors.push('STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET must be set together or not at all.');
  }
  if (secret && publishable && secret.includes('_live_') !== publishable.includes('_live_')) {
    errors.push('STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY must both be live or both be test keys.');
  }
  return errors;
}

function demoErrors(settings: Settings): string[] {
  return hasLiveKey(settings) ? ['Demo mode refuses live Stripe keys: remove them, or set PAYDESK_MODE=live.'] : [];
}

function liveErrors(settings: Settings): string[] {
  const errors: string[] = [];
  if (!settings.PUBLIC_URL) errors.push('PUBLIC_URL must be set in live mode.');
  else if (!/^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(settings.PUBLIC_URL)) {
    errors.push('PUBLIC_URL must begin with https:// in live mode.');
  }
  if (!settings.SMTP_URL) errors.push('SMTP_URL must be set in live mode: the sandbox mailbox is for demos.');
  if (!settings.MAIL_FROM) errors.push('MAIL_FROM must be set in live mode.');
  if (settings.SANDBOX_PORT !== undefined) errors.push('SANDBOX_PORT must not be set in live mode: there are no sandbox partners.');
  if (!settings.PAYDESK_KEYS && !settings.PAYDESK_GENERATED_KEYS) {
    errors.push(
      'PAYDESK_KEYS must be set in live mode (name:key, the key being 32 random bytes in base64: openssl rand -base64 32), or PAYDESK_GENERATED_KEYS=yes to have the key ring generated in the data folder.',
    );
  }
  return errors;
}
