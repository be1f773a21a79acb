import type { Admission, Admitter } from '#lib/ingest/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { RunningThread } from './start.ts';

/** Lets the counting thread take ingest bodies apart; a Problem there is a Problem here. */
export function admitterOver(thread: RunningThread): Admitter {
  const waiting = new Map<number, { done: (admission: Admission) => void; failed: (error: Error) => void }>();
  let last = 0;
  thread.onTold = (told) => {
    if (told.told === 'admitted') settle(told.id)?.done(told.admission);
    if (told.told === 'refused') {
      const { status, code, detail, invalidParams } = told.problem;
      settle(told.id)?.failed(new Problem(status, code, detail, { invalidParams }));
    }
  };
  function settle(id: number) {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  }
  return (stream, body, gzip) =>
    new Promise((done, failed) => {
      const id = ++last;
      waiting.set(id, { done, failed });
      thread.ask({ asked: 'admit', id, stream, body, gzip }, body.buffer instanceof ArrayBuffer ? [body.buffer] : []);
    });
}
