import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Lifecycle, StoppingError } from './lifecycle.ts';

const logger = pino({ level: 'silent' });
const never = () => new Promise<never>(() => {});

describe('the parts of a process', () => {
  it('stop in the opposite order of their start, each after the one before', async () => {
    const lifecycle = new Lifecycle(logger);
    const stopped: string[] = [];
    for (const name of ['database', 'threads', 'web']) {
      await lifecycle.open(
        name,
        () => name,
        async (opened) => {
          await delay(5);
          stopped.push(opened);
        },
      );
    }
    expect(await lifecycle.stop()).toEqual([]);
    expect(stopped).toEqual(['web', 'threads', 'database']);
  });

  it('stop by their own stop() or close() unless it is said how', async () => {
    const lifecycle = new Lifecycle(logger);
    const stopped: string[] = [];
    await lifecycle.open('database', () => ({ close: () => stopped.push('closed') }));
    await lifecycle.open('web', () => ({ stop: () => stopped.push('stopped') }));
    expect(await lifecycle.stop()).toEqual([]);
    expect(stopped).toEqual(['stopped', 'closed']);
  });

  it('stop once, however often that is asked for', async () => {
    const lifecycle = new Lifecycle(logger);
    let stops = 0;
    await lifecycle.open(
      'web',
      () => {},
      () => stops++,
    );
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    expect(stops).toBe(1);
  });

  it('a part that is being opened when the stop is asked for is stopped, and no other is opened', async () => {
    const lifecycle = new Lifecycle(logger);
    const stopped: string[] = [];
    const { promise, resolve } = Promise.withResolvers<string>();
    const opening = lifecycle.open(
      'database',
      () => promise,
      (opened) => stopped.push(opened),
    );
    const stopping = lifecycle.stop();
    expect(lifecycle.signal.aborted).toBe(true);
    resolve('database');
    await expect(opening).rejects.toThrow(StoppingError);
    await stopping;
    expect(stopped).toEqual(['database']);
    await expect(
      lifecycle.open(
        'web',
        () => stopped.push('opened'),
        () => {},
      ),
    ).rejects.toThrow(StoppingError);
    expect(stopped).toEqual(['database']);
  });

  it('an essential part is stopped even when one after it never stops, and is waited for', async () => {
    const lifecycle = new Lifecycle(logger, 100);
    const stopped: string[] = [];
    await lifecycle.open(
      'PostgreSQL',
      () => {},
      async () => {
        await delay(400);
        stopped.push('PostgreSQL');
      },
      { isEssential: true },
    );
    await lifecycle.open('pools', () => {}, never);
    await lifecycle.open('graph thread', () => {}, never);
    expect(await lifecycle.stop()).toEqual(['graph thread', 'pools']);
    expect(stopped).toEqual(['PostgreSQL']);
  });

  it('a part that fails to stop does not keep the others from it', async () => {
    const lifecycle = new Lifecycle(logger);
    const stopped: string[] = [];
    await lifecycle.open(
      'database',
      () => {},
      () => stopped.push('database'),
    );
    await lifecycle.open(
      'web',
      () => {},
      () => {
        throw new Error('no');
      },
    );
    expect(await lifecycle.stop()).toEqual(['web']);
    expect(stopped).toEqual(['database']);
  });
});
