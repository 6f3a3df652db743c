import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal, type Journal } from '../journal.js';

export interface Message {
  id: string;
  message_id: string;
  from: string;
  to: string[];
  subject: string;
  /** When it arrived, ISO. */
  date: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  attachments: { filename: string; type: string; size: number }[];
}

/** What is kept in memory; texts stay in the journal. */
export type Envelope = Pick<Message, 'id' | 'message_id' | 'from' | 'to' | 'subject' | 'date'> & { snippet: string; offset: number };

export interface Query {
  to?: string;
  subject?: string;
  /** ISO time or Unix milliseconds: only what came at or after it. */
  since?: string;
  /** Any word of sender, recipients, subject and first lines. */
  search?: string;
  message_id?: string;
}

export interface Mail {
  add(message: Omit<Message, 'id'>): void;
  /** Newest first. */
  find(query: Query): Envelope[];
  read(envelope: Envelope): Message;
  get(id: string): Envelope | undefined;
  /** How often a Message-ID arrived. */
  deliveries(messageId: string): number;
  count(): number;
  clear(): void;
  close(): void;
}

/** Opens the mailbox's journal in the folder. */
export function openMail(directory: string): Mail {
  const file = join(directory, 'mailbox.jsonl');
  const envelopes = new Map<string, Envelope>();
  const arrivals = new Map<string, number>();
  const keep = (message: Message, offset: number): void => {
    envelopes.set(message.id, envelopeOf(message, offset));
    arrivals.set(message.message_id, (arrivals.get(message.message_id) ?? 0) + 1);
  };
  let journal: Journal = openJournal(file, (entry, offset) => keep(entry as Message, offset));
  let last = envelopes.size;
  return {
    add(message) {
      const kept = { id: `m${++last}-${Date.now().toString(36)}`, ...message };
      keep(kept, journal.append(kept));
    },
    find: (query) => [...envelopes.values()].reverse().filter(fits(query)),
    read: (envelope) => journal.read(envelope.offset) as Message,
    get: (id) => envelopes.get(id),
    deliveries: (messageId) => arrivals.get(messageId) ?? 0,
    count: () => envelopes.size,
    clear() {
      journal.close();
      if (existsSync(file)) renameSync(file, `${file}.old`);
      envelopes.clear();
      arrivals.clear();
      journal = openJournal(file, () => undefined);
    },
    close: () => journal.close(),
  };
}

function envelopeOf({ id, message_id, from, to, subject, date, text }: Message, offset: number): Envelope {
  return { id, message_id, from, to, subject, date, snippet: text.replaceAll(/\s+/g, ' ').trim().slice(0, 140), offset };
}

function fits({ to, subject, since, search, message_id }: Query): (envelope: Envelope) => boolean {
  const from = since === undefined ? 0 : /^\d+$/.test(since) ? Number(since) : Date.parse(since);
  const words = (search ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  return (mail) => {
    if (to !== undefined && !mail.to.some((address) => address.toLowerCase().includes(to.toLowerCase()))) return false;
    if (subject !== undefined && !mail.subject.toLowerCase().includes(subject.toLowerCase())) return false;
    if (message_id !== undefined && mail.message_id !== message_id) return false;
    if (from > 0 && Date.parse(mail.date) < from) return false;
    if (words.length === 0) return true;
    const text = `${mail.from} ${mail.to.join(' ')} ${mail.subject} ${mail.snippet}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
