import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Prepared {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p99: number;
}

/** A process that sends prepared requests; only to this machine. */
export interface Generator {
  run(load: { url: string; connections: number; requests: readonly Prepared[]; repeat?: number }): Promise<LoadResult>;
  stop(): void;
}

export async function startGenerator(): Promise<Generator> {
  const child = fork(fileURLToPath(new URL('load.mjs', import.meta.url)));
  await new Promise((resolve) => child.once('message', resolve));
  return {
    run(load) {
      if (new URL(load.url).hostname !== '127.0.0.1') throw new Error('load goes to this machine only');
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('message', (result: { seconds: number; statuses: Record<string, number>; p50: number; p99: number }) => {
          resolve({ perSecond: (load.requests.length * (load.repeat ?? 1)) / result.seconds, statuses: result.statuses, p50: result.p50, p99: result.p99 });
        });
        child.send(load);
      });
    },
    stop: () => child.kill(),
  };
}
