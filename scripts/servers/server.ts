import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that must be installed by hand is missing, in one line that says how to install it. */
export class MissingToolError extends Error {
  override name = 'MissingToolError';
}

/** A running server, with the environment variables with which the product reaches it. */
export interface RunningServer {
  name: string;
  variables: Record<string, string>;
  stop(): Promise<void>;
}

const READY_MS = 120_000;
const STOP_MS = 20_000;

/** The end of a log file, for the error message of a server that did not start. */
export function lastLines(file: string, lines = 8): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/** Runs `begin` with an open log file, and waits until `isReady`. Throws with the log's end when the server ends before that, or is not ready in time. */
export async function startServer(
  name: string,
  logFile: string,
  begin: (log: number) => ChildProcess,
  isReady: () => Promise<boolean>,
): Promise<{ hasEnded(): boolean; stop(signal?: NodeJS.Signals): Promise<void> }> {
  const log = openSync(logFile, 'a');
  const child = begin(log);
  closeSync(log);
  let ended: string | undefined;
  const gone = new Promise<void>((done) => {
    child.once('error', (error) => {
      ended = String(error);
      done();
    });
    child.once('exit', (code, signal) => {
      ended = `ended with ${signal ?? code}`;
      done();
    });
  });
  const deadline = Date.now() + READY_MS;
  while (!(await isReady().catch(() => false))) {
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(
        `${name} ${ended ?? `was not ready within ${READY_MS / 1000} s`}; its log ${logFile} ends with:\n${lastLines(logFile)}`,
      );
    }
    await delay(200);
  }
  return {
    hasEnded: () => ended !== undefined,
    async stop(signal = 'SIGTERM') {
      if (ended) return;
      child.kill(signal);
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(force);
    },
  };
}

/** Whether something listens on a port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

/** The ports are kept, so they are below those of outgoing connections: they are free at the next start too. */
const [LOWEST_PORT, HIGHEST_PORT] = [20_000, 32_000];

/** Finds `count` ports that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (!(await listens(port))) found.add(port);
  }
  return [...found];
}
