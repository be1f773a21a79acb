import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { openAppendNotifications } from './append-notifications.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

/** A TCP proxy in front of the database that can be taken down: open connections break and new ones are refused. */
async function startProxy(target: URL) {
  const sockets = new Set<Socket>();
  let attempts = 0;
  let isRefusing = false;
  const server: Server = createServer((socket) => {
    attempts++;
    sockets.add(socket);
    if (isRefusing) return void socket.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    sockets.add(upstream);
    socket.pipe(upstream).pipe(socket);
    for (const one of [socket, upstream]) one.on('error', () => socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.toString(),
    attempts: () => attempts,
    refuse(refusing: boolean) {
      isRefusing = refusing;
      if (refusing) for (const socket of sockets) socket.destroy();
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited 20 s in vain');
    await delay(20);
  }
}

it('listens again after several failed attempts to reconnect, and not after it is closed', async () => {
  const proxy = await startProxy(new URL(db.url));
  const pool = new pg.Pool({ connectionString: proxy.url });
  pool.on('error', () => {});
  const listening = openAppendNotifications(pool);
  const announcing = openAppendNotifications(db.pool);
  const received: string[] = [];
  listening.listen((tenantId) => received.push(tenantId));
  const announceUntilReceived = async (tenantId: string) => {
    const announcer = setInterval(() => announcing.notify(tenantId), 50);
    await until(() => received.includes(tenantId)).finally(() => clearInterval(announcer));
  };

  await announceUntilReceived('before');
  proxy.refuse(true);
  const before = proxy.attempts();
  await until(() => proxy.attempts() >= before + 3);
  proxy.refuse(false);
  await announceUntilReceived('after');

  await listening.close();
  const closedAt = proxy.attempts();
  proxy.refuse(true);
  await delay(500);
  expect(proxy.attempts()).toBe(closedAt);
  await announcing.close();
  await pool.end();
  await proxy.close();
});
