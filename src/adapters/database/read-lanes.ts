import type { Writable } from 'node:stream';
import pg from 'pg';
import { clientSettings } from './connect.js';

/** A few connections that many readers share: statements queue on the wire, not for a connection of their own. */
export interface ReadLanes {
  query(query: { name?: string; text: string; values: unknown[] }): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

/**
 * Opens `count` pipelined connections for single statements by key. Under load this reads several times as much as
 * lending connections out (docs/performance.md). A lane that breaks is opened again by the next statement.
 */
export function openReadLanes(url: string, count: number, onLost: (error: Error) => void, prepared = true): ReadLanes {
  const lanes = Array.from({ length: count }, () => openLane(url, onLost, prepared));
  let turn = 0;
  return {
    query(query) {
      turn = (turn + 1) % count;
      return lanes[turn]!.query(query);
    },
    close: async () => void (await Promise.all(lanes.map((lane) => lane.close()))),
  };
}

/** Reads by key have one good plan; weighing others with every call costs more than the read. Poolers refuse it. */
const KEPT_PLANS = { options: '-c plan_cache_mode=force_generic_plan' };

/** Connections whose statements of this turn are being gathered. */
const gathering = new WeakSet<pg.Client>();

/** Statements that come in one turn of the event loop leave in one write: the system call costs more than they do. */
function gather(client: pg.Client): void {
  if (gathering.has(client)) return;
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  gathering.add(client);
  stream.cork();
  setImmediate(() => {
    gathering.delete(client);
    stream.uncork();
  });
}

function openLane(url: string, onLost: (error: Error) => void, prepared: boolean): ReadLanes {
  let client: Promise<pg.Client> | undefined;
  let closed = false;

  function open(): Promise<pg.Client> {
    const fresh = new pg.Client({ ...clientSettings(url), application_name: 'paydesk reads', pipeline: true, ...(prepared && KEPT_PLANS) } as pg.ClientConfig);
    const opening = fresh.connect().then(() => fresh);
    const forget = () => { if (client === opening) client = undefined; };
    fresh.on('error', (error) => { forget(); if (!closed) onLost(error); });
    fresh.on('end', forget);
    opening.catch(forget);
    return opening;
  }

  return {
    async query(query) {
      client ??= open();
      const ready = await client;
      gather(ready);
      return ready.query(query);
    },
    async close() {
      closed = true;
      const last = client;
      client = undefined;
      if (last) await last.then((one) => one.end(), () => undefined);
    },
  };
}
