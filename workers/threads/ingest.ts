import type { Ingest, Ingested } from '#lib/ingest/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { RunningThread } from './start.ts';

/** Lets the counting thread take batches in; an error there is the same error here. */
export function ingestOver(thread: RunningThread): Ingest {
  const waiting = new Map<number, { done: (ingested: Ingested) => void; failed: (error: unknown) => void }>();
  let last = 0;
  thread.onTold = (told) => {
    if (told.told === 'ingested') settle(told.id)?.done(told.ingested);
    if (told.told === 'not ingested') settle(told.id)?.failed(told.error);
    if (told.told === 'refused') {
      const { status, code, detail, ...more } = told.problem;
      settle(told.id)?.failed(new Problem(status, code, detail, more));
    }
  };
  function settle(id: number) {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  }
  return (tenant, stream, body, gzip, now) =>
    new Promise((done, failed) => {
      const id = ++last;
      waiting.set(id, { done, failed });
      thread.ask({ asked: 'ingest', id, tenant, stream, body, gzip, now }, body.buffer instanceof ArrayBuffer ? [body.buffer] : []);
    });
}
