import { seededRandom, shuffle } from '../random.js';
import type { Courier, Sign } from '../webhooks/courier.js';
import { eventView } from '../webhooks/event-view.js';
import type { Posted } from '../webhooks/post.js';
import { signatureOf } from '../webhooks/sign.js';
import type { Command, Control } from './control.js';

const list: Control = ({ api, query }) => {
  const notes = api.state.events.filter((note) => query.type === undefined || note.type === query.type);
  const data = query.full === undefined ? notes.map(({ id, type, created, object }) => ({ id, type, created, object })) : notes.map((note) => eventView(api.state, note, api.version, ''));
  return { count: data.length, data };
};

const deliveries: Control = ({ api, query }) => {
  const data = api.courier.notes().filter((note) => query.event === undefined || note.event === query.event);
  return { count: data.length, data, pending: [...api.state.pending.values()], held: api.courier.held() };
};

/** How a hand-made delivery is signed. */
const SIGNATURES = ['valid', 'wrong', 'missing', 'stale', 'future', 'garbled'] as const;

function signer(command: Command): Sign {
  const secret = typeof command.body.secret === 'string' ? command.body.secret : command.config.webhookSecret;
  const now = Math.floor(Date.now() / 1000);
  const kind = command.body.signature ?? 'valid';
  switch (kind) {
    case 'valid':
      return (body) => signatureOf(body, secret, typeof command.body.timestamp === 'number' ? command.body.timestamp : now);
    case 'wrong':
      return (body) => signatureOf(body, 'whsec_of_somebody_else', now);
    case 'missing':
      return () => undefined;
    case 'stale':
      return (body) => signatureOf(body, secret, now - 3600);
    case 'future':
      return (body) => signatureOf(body, secret, now + 3600);
    case 'garbled':
      return (body) => signatureOf(`${body} `, secret, now);
    default:
      throw new Error(`signature must be one of ${SIGNATURES.join(', ')}`);
  }
}

/** Delivers chosen events `times` each, in order or shuffled, some at a time, and reports every answer. */
const deliverMany: Control = async (command) => {
  const { api, body } = command;
  const ids = Array.isArray(body.ids) ? body.ids.map(String) : api.state.events.map((note) => note.id);
  const times = typeof body.times === 'number' ? body.times : 1;
  const queue = Array.from({ length: times }, () => ids).flat();
  if (typeof body.seed === 'number') shuffle(queue, seededRandom(body.seed));
  return deliver(command, queue, typeof body.concurrency === 'number' ? body.concurrency : 16);
};

const deliverOne: Control = (command) => deliverMany({ ...command, body: { ...command.body, ids: [command.ids[0] ?? ''] } });

async function deliver(command: Command, queue: string[], concurrency: number): Promise<{ count: number; statuses: Record<string, number>; data: Posted[] }> {
  const url = typeof command.body.url === 'string' ? command.body.url : command.api.addresses()[0];
  if (!url) throw new Error('url is missing, and no webhook target is configured');
  const version = typeof command.body.api_version === 'string' ? command.body.api_version : command.api.version;
  const data: Posted[] = [];
  const send = sender(command.api.courier, { url, secret: command.config.webhookSecret, version }, signer(command));
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < queue.length; place = next++) data[place] = await send(queue[place] ?? '');
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, worker));
  const statuses: Record<string, number> = {};
  for (const { status } of data) statuses[status] = (statuses[status] ?? 0) + 1;
  return { count: data.length, statuses, data: data.slice(0, 1000) };
}

const sender = (courier: Courier, receiver: { url: string; secret: string; version: string }, sign: Sign) => (event: string) => courier.sendTo(event, receiver, sign);

export const eventControls: Record<string, Control> = {
  'GET events': list,
  'GET deliveries': deliveries,
  'POST deliveries': deliverMany,
  'POST events/:/deliver': deliverOne,
};
