import pg from 'pg';
import { logger } from '#lib/platform/logger.ts';

const CHANNEL = 'log_append';
const NOTIFY_EVERY_MS = 20;
const RECONNECT_BASE_MS = 100;
const RECONNECT_MAX_MS = 10_000;

/** Announces appends to other processes and threads, and passes on what they announce. */
export interface AppendNotifications {
  /** Announces soon that something was appended for a client. */
  notify(tenantId: string): void;
  /** Calls `listener` with the id of every client for which an append is announced, until the returned function is called. */
  listen(listener: (tenantId: string) => void): () => void;
  close(): Promise<void>;
}

/**
 * Announces appends by NOTIFY, collected over some milliseconds and outside the append's transaction: a NOTIFY inside
 * it would serialise all commits of the server. The connection that listens is made with the options of `pool` when the
 * first listener is added; when it breaks it is made again, with back-off, until `close`. A notification that was lost
 * meanwhile is harmless: every consumer polls as well.
 */
export function openAppendNotifications(pool: pg.Pool): AppendNotifications {
  const listeners = new Set<(tenantId: string) => void>();
  const pending = new Set<string>();
  let sendTimer: NodeJS.Timeout | undefined;
  let subscription: { close(): Promise<void> } | undefined;

  function send(): void {
    sendTimer = undefined;
    const ids = [...pending];
    pending.clear();
    // A payload holds 8,000 bytes: 100 client ids of 40 characters are far below. A lost one is found by polling.
    for (let i = 0; i < ids.length; i += 100)
      pool.query('SELECT pg_notify($1, $2)', [CHANNEL, ids.slice(i, i + 100).join(',')]).catch(() => {});
  }

  return {
    notify(tenantId) {
      pending.add(tenantId);
      sendTimer ??= setTimeout(send, NOTIFY_EVERY_MS);
    },
    listen(listener) {
      listeners.add(listener);
      subscription ??= subscribe(pool.options, (payload) => {
        for (const tenantId of payload.split(',')) for (const one of listeners) one(tenantId);
      });
      return () => void listeners.delete(listener);
    },
    async close() {
      clearTimeout(sendTimer);
      await subscription?.close();
    },
  };
}

/** Keeps one connection listening on the channel: a broken one is replaced until `close` is called. */
function subscribe(options: pg.ClientConfig, onPayload: (payload: string) => void): { close(): Promise<void> } {
  let client: pg.Client | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  async function connect(): Promise<void> {
    const attempt = new pg.Client(options);
    // An error and the end of the connection both lead here, in any order and possibly both: one retry follows.
    let lost = false;
    const onLost = (error?: Error) => {
      if (lost || closed) return;
      lost = true;
      client = undefined;
      void attempt.end().catch(() => {});
      const delayMs = Math.min(RECONNECT_MAX_MS, RECONNECT_BASE_MS * 2 ** failures++);
      logger.warn({ err: error, retryInMs: delayMs }, 'append notifications are interrupted; consumers poll until the connection is back');
      retryTimer = setTimeout(() => (connecting = connect()), delayMs).unref();
    };
    attempt.on('error', onLost);
    attempt.on('end', () => onLost());
    attempt.on('notification', ({ payload }) => onPayload(payload ?? ''));
    try {
      await attempt.connect();
      await attempt.query(`LISTEN ${CHANNEL}`);
      if (lost) return;
      if (closed) return void (await attempt.end());
      client = attempt;
      failures = 0;
    } catch (error) {
      onLost(error as Error);
    }
  }

  let connecting = connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retryTimer);
      await connecting;
      await client?.end();
    },
  };
}
