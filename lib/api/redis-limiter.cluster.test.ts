import { randomUUID } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { logger } from '#lib/platform/logger.ts';
import { openRedisLimiter } from './redis-limiter.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function limiter(url = inject('servers').REDIS_URL ?? '') {
  const made = await openRedisLimiter(url, logger);
  open.push(made);
  return made;
}

/** A proxy to Redis whose connections can be cut and restored. */
async function proxyTo(port: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const there = connect(port, '127.0.0.1');
    for (const one of [socket, there]) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(there).pipe(socket);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push({ close: async () => server.close() });
  return {
    port: (server.address() as { port: number }).port,
    cut(yes: boolean) {
      isCut = yes;
      if (yes) for (const socket of sockets) socket.destroy();
    },
  };
}

describe('limits in Redis', () => {
  it('are shared by all processes', async () => {
    const [one, two] = [await limiter(), await limiter()];
    const key = randomUUID();
    const refused: boolean[] = [];
    for (const process of [one, two, one, two]) refused.push((await process.take(key, 3, 60)).isOver);
    expect(refused).toEqual([false, false, false, true]);
    expect(await two.take(randomUUID(), 3, 60)).toMatchObject({ isOver: false, remaining: 2 });
  });

  it('apply per process while Redis is unavailable, which is logged, and are shared again when it is back', async () => {
    const url = new URL(inject('servers').REDIS_URL ?? '');
    const proxy = await proxyTo(Number(url.port));
    url.port = String(proxy.port);
    const warned = vi.spyOn(logger, 'warn');
    const informed = vi.spyOn(logger, 'info');
    const [cut, whole] = [await limiter(url.toString()), await limiter()];
    proxy.cut(true);
    const key = randomUUID();
    await vi.waitFor(() => expect(warned).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('Redis is unavailable')));
    expect([(await cut.take(key, 1, 60)).isOver, (await whole.take(key, 1, 60)).isOver]).toEqual([false, false]);
    expect(await cut.take(key, 1, 60)).toMatchObject({ isOver: true, resetSeconds: expect.any(Number) });
    proxy.cut(false);
    await vi.waitFor(() => expect(informed).toHaveBeenCalledWith(expect.stringContaining('Redis is available')), { timeout: 10_000 });
    const again = randomUUID();
    expect(await cut.take(again, 1, 60)).toMatchObject({ isOver: false });
    expect(await whole.take(again, 1, 60)).toMatchObject({ isOver: true });
  });
});
