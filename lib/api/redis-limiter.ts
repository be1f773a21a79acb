import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Logger } from '#lib/platform/logger.ts';
import { type Limiter, limiterOf } from './rate-limit.ts';

const COMMAND_MS = 500;
const RECONNECT_MS = 2_000;

/**
 * Opens a limiter whose windows all web processes share in Redis (redis:// or rediss://). While Redis is gone each process
 * counts by itself, and the log says so once; what was counted meanwhile is forgotten, which is harmless.
 */
export async function openRedisLimiter(url: string, logger: Logger): Promise<Limiter & { close(): Promise<void> }> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    retryStrategy: (attempt) => Math.min(RECONNECT_MS, attempt * 100),
  });
  let isGone = false;
  redis.on('error', (error) => {
    if (!isGone) logger.warn({ err: error }, 'Redis is gone: each process limits rates by itself until it is back');
    isGone = true;
  });
  redis.on('ready', () => {
    if (isGone) logger.info('Redis is back: rates are limited over all processes again');
    isGone = false;
  });
  // One that is not there yet is looked for in the background; the listener above has said so.
  await redis.connect().catch(() => {});
  const limiter = limiterOf((points, seconds) => {
    const window = { points, duration: seconds, keyPrefix: `kg-rate ${points}/${seconds}` };
    return new RateLimiterRedis({ storeClient: redis, ...window, insuranceLimiter: new RateLimiterMemory(window) });
  });
  return { ...limiter, close: async () => redis.disconnect() };
}
