import { MessageChannel, Worker } from 'node:worker_threads';
import { type GraphStore, serveGraphStore, UnknownGraphError } from '#lib/graph/index.ts';
import type { Diagnoser } from '#lib/incidents/index.ts';
import type { Logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';
import { openRpc, type Rpc } from '#lib/platform/rpc.ts';

/** How long one diagnosis may take. One of thousands of objects takes less than a second. */
const DEADLINE_MS = 10_000;
/** The most memory for the objects of a diagnosis, in MiB. */
const MAX_HEAP_MIB = 1_024;
/** Diagnoses that may wait for their turn. */
const MAX_WAITING = 20;

/** The thread ended, or has to be ended, while it diagnosed. */
class EndedError extends Error {
  override name = 'EndedError';
}

/** How both ends of the channel are set up. */
export const DIAGNOSIS_RPC = { closedError: () => new EndedError('the diagnosis thread has ended'), errors: [UnknownGraphError] };

/** A diagnoser in a thread of its own. */
export interface DiagnosisThread extends Diagnoser {
  stop(): Promise<void>;
}

interface Running {
  worker: Worker;
  rpc: Rpc<Diagnoser>;
}

/**
 * Diagnoses clusters in a thread of its own, one at a time, each for ten seconds at most. A thread that takes longer, or more
 * memory than it may, is ended, and the next diagnosis begins another: however much is wrong in a cluster, the graphs and the
 * portal go on. Throws a Problem with status 503: `too_much_to_diagnose`, or `busy` while too many wait. Starts the thread at
 * first use.
 */
export function startDiagnosisThread(store: GraphStore, logger: Logger, deadlineMs = DEADLINE_MS): DiagnosisThread {
  let running: Running | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function begin(): Running {
    const { port1, port2 } = new MessageChannel();
    serveGraphStore(store, port1);
    const worker = new Worker(new URL('./diagnosis-worker.ts', import.meta.url), {
      name: 'diagnosis',
      workerData: port2,
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    worker.unref();
    worker.on('error', (error) => logger.warn({ err: error }, 'the diagnosis thread ended; the next diagnosis begins another'));
    worker.once('exit', () => {
      port1.close();
      if (running?.worker === worker) running = undefined;
    });
    return { worker, rpc: openRpc<Diagnoser>(worker, {}, DIAGNOSIS_RPC) };
  }

  async function end(): Promise<void> {
    const ended = running;
    running = undefined;
    await ended?.worker.terminate();
  }

  /** One diagnosis; `call` makes the call. */
  async function run<T>(cluster: string, call: (rpc: Rpc<Diagnoser>) => Promise<T>): Promise<T> {
    running ??= begin();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new EndedError()), deadlineMs);
    });
    try {
      return await Promise.race([call(running.rpc), late]);
    } catch (error) {
      if (!(error instanceof EndedError)) throw error;
      await end();
      throw tooMuch(cluster, deadlineMs);
    } finally {
      clearTimeout(timer);
    }
  }

  function inTurn<T>(cluster: string, call: (rpc: Rpc<Diagnoser>) => Promise<T>): Promise<T> {
    if (waiting >= MAX_WAITING) throw busy();
    waiting++;
    const result = tail.then(() => run(cluster, call)).finally(() => waiting--);
    tail = result.catch(() => {});
    return result;
  }

  return {
    problems: async (tenantId, cluster, window) => inTurn(cluster, (rpc) => rpc.call('problems', tenantId, cluster, window)),
    risks: async (tenantId, cluster, window) => inTurn(cluster, (rpc) => rpc.call('risks', tenantId, cluster, window)),
    whole: async (tenantId, cluster, window) => inTurn(cluster, (rpc) => rpc.call('whole', tenantId, cluster, window)),
    dump: async (files, question) => inTurn('of the dump', (rpc) => rpc.call('dump', files, question)),
    stop: end,
  };
}

function tooMuch(cluster: string, deadlineMs: number): Problem {
  return new Problem(
    503,
    'too_much_to_diagnose',
    `So much is wrong in the cluster ${cluster} at once that its diagnosis did not end within ${deadlineMs / 1000} seconds. Try again when there is less.`,
    { headers: { 'Retry-After': '60' } },
  );
}

function busy(): Problem {
  return new Problem(503, 'busy', 'Too many diagnoses are waiting. Try again in a few seconds.', { headers: { 'Retry-After': '5' } });
}
