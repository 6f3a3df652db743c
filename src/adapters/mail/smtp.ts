import nodemailer from 'nodemailer';
import { LetterRefused } from '../../core/ports/mailer.js';
import type { Letter, Mailer } from '../../core/ports/mailer.js';

export interface SmtpParts {
  /** SMTP_URL: smtp://user:password@host:port or smtps://… */
  readonly url: string;
  /** MAIL_FROM: an address, or Name <address>. */
  readonly from: string;
  /** Connections kept open; letters beyond wait for a free one. */
  readonly connections?: number;
}

/** One mailbox, with nothing in it that could end or extend a header or an SMTP command. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,255}$/u;

/** A mailer over a pool of SMTP connections. A letter takes at most 15 s of silence before it counts as not accepted. */
export function smtpMailer(parts: SmtpParts): Mailer {
  const from = sender(parts.from);
  const transport = nodemailer.createTransport({
    url: parts.url,
    pool: true,
    maxConnections: parts.connections ?? 8,
    maxMessages: 500,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(letter) {
      if (!ADDRESS.test(letter.to.address)) throw new LetterRefused('the address is none');
      try {
        await transport.sendMail(message(letter, from));
      } catch (error) {
        throw translated(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

function message(letter: Letter, from: { name: string; address: string }) {
  return {
    from,
    to: { name: oneLine(letter.to.name ?? ''), address: letter.to.address },
    subject: oneLine(letter.subject),
    messageId: letter.messageId,
    text: letter.text,
    html: letter.html,
    attachments: (letter.attachments ?? []).map(({ name, type, bytes }) => ({ filename: oneLine(name), contentType: type, content: Buffer.from(bytes) })),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/**
 * Refused for good is only what concerns the mailbox itself: a wrong password of ours must not lose letters.
 * What servers write is left out (it repeats addresses, and the reason is logged); it stays the cause.
 */
function translated(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'responseCode' in error ? Number(error.responseCode) : NaN;
  const command = 'command' in error ? String(error.command) : 'connecting';
  if (command === 'RCPT TO' && GONE_MAILBOX.has(code)) return new LetterRefused(`the mail server answered ${code} to the address`, { cause: error });
  if (!Number.isNaN(code)) return new Error(`the mail server answered ${code} to ${command}`, { cause: error });
  return new Error(`no mail server: ${'code' in error ? String(error.code) : error.name}`, { cause: error });
}

const GONE_MAILBOX = new Set([501, 510, 511, 550, 551, 553, 556]);

function sender(text: string): { name: string; address: string } {
  const parts = /^(.*)<([^<>]+)>\s*$/.exec(text);
  const address = (parts?.[2] ?? text).trim();
  if (!ADDRESS.test(address)) throw new Error('MAIL_FROM holds no e-mail address');
  return { name: oneLine(parts?.[1] ?? '').replace(/^"(.*)"$/, '$1'), address };
}

/** Text for a header: control characters (line ends among them) become spaces, at most 200 characters. */
function oneLine(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()].slice(0, 200).join('');
}
