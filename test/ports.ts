import { createServer } from 'node:net';

/** Where ports are looked for: below those that outgoing connections take, which come and go at any moment. */
const FIRST = 21_000;
const LAST = 32_000;
/** Each worker of a run looks in a part of its own, so that none takes what another has just found. */
const WORKERS = 4;
const PART = Math.floor((LAST - FIRST) / WORKERS);
const TRIES = 50;

/** The first of `count` ports in a row that are free on the loopback now. For processes that must know their ports before they start. */
export async function freePorts(count = 1): Promise<number> {
  const part = FIRST + (Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS) * PART;
  for (let tries = 0; tries < TRIES; tries++) {
    const first = part + Math.floor(Math.random() * (PART - count));
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
