import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../core/ports/log.js';
import { Failure } from '../kernel/failure.js';
import type { Limit } from './endpoint.js';

export interface LimitParts {
  /** Multiplies every limit. */
  readonly factor: number;
  /** Shares the counts between servers; without it every process counts for itself. */
  readonly redisUrl?: string | undefined;
  readonly log: Log;
}

/** What is left after this call. */
export interface Counted {
  readonly limit: number;
  readonly remaining: number;
  /** When counting begins anew, in epoch seconds. */
  readonly resetsAt: number;
  readonly exceeded: boolean;
  readonly retryAfterSeconds: number;
}

export interface Limits {
  /** Counts one call of `key` in `group`. Never fails: what cannot be shared is counted here. */
  count(group: string, limit: Pick<Limit, 'requests' | 'perSeconds'>, key: string): Promise<Counted>;
  close(): Promise<void>;
}

type Limiter = RateLimiterMemory | RateLimiterRedis;

/** Counts calls per group and key: in Redis where there is one, and in memory whenever that does not answer. */
export function openLimits({ factor, redisUrl, log }: LimitParts): Limits {
  const limiters = new Map<string, Limiter>();
  let redis: Promise<Redis> | undefined;

  async function limiterFor(group: string, points: number, duration: number): Promise<Limiter> {
    const name = `${group}|${points}/${duration}`;
    const known = limiters.get(name);
    if (known) return known;
    const memory = new RateLimiterMemory({ keyPrefix: name, points, duration });
    let limiter: Limiter = memory;
    if (redisUrl) {
      redis ??= connect(redisUrl, log);
      limiter = new RateLimiterRedis({ storeClient: await redis, keyPrefix: `paydesk:${name}`, points, duration, insuranceLimiter: memory });
    }
    limiters.set(name, limiter);
    return limiter;
  }

  return {
    async count(group, limit, key) {
      const points = Math.max(1, Math.floor(limit.requests * factor));
      const limiter = await limiterFor(group, points, limit.perSeconds);
      try {
        return counted(points, await limiter.consume(key), false);
      } catch (outcome) {
        if (outcome instanceof RateLimiterRes) return counted(points, outcome, true);
        throw outcome;
      }
    },
    async close() {
      if (redis) (await redis).disconnect();
    },
  };
}

/** `throttled`, with the seconds to wait. */
export function tooMany(counted: Counted): Failure {
  return new Failure('throttled', { retryAfterSeconds: counted.retryAfterSeconds });
}

function counted(limit: number, result: RateLimiterRes, exceeded: boolean): Counted {
  const seconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
  return { limit, remaining: Math.max(0, result.remainingPoints), resetsAt: Math.floor(Date.now() / 1000) + seconds, exceeded, retryAfterSeconds: seconds };
}

/** Commands fail at once while Redis is away: the memory takes over. */
async function connect(url: string, log: Log): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2_000, commandTimeout: 500, lazyConnect: false });
  let told = false;
  client.on('error', (error: Error) => {
    if (!told) log.warn({ error: error.message }, 'Redis does not answer: rate limits are counted by each process');
    told = true;
  });
  client.on('ready', () => { told = false; });
  return client;
}
