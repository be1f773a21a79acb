import { constants, setPriority } from 'node:os';
import { type FreeAnswer, type FreeQuery, InvalidQueryError } from '../free-query.ts';
import { answerOf } from './free-answer.ts';
import { loadGrafeo } from './grafeo.ts';

/**
 * The process of one free query (free-queries.ts starts it, and kills it when it takes too long): opens a copy of a client's graph,
 * answers, and ends. Nobody else needs the copy, so nothing that a query does to it, or to this process, matters to others.
 */

/** What the process is asked for: a query on the graph of a file. */
export interface QueryJob {
  file: string;
  query: FreeQuery;
}

/** What the process says: that the graph is open and the query begins, then its answer or why there is none. */
export type QueryReport =
  | { kind: 'opened' }
  | { kind: 'answer'; answer: FreeAnswer }
  | { kind: 'refused'; message: string; position: InvalidQueryError['position'] }
  | { kind: 'failed'; name: string; message: string };

// Before grafeo starts its threads, which inherit it: nobody else is to notice.
setPriority(constants.priority.PRIORITY_LOW);
const end = () => process.kill(process.pid, 'SIGKILL');
// Whoever asked is gone: native code may be busy for minutes, and a normal exit would wait for it.
process.once('disconnect', end);
process.once('message', (job: QueryJob) => void work(job));

async function work({ file, query }: QueryJob): Promise<void> {
  try {
    const Grafeo = await loadGrafeo();
    const db = Grafeo.openReadOnly(file);
    await report({ kind: 'opened' });
    await report({ kind: 'answer', answer: await answerOf(db, query) });
  } catch (error) {
    const { name, message } = error as Error;
    if (error instanceof InvalidQueryError) await report({ kind: 'refused', message, position: error.position });
    else await report({ kind: 'failed', name, message });
  }
  end();
}

/** Resolves when the report is on its way, so that the process may end. */
function report(message: QueryReport): Promise<void> {
  return new Promise((sent) => process.send?.(message, undefined, undefined, () => sent()));
}
