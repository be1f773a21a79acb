import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Semaphore } from 'async-mutex';
import { type FreeAnswer, type FreeQuery, InvalidQueryError } from '../free-query.ts';
import { QueryLimitError, ReadOnlyQueryError } from '../port.ts';
import type { QueryJob, QueryReport } from './query-process.ts';

/** Processes at a time, each of which may take a core; other queries wait. */
const AT_ONCE = 2;
/** What a query may allocate, beside what node reserves for itself and what an open graph takes, measured by its files. */
const QUERY_MB = 512;
const NODE_MB = 600;
const GRAPH_PER_FILE_BYTE = 3;
/** How long starting a process and opening a graph may take. */
const OPEN_MS = 30_000;

/**
 * Runs free queries on copies of graphs, each in a process of its own: grafeo cannot stop a query and does not bound its memory, but a
 * process can be killed, and the system bounds what it allocates.
 */
export class FreeQueries {
  #dir: string;
  #timeoutMs: number;
  #slots = new Semaphore(AT_ONCE);

  /** `dir` holds the copies while they are needed; `timeoutMs` is how long a query may run on an open graph. */
  constructor(dir: string, timeoutMs: number) {
    this.#dir = dir;
    this.#timeoutMs = timeoutMs;
  }

  /** `copy` puts a copy of the graph into a folder and returns its file. Throws QueryLimitError, ReadOnlyQueryError or InvalidQueryError. */
  async run(query: FreeQuery, copy: (folder: string) => Promise<string>): Promise<FreeAnswer> {
    return await this.#slots.runExclusive(async () => {
      const folder = join(this.#dir, randomUUID());
      await mkdir(folder, { recursive: true });
      try {
        const file = await copy(folder);
        return await this.#ask({ file, query }, NODE_MB + QUERY_MB + Math.ceil((GRAPH_PER_FILE_BYTE * (await bytesIn(folder))) / 1e6));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  /** The answer of a process that has ended when this returns. */
  async #ask(job: QueryJob, memoryMb: number): Promise<FreeAnswer> {
    const child = start(memoryMb);
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<FreeAnswer>((resolve, reject) => {
        const giveUpAfter = (ms: number, error: Error) => {
          clearTimeout(timer);
          timer = setTimeout(() => reject(error), ms);
        };
        giveUpAfter(OPEN_MS, new Error(`a graph was not open for a free query within ${OPEN_MS / 1_000} s`));
        child.on('message', (report: QueryReport) => {
          if (report.kind === 'answer') resolve(report.answer);
          else if (report.kind !== 'opened') reject(errorOf(report));
          else giveUpAfter(this.#timeoutMs, new QueryLimitError(`the query took longer than ${this.#timeoutMs / 1_000} s and was stopped`));
        });
        child.once('error', reject);
        // By a signal, without a word: it asked for more memory than it may have.
        void ended.then((signal) => reject(signal ? overMemory() : new Error('the process of a free query ended without an answer')));
        child.send(job);
      });
    } finally {
      clearTimeout(timer);
      child.kill('SIGKILL');
      await ended;
    }
  }
}

const overMemory = () => new QueryLimitError(`the query needs more than the ${QUERY_MB} MB of memory that one may take`);

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function errorOf(report: Exclude<QueryReport, { kind: 'opened' | 'answer' }>): Error {
  if (report.kind === 'refused') return new InvalidQueryError(report.message, report.position);
  return report.name === 'ReadOnlyQueryError' ? new ReadOnlyQueryError(report.message) : new Error(report.message);
}

/** A process without the environment of this one, which holds secrets. On Linux the shell sets the bound of memory before it becomes node. */
function start(memoryMb: number): ChildProcess {
  const program = [process.execPath, '--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'query-process.ts')];
  const bound = `ulimit -c 0; ulimit -d ${memoryMb * 1_000}; exec "$0" "$@"`;
  const [command = '', ...args] = process.platform === 'linux' ? ['/bin/sh', '-c', bound, ...program] : program;
  return spawn(command, args, { env: { NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}
