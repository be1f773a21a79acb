import pg from 'pg';

const CHANNEL = 'log_append';
const NOTIFY_EVERY_MS = 20;

/**
 * Tells other processes and threads of appends by NOTIFY, gathered over some milliseconds and outside the append's
 * transaction: a NOTIFY inside would make all commits of the server wait for each other.
 */
export async function openBell(pool: pg.Pool) {
  const listeners = new Set<(clientId: string) => void>();
  const rung = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let ear: pg.Client | undefined;
  let closed = false;

  async function connectEar(): Promise<void> {
    const client = new pg.Client(pool.options);
    client.on('error', () => {
      ear = undefined;
      if (!closed) setTimeout(() => void connectEar().catch(() => {}), 1000).unref();
    });
    client.on('notification', (message) => {
      for (const clientId of (message.payload ?? '').split(',')) for (const listener of listeners) listener(clientId);
    });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    ear = client;
  }

  function send(): void {
    timer = undefined;
    const ids = [...rung];
    rung.clear();
    // A payload holds 8,000 bytes: 100 client ids of 40 characters are far below. A lost one is found by polling.
    for (let i = 0; i < ids.length; i += 100)
      pool.query('SELECT pg_notify($1, $2)', [CHANNEL, ids.slice(i, i + 100).join(',')]).catch(() => {});
  }

  return {
    ring(clientId: string) {
      rung.add(clientId);
      timer ??= setTimeout(send, NOTIFY_EVERY_MS);
    },
    listen(listener: (clientId: string) => void) {
      listeners.add(listener);
      if (!ear) void connectEar().catch(() => {});
      return () => void listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await ear?.end();
    },
  };
}
