import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { silentLog } from '../../../test/bare-world.js';
import { openPubSub } from './pub-sub.js';
import type { PubSub } from './pub-sub.js';
import { freePorts } from '../../../test/ports.js';
import { until } from '../../../test/until.js';

/** The little of Redis that a channel needs, over a socket. */
function startRedis(port: number): Promise<{ stop(): Promise<void> }> {
  const listeners = new Map<string, Set<Socket>>();
  const open = new Set<Socket>();
  const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => { open.delete(socket); for (const all of listeners.values()) all.delete(socket); });
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const words = bytes.toString().split('\r\n').filter((word) => word !== '' && !/^[*$]\d+$/.test(word));
      for (let at = 0; at < words.length; at++) {
        const command = words[at]!.toLowerCase();
        if (command === 'hello') {
          at += 1;
          socket.write(`%2\r\n${bulk('version')}${bulk('7.0.0')}${bulk('proto')}:3\r\n`);
        } else if (command === 'info') socket.write(bulk('redis_version:7.0.0\r\nloading:0'));
        else if (command === 'subscribe') {
          const channel = words[(at += 1)]!;
          listeners.set(channel, (listeners.get(channel) ?? new Set()).add(socket));
          socket.write(`>3\r\n${bulk('subscribe')}${bulk(channel)}:1\r\n`);
        } else if (command === 'publish') {
          const [channel, text] = [words[(at += 1)]!, words[(at += 1)]!];
          for (const one of listeners.get(channel) ?? []) one.write(`>3\r\n${bulk('message')}${bulk(channel)}${bulk(text)}`);
          socket.write(':1\r\n');
        } else if (command === 'client') {
          at += 3;
          socket.write('+OK\r\n');
        }
      }
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({
    stop: () => new Promise((done) => { for (const socket of open) socket.destroy(); server.close(() => done()); }),
  })));
}

const opened: PubSub[] = [];
afterEach(() => { for (const one of opened.splice(0)) one.close(); });

async function open(port: number, hear: (message: unknown) => void): Promise<{ pubSub: PubSub; connected: boolean[] }> {
  const connected: boolean[] = [];
  const pubSub = await openPubSub({ url: `redis://127.0.0.1:${port}`, channel: 'paydesk:test', log: silentLog });
  opened.push(pubSub);
  pubSub.listen(hear, (now) => void connected.push(now));
  return { pubSub, connected };
}

it('carries what one says to the others, not back, and says when it hears nobody', async () => {
  // Not a port that the system chooses: while nothing listens there, a connection might take it.
  const port = await freePorts();
  const redis = await startRedis(port);
  const heard: [string, unknown][] = [];
  const one = await open(port, (message) => void heard.push(['one', message]));
  const two = await open(port, (message) => void heard.push(['two', message]));
  await until(() => one.connected.at(-1) === true && two.connected.at(-1) === true);
  await until(() => { one.pubSub.tell({ forget: 'all' }); return heard.length > 0; });
  expect(heard[0]).toEqual(['two', { forget: 'all' }]);
  expect(heard.every(([who]) => who === 'two')).toBe(true);
  await redis.stop();
  await until(() => one.connected.at(-1) === false && two.connected.at(-1) === false);
  expect(() => one.pubSub.tell({ forget: 'all' })).not.toThrow();
  const again = await startRedis(port);
  await until(() => one.connected.at(-1) === true);
  for (const each of opened.splice(0)) each.close();
  await again.stop();
});
