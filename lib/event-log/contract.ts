import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestTracing } from '#lib/platform/testing/tracing.ts';
import { currentTrace, withSpan } from '#lib/platform/tracing.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { clientsBehind, GROUPS } from './groups.ts';
import { type EventLog, UnknownStreamError } from './port.ts';

const DAY = 86_400_000;
const STATE = 'state.k8s.resource';
const EVENTS = 'events.normalized';

/** What an adapter leaves to its server. */
interface Leave {
  /** Superseded state goes in the server's own time, and sizes are what its files take. */
  compaction?: 'at once' | 'in its own time';
}

/** What every adapter of EventLog guarantees. `open` gives a log whose appends are stamped by `clock.now`. */
export function eventLogContract(
  open: (clock: { now: number }) => Promise<{ log: EventLog; close(): Promise<void> }>,
  { compaction = 'at once' }: Leave = {},
): void {
  describe('EventLog', () => {
    const clock = { now: 1_000 * DAY };
    let log: EventLog;
    let close: () => Promise<void>;
    const newClient = async (retentionDays = 7) => {
      const tenantId = `c-${randomUUID().slice(0, 18)}`;
      await log.create(tenantId, retentionDays);
      return tenantId;
    };
    const count = async (client: string) => log.report(GROUPS.usage, client, await log.ends(client));
    const records = (n: number, prefix = 'k') =>
      Array.from({ length: n }, (_, i) => ({ key: `${prefix}${i}`, value: JSON.stringify({ i }) }));

    beforeAll(async () => {
      ({ log, close } = await open(clock));
    });
    afterAll(() => close());

    it('gives back what was appended, in order, with offsets that count up', async () => {
      const client = await newClient();
      expect(await log.append(client, EVENTS, records(3))).toEqual({ first: 0n, last: 2n });
      expect(await log.append(client, EVENTS, [{ key: 'ключ', value: '{"text":"naïve 😀 \'quoted\'"}' }])).toEqual({ first: 3n, last: 3n });
      const read = await log.read(client, EVENTS, 0n, 10);
      expect(read.map((r) => r.offset)).toEqual([0n, 1n, 2n, 3n]);
      expect(read[3]).toMatchObject({ key: 'ключ', value: '{"text":"naïve 😀 \'quoted\'"}', appendedAt: clock.now });
    });

    it('reads from any offset and no more than asked', async () => {
      const client = await newClient();
      await log.append(client, EVENTS, records(10));
      expect((await log.read(client, EVENTS, 4n, 3)).map((r) => r.key)).toEqual(['k4', 'k5', 'k6']);
      expect(await log.read(client, EVENTS, 10n, 3)).toEqual([]);
    });

    it('keeps the streams of a client apart, and tells the end of each', async () => {
      const client = await newClient();
      await log.append(client, STATE, records(2));
      expect(await log.read(client, EVENTS, 0n, 10)).toEqual([]);
      expect(await log.ends(client)).toMatchObject({ [STATE]: 2n, [EVENTS]: 0n });
      expect(Object.keys(await log.ends(client)).sort()).toEqual([...STREAMS].sort());
    });

    it("shows nothing of one client's streams under another client's name", async () => {
      const [a, b] = [await newClient(), await newClient()];
      await log.append(a, EVENTS, records(5));
      expect(await log.read(b, EVENTS, 0n, 10)).toEqual([]);
      expect(await log.ends(b)).toMatchObject({ [EVENTS]: 0n });
      expect(await log.sizeBytes(b)).toBe(0);
    });

    it('loses and doubles nothing when many append to one stream at once', async () => {
      const client = await newClient();
      await Promise.all(Array.from({ length: 20 }, (_, i) => log.append(client, EVENTS, records(10, `${i}-`))));
      const read = await log.read(client, EVENTS, 0n, 1_000);
      expect(read.map((r) => r.offset)).toEqual(Array.from({ length: 200 }, (_, i) => BigInt(i)));
      expect(new Set(read.map((r) => r.key)).size).toBe(200);
    });

    it('refuses an append to a client that has no streams, and one after the drop', async () => {
      await expect(log.append(`c-${randomUUID().slice(0, 18)}`, EVENTS, records(1))).rejects.toBeInstanceOf(UnknownStreamError);
      const client = await newClient();
      await log.drop(client);
      await log.drop(client);
      await expect(log.append(client, EVENTS, records(1))).rejects.toBeInstanceOf(UnknownStreamError);
    });

    it('creates twice without losing what is there', async () => {
      const client = await newClient();
      await log.append(client, EVENTS, records(1));
      await log.create(client, 30);
      expect(await log.read(client, EVENTS, 0n, 10)).toHaveLength(1);
    });

    it('reports positions that never move backwards, and the lag behind the end', async () => {
      const client = await newClient();
      await log.append(client, EVENTS, records(10));
      await log.report('g', client, { [EVENTS]: 7n });
      await log.report('g', client, { [EVENTS]: 4n });
      expect((await log.lag('g', client))[EVENTS]).toBe(3n);
      expect((await log.lag('other', client))[EVENTS]).toBe(10n);
    });

    it('names the clients of whom a group has not reported all, and no others', async () => {
      const [fresh, half, done, empty] = [await newClient(), await newClient(), await newClient(), await newClient()];
      const group = `g-${randomUUID()}`;
      for (const client of [fresh, half, done]) {
        await log.append(client, EVENTS, records(2));
        await log.append(client, STATE, records(1));
      }
      await log.report(group, half, { [EVENTS]: 2n });
      await log.report(group, done, { [EVENTS]: 2n, [STATE]: 1n });
      const behind = await clientsBehind(log, group);
      expect([fresh, half, done, empty].map((client) => behind.includes(client))).toEqual([true, true, false, false]);
    });

    it('forgets records past the retention but keeps offsets and the newest state of every object', async () => {
      const client = await newClient(7);
      await log.append(client, EVENTS, records(3));
      await log.append(client, STATE, [
        { key: 'a', value: '{"v":1}' },
        { key: 'a', value: '{"v":2}' },
        { key: 'b', value: '{"v":1}' },
      ]);
      await count(client);
      clock.now += 8 * DAY;
      await log.append(client, EVENTS, records(1, 'new'));
      expect(await log.enforceRetention(clock.now)).toBeGreaterThanOrEqual(compaction === 'at once' ? 4 : 3);
      expect((await log.read(client, EVENTS, 0n, 10)).map((r) => [r.offset, r.key])).toEqual([[3n, 'new0']]);
      const state = (await log.read(client, STATE, 0n, 10)).map((r) => [r.key, r.value]);
      if (compaction === 'at once') expect(state).toHaveLength(2);
      expect(Object.fromEntries(state)).toEqual({ a: '{"v":2}', b: '{"v":1}' });
    });

    it('goes on at the first record that is left when it is asked for one that was forgotten', async () => {
      const client = await newClient(7);
      await log.append(client, EVENTS, records(3, 'old'));
      await count(client);
      clock.now += 8 * DAY;
      await log.enforceRetention(clock.now);
      await log.append(client, EVENTS, records(2, 'new'));
      expect((await log.read(client, EVENTS, 1n, 1)).map((r) => [r.offset, r.key])).toEqual([[3n, 'new0']]);
      expect(await log.read(client, EVENTS, 99n, 10)).toEqual([]);
    });

    it('hands the trace of an append on to those who read its records', async () => {
      const client = await newClient();
      const tracing = startTestTracing();
      try {
        const trace = await withSpan('test', {}, async () => {
          await log.append(client, EVENTS, records(2));
          return currentTrace();
        });
        await log.append(client, EVENTS, records(1));
        expect(trace).toMatch(/^00-/);
        expect((await log.read(client, EVENTS, 0n, 10)).map((record) => record.trace)).toEqual([trace, trace, undefined]);
      } finally {
        tracing.stop();
      }
    });

    it('reads a long stream in pages that are full until the last', async () => {
      const client = await newClient();
      const wide = 'x'.repeat(2_000);
      for (let i = 0; i < 4; i++) {
        const batch = Array.from({ length: 1_000 }, (_, n) => ({ key: `${i}-${n}`, value: wide }));
        await log.append(client, EVENTS, batch);
      }
      const pages: number[] = [];
      for (let from = 0n; ; ) {
        const page = await log.read(client, EVENTS, from, 1_500);
        if (page.length === 0) break;
        expect(page[0]?.offset).toBe(from);
        pages.push(page.length);
        from += BigInt(page.length);
      }
      expect(pages).toEqual([1_500, 1_500, 1_000]);
    });

    it('tells the bytes that a client holds, and fewer once records are forgotten', async () => {
      const client = await newClient(7);
      await log.append(client, EVENTS, [{ key: '12', value: '12345678' }]);
      if (compaction === 'at once') expect(await log.sizeBytes(client)).toBe(10);
      else expect(await log.sizeBytes(client)).toBeGreaterThan(10);
      await count(client);
      clock.now += 8 * DAY;
      await log.enforceRetention(clock.now);
      if (compaction === 'at once') expect(await log.sizeBytes(client)).toBe(0);
    });

    it('tells listeners of an append', async () => {
      const client = await newClient();
      const heard = new Promise<void>((done) => {
        const stop = log.onAppend((tenantId) => {
          if (tenantId !== client) return;
          stop();
          done();
        });
      });
      // A listener may miss an append made before it is fully connected, so appends go on until one is heard.
      const controller = new AbortController();
      const appending = (async () => {
        while (!controller.signal.aborted) await log.append(client, EVENTS, records(1));
      })();
      await heard;
      controller.abort();
      await appending;
    });
  });
}
