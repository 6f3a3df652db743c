import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxConfig } from '../config.js';
import { corsHeaders, listen, reachableName, sendHtml, sendJson } from '../http.js';
import { inboxPage } from './page.js';
import { startSmtp } from './smtp.js';
import { isText, takeText } from './texts.js';
import { openMail, type Envelope, type Mail, type Query } from './store.js';

export interface MailboxServer {
  url: string;
  smtp: string;
  close(): Promise<void>;
}

/** Starts the mailbox: SMTP in, HTTP out. */
export async function startMailbox(config: SandboxConfig): Promise<MailboxServer> {
  const mail = openMail(config.journalDir);
  const smtp = await startSmtp(config.host, config.ports.smtp, mail);
  const http = await listen(config.host, config.ports.mailbox, (request, response) => serve(mail, config, request, response));
  const host = reachableName(config.host);
  return {
    url: `http://${host}:${http.port}`,
    smtp: `smtp://${host}:${smtp.port}`,
    async close() {
      await Promise.all([http.close(), smtp.close()]);
      mail.close();
    },
  };
}

function serve(mail: Mail, config: SandboxConfig, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(corsHeaders(request, config.origins))) response.setHeader(name, value);
  const url = new URL(request.url ?? '/', 'http://mailbox');
  const [, first = '', id] = url.pathname.split('/');
  if (request.method === 'OPTIONS') response.writeHead(204).end();
  else if (isText(url.pathname)) void takeText(mail, request, response, url.pathname).catch(() => response.destroy());
  else if (request.method === 'DELETE' && url.pathname === '/messages') sendJson(response, 200, clear(mail));
  else if (request.method !== 'GET') sendJson(response, 405, { error: 'Only GET, and DELETE /messages' });
  else if (first === '') sendHtml(response, 200, inboxPage, { 'Content-Security-Policy': PAGE_POLICY });
  else if (url.pathname === '/messages') sendJson(response, 200, list(mail, url.searchParams));
  else if (url.pathname === '/messages/count') sendJson(response, 200, { count: mail.find(queryOf(url.searchParams)).length });
  else if (first === 'messages' && id !== undefined) sendOne(mail, id, url.pathname.endsWith('/html'), response);
  else sendJson(response, 404, { error: 'Not found' });
}

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'";
/** A mail's own HTML runs nothing and loads nothing. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

function clear(mail: Mail): { deleted: number } {
  const deleted = mail.count();
  mail.clear();
  return { deleted };
}

function queryOf(params: URLSearchParams): Query {
  const names = ['to', 'subject', 'since', 'search', 'message_id'] as const;
  return Object.fromEntries(names.flatMap((name) => (params.has(name) ? [[name, params.get(name) ?? '']] : [])));
}

/** Whole messages, newest first; `limit` shortens, `brief` leaves texts out (the inbox lists thousands). */
function list(mail: Mail, params: URLSearchParams): unknown[] {
  const found = mail.find(queryOf(params));
  const from = Number(params.get('offset') ?? 0);
  const shown = params.has('limit') ? found.slice(from, from + Number(params.get('limit'))) : found.slice(from);
  return shown.map((envelope) => (params.has('brief') ? brief(mail, envelope) : whole(mail, envelope)));
}

function brief(mail: Mail, envelope: Envelope): unknown {
  return { ...envelope, offset: undefined, deliveries: mail.deliveries(envelope.message_id) };
}

function whole(mail: Mail, envelope: Envelope): unknown {
  return { ...mail.read(envelope), deliveries: mail.deliveries(envelope.message_id) };
}

function sendOne(mail: Mail, id: string, html: boolean, response: ServerResponse): void {
  const envelope = mail.get(id);
  if (!envelope) return sendJson(response, 404, { error: `No message ${id}` });
  if (!html) return sendJson(response, 200, whole(mail, envelope));
  sendHtml(response, 200, withTarget(mail.read(envelope).html), { 'Content-Security-Policy': MAIL_POLICY });
}

/** Links in a mail open beside the inbox, not inside its preview. */
const withTarget = (html: string): string => `<base target="_blank" rel="noopener">${html}`;
