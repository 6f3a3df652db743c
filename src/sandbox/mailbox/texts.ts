import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http.js';
import type { Mail } from './store.js';

/** Accounts that may text: any of the right shape, with this password. */
export const TEXT_TOKEN = 'sandbox-auth-token';
const MESSAGES = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\.json$/;
const KNOWN = new Set(['To', 'From', 'MessagingServiceSid', 'Body']);
const LONGEST = 1_600;

export const isText = (path: string): boolean => path.startsWith('/2010-04-01/');

/** Twilio's call to create a message: it lands in the mailbox, where people see it as a text message. */
export async function takeText(mail: Mail, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const account = MESSAGES.exec(path)?.[1];
  if (account === undefined || request.method !== 'POST') return fail(response, 404, 20404, 'The requested resource was not found');
  if (!mayText(request.headers.authorization, account)) return fail(response, 401, 20003, 'Authenticate');
  const form = new URLSearchParams(await bodyOf(request));
  const [to, from, service, body] = ['To', 'From', 'MessagingServiceSid', 'Body'].map((name) => form.get(name) ?? '') as [string, string, string, string];
  const unknown = [...form.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return fail(response, 400, 20001, `Unknown parameter ${unknown}`);
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return fail(response, 400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (!/^\+[1-9]\d{6,14}$/.test(from) && !/^MG[0-9a-fA-F]{32}$/.test(service)) return fail(response, 400, 21603, "A 'From' phone number is required.");
  if (body === '') return fail(response, 400, 21602, 'Message body is required.');
  if (body.length > LONGEST) return fail(response, 400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  const sid = `SM${randomBytes(16).toString('hex')}`;
  keep(mail, { sid, to, from: from || service, body });
  sendJson(response, 201, {
    sid, account_sid: account, api_version: '2010-04-01', body, to, from: from || null, messaging_service_sid: service || null, status: 'queued', direction: 'outbound-api',
    num_segments: '1', num_media: '0', date_created: new Date().toUTCString(), date_updated: new Date().toUTCString(), date_sent: null, error_code: null, error_message: null,
    price: null, price_unit: 'USD', uri: `${path.replace('.json', '')}/${sid}.json`, subresource_uris: {},
  });
}

function keep(mail: Mail, { sid, to, from, body }: { sid: string; to: string; from: string; body: string }): void {
  const bubble = 'max-width:28rem;margin:2rem auto;padding:14px 18px;border-radius:18px;background:#e9eef0;color:#15252b;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere';
  mail.add({
    message_id: `<${sid}@text.sandbox>`, from, to: [to], subject: 'Text message', date: new Date().toISOString(), text: body,
    html: `<!doctype html><html lang="en"><title>Text message</title><body style="margin:0;background:#fff"><p style="${bubble}">${escaped(body)}</p></body></html>`,
    headers: { 'x-channel': 'sms' }, attachments: [],
  });
}

function mayText(authorization: string | undefined, account: string): boolean {
  const own = Buffer.from(`Basic ${Buffer.from(`${account}:${TEXT_TOKEN}`).toString('base64')}`);
  const given = Buffer.from(authorization ?? '');
  return own.length === given.length && timingSafeEqual(own, given);
}

function fail(response: ServerResponse, status: number, code: number, message: string): void {
  sendJson(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
