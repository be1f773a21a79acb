import { expect, it } from 'vitest';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { FreshnessWatch } from './freshness.ts';

const EVENTS: Stream = 'events.normalized';
const ends = (records: bigint) =>
  Object.fromEntries(STREAMS.map((stream) => [stream, stream === EVENTS ? records : 0n])) as Record<Stream, bigint>;
const log = (clients: Record<string, { end: bigint; applied: bigint }>) => ({
  endsOfAll: async () => new Map(Object.entries(clients).map(([id, { end }]) => [id, ends(end)])),
  reported: async () => new Map(Object.entries(clients).map(([id, { applied }]) => [id, { [EVENTS]: applied }])),
});

it('a graph is as old as the oldest record that it lacks, however much arrives meanwhile', async () => {
  const watch = new FreshnessWatch();
  expect(await watch.look(log({ acme: { end: 5n, applied: 5n } }), 0)).toEqual({ worstMs: 0, behind: 0, stale: 0, clients: 1 });
  expect(await watch.look(log({ acme: { end: 9n, applied: 5n } }), 30_000)).toEqual({ worstMs: 0, behind: 4, stale: 0, clients: 1 });
  expect(await watch.look(log({ acme: { end: 12n, applied: 7n } }), 60_000)).toEqual({ worstMs: 30_000, behind: 5, stale: 0, clients: 1 });
  expect(await watch.look(log({ acme: { end: 12n, applied: 8n } }), 100_000)).toEqual({ worstMs: 70_000, behind: 4, stale: 1, clients: 1 });
  // What was there at 30 s is applied; what came by 60 s is not.
  expect(await watch.look(log({ acme: { end: 15n, applied: 10n } }), 110_000)).toEqual({
    worstMs: 50_000,
    behind: 5,
    stale: 0,
    clients: 1,
  });
  expect(await watch.look(log({ acme: { end: 15n, applied: 15n } }), 120_000)).toEqual({ worstMs: 0, behind: 0, stale: 0, clients: 1 });
});

it('the client that is most behind counts, and one that is gone no longer does', async () => {
  const watch = new FreshnessWatch();
  await watch.look(log({ acme: { end: 1n, applied: 0n }, shop: { end: 0n, applied: 0n } }), 0);
  expect(await watch.look(log({ acme: { end: 1n, applied: 0n }, shop: { end: 2n, applied: 1n } }), 90_000)).toEqual({
    worstMs: 90_000,
    behind: 2,
    stale: 1,
    clients: 2,
  });
  expect(await watch.look(log({ shop: { end: 2n, applied: 1n } }), 95_000)).toEqual({ worstMs: 5_000, behind: 1, stale: 0, clients: 1 });
});
