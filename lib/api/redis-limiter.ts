import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Logger } from '#lib/platform/logger.ts';
import { type Limiter, limiterOf } from './rate-limit.ts';

const PREFIX = 'kg-rate ';
const COMMAND_MS = 500;
const RECONNECT_MS = 2_000;

/**
 * Opens a limiter whose windows all web processes share in Redis (redis:// or rediss://). While Redis is unavailable, each
 * process counts on its own, and this is logged once. Those counts are lost afterwards, which is harmless.
 */
export async function openRedisLimiter(url: string, logger: Logger): Promise<Limiter & { close(): Promise<void> }> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    retryStrategy: (attempt) => Math.min(RECONNECT_MS, attempt * 100),
  });
  let isUnavailable = false;
  redis.on('error', (error) => {
    if (!isUnavailable) logger.warn({ err: error }, 'Redis is unavailable: each process limits rates on its own until it is back');
    isUnavailable = true;
  });
  redis.on('ready', () => {
    if (isUnavailable) logger.info('Redis is available: rates are limited across all processes again');
    isUnavailable = false;
  });
  // If Redis is not up yet, ioredis keeps connecting in the background; the listener above has logged it.
  await redis.connect().catch(() => {});
  const limiter = limiterOf((points, seconds) => {
    const window = { points, duration: seconds, keyPrefix: `${PREFIX}${points}/${seconds}` };
    return new RateLimiterRedis({ storeClient: redis, ...window, insuranceLimiter: new RateLimiterMemory(window) });
  });
  return {
    ...limiter,
    async forgetAll(texts) {
      for await (const keys of redis.scanStream({ match: `${PREFIX}*`, count: 1_000 }) as AsyncIterable<string[]>) {
        const found = keys.filter((key) => texts.some((text) => key.includes(text)));
        if (found.length > 0) await redis.del(...found);
      }
    },
    close: async () => redis.disconnect(),
  };
}
