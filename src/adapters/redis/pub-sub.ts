import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Log } from '../../core/ports/log.js';

export interface PubSubParts {
  readonly url: string;
  readonly channel: string;
  readonly log: Log;
}

/** A channel between processes that promises nothing: what is said while Redis is away is lost. */
export interface PubSub {
  /** Tells all other processes. Never fails, never waits. */
  tell(message: object): void;
  /** `hear` gets what others say, `connected` whether we hear them at all. */
  listen(hear: (message: unknown) => void, connected: (connected: boolean) => void): void;
  close(): void;
}

interface Envelope { readonly from?: unknown; readonly message?: unknown }

export async function openPubSub({ url, channel, log }: PubSubParts): Promise<PubSub> {
  const { Redis: Client } = await import('ioredis');
  const me = randomUUID();
  const open = (): Redis => new Client(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000, lazyConnect: true });
  const speaker = open();
  const listener = open();
  speaker.on('error', () => undefined); // the listener tells of it, once
  void speaker.connect().catch(() => undefined);
  return {
    tell(message) {
      if (speaker.status === 'ready') speaker.publish(channel, JSON.stringify({ from: me, message })).catch(() => undefined);
    },
    listen(hear, connected) {
      let told = false;
      listener.on('error', (error: Error) => {
        if (!told) log.warn({ error: error.message }, 'Redis does not answer: caches of other processes are not heard');
        told = true;
      });
      listener.on('ready', () => {
        told = false;
        listener.subscribe(channel).then(() => connected(true), () => connected(false));
      });
      listener.on('close', () => connected(false));
      listener.on('message', (_channel, text) => {
        const envelope = parse(text);
        if (envelope !== null && envelope.from !== me) hear(envelope.message);
      });
      void listener.connect().catch(() => undefined);
    },
    close() {
      speaker.disconnect();
      listener.disconnect();
    },
  };
}

function parse(text: string): Envelope | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null; // somebody else's message on our channel
  }
}
