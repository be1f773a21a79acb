import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stream } from '#lib/wire/names.ts';
import { DiskBuffer } from './disk-buffer.ts';

const STATE = 'state.k8s.resource';
const LOGS = 'logs.normalized';
const EVENTS = 'events.normalized';
const ROOM = 64 * 1024 * 1024;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kg-buffer-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A record of an object of its own, unless `uid` says of which. */
const record = (n: number, padding = 0, uid = `u${n}`) =>
  JSON.stringify({ cluster: 'prod', n, object: { metadata: { uid } }, text: 'ü'.repeat(padding) });

/** Everything a buffer still holds for a stream, in the order of delivery. */
async function drain(buffer: DiskBuffer, stream: Stream): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const batch = await buffer.peek(stream, 3, 1_000_000);
    if (!batch) return all;
    all.push(...batch.payloads);
    await buffer.acknowledge(stream, batch);
  }
}

function segments(stream: Stream): string[] {
  return readdirSync(join(dir, stream))
    .filter((name) => name.endsWith('.segment'))
    .sort()
    .map((name) => join(dir, stream, name));
}

describe('the buffer on disk', () => {
  it('gives back what was appended, in order and each stream by itself', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await Promise.all([1, 2, 3].map((n) => buffer.append(STATE, [record(n), record(n + 10)])));
    await buffer.append(LOGS, [record(99)]);
    expect(await drain(buffer, STATE)).toEqual([1, 11, 2, 12, 3, 13].map((n) => record(n)));
    expect(await drain(buffer, LOGS)).toEqual([record(99)]);
    expect(buffer.records).toBe(0);
    expect(buffer.bytes).toBe(0);
    await buffer.close();
  });

  it('keeps what was not acknowledged for the next process, and forgets what was', async () => {
    const first = new DiskBuffer(dir, ROOM);
    await first.append(
      STATE,
      [1, 2, 3, 4, 5].map((n) => record(n)),
    );
    const batch = await first.peek(STATE, 2, 1_000_000);
    await first.acknowledge(STATE, batch!);
    // No close: the process is killed.
    const second = new DiskBuffer(dir, ROOM);
    expect(second.stateWasDamaged).toBe(false);
    expect(second.records).toBe(3);
    expect(await drain(second, STATE)).toEqual([3, 4, 5].map((n) => record(n)));
    await first.close();
    await second.close();
  });

  it('does not deliver again what was acknowledged when segment files of it are left over', async () => {
    const first = new DiskBuffer(dir, ROOM);
    await first.append(STATE, [record(1)]);
    const left = readFileSync(segments(STATE)[0]!);
    const name = segments(STATE)[0]!;
    await drain(first, STATE);
    await first.close();
    writeFileSync(name, left);
    const second = new DiskBuffer(dir, ROOM);
    await second.append(STATE, [record(2)]);
    expect(await drain(second, STATE)).toEqual([record(2)]);
    await second.close();
  });

  it('cut off at any byte of its last record, it keeps all records before and takes new ones', async () => {
    const whole = new DiskBuffer(dir, ROOM);
    await whole.append(STATE, [record(1, 5), record(2, 5)]);
    const path = segments(STATE)[0]!;
    const before = statSync(path).size;
    await whole.append(STATE, [record(3, 5)]);
    await whole.close();
    const size = statSync(path).size;
    const copy = `${dir}-copy`;
    for (let bytes = before; bytes < size; bytes++) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(dir, copy, { recursive: true });
      truncateSync(path.replace(dir, copy), bytes);
      const cut = new DiskBuffer(copy, ROOM);
      expect(cut.stateWasDamaged, `at byte ${bytes}`).toBe(bytes > before);
      await cut.append(STATE, [record(4)]);
      expect(await drain(cut, STATE), `at byte ${bytes}`).toEqual([record(1, 5), record(2, 5), record(4)]);
      await cut.close();
    }
    rmSync(copy, { recursive: true, force: true });
  });

  it('tells when a flipped byte cost state records, so that they can be reported again', async () => {
    const first = new DiskBuffer(dir, ROOM);
    await first.append(STATE, [record(1), record(2), record(3)]);
    await first.close();
    const path = segments(STATE)[0]!;
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(path, bytes);
    const second = new DiskBuffer(dir, ROOM);
    expect(second.stateWasDamaged).toBe(true);
    expect(await drain(second, STATE)).toEqual([record(1)]);
    await second.close();
  });

  it('counts as dropped what the disk no longer gives back, and goes on with what comes after', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await buffer.append(LOGS, [record(1), record(2)]);
    const path = segments(LOGS)[0]!;
    const bytes = readFileSync(path);
    bytes[12]! ^= 1;
    writeFileSync(path, bytes);
    expect(await drain(buffer, LOGS)).toEqual([]);
    expect(buffer.dropped[LOGS]).toBe(2);
    expect(buffer.records).toBe(0);
    await buffer.close();
  });

  it('when full, drops the oldest logs first, then the oldest events, counts each, and keeps its bound', async () => {
    const buffer = new DiskBuffer(dir, 1024 * 1024);
    for (let n = 0; n < 40; n++) await buffer.append(EVENTS, [record(n, 5_000)]);
    for (let n = 0; n < 40; n++) await buffer.append(LOGS, [record(n, 5_000)]);
    for (let n = 0; n < 75; n++) await buffer.append(STATE, [record(n, 5_000)]);
    expect(buffer.bytes).toBeLessThanOrEqual(1024 * 1024);
    expect(buffer.dropped[LOGS]).toBe(40);
    expect(buffer.dropped[EVENTS]).toBeGreaterThan(0);
    expect(buffer.dropped[STATE]).toBe(0);
    const events = await drain(buffer, EVENTS);
    expect(events.length).toBe(40 - buffer.dropped[EVENTS]);
    expect(events.at(-1)).toBe(record(39, 5_000));
    expect(await drain(buffer, STATE)).toEqual(Array.from({ length: 75 }, (_, n) => record(n, 5_000)));
    await buffer.close();
  });

  it('full of state it drops new logs, and lets state wait until some was delivered', async () => {
    const buffer = new DiskBuffer(dir, 1024 * 1024);
    for (let n = 0; n < 100; n++) await buffer.append(STATE, [record(n, 5_000)]);
    await buffer.append(LOGS, [record(1, 40_000)]);
    expect(buffer.dropped[LOGS]).toBe(1);
    let appended = false;
    const waiting = buffer.append(STATE, [record(100, 40_000)]).then(() => {
      appended = true;
    });
    expect(await buffer.peek(LOGS, 1, 1)).toBeUndefined();
    expect(appended).toBe(false);
    const delivered = await drain(buffer, STATE);
    await waiting;
    expect([...delivered, ...(await drain(buffer, STATE))]).toEqual([
      ...Array.from({ length: 100 }, (_, n) => record(n, 5_000)),
      record(100, 40_000),
    ]);
    await buffer.close();
  });

  it('folds state to the newest of each object, in order, and keeps the rest and what comes after', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await buffer.append(STATE, [record(0)]);
    expect(await drain(buffer, STATE)).toHaveLength(1);
    for (let n = 1; n <= 40; n++) await buffer.append(STATE, [record(n, 200_000, `u${n % 3}`), record(100 + n)]);
    await buffer.append(EVENTS, [record(1), record(1)]);
    expect(await buffer.foldState()).toBe(37);
    await buffer.append(STATE, [record(50, 0, 'u1')]);
    const left = [...Array.from({ length: 37 }, (_, n) => record(101 + n)), record(38, 200_000, 'u2'), record(138)];
    const newest = [record(39, 200_000, 'u0'), record(139), record(40, 200_000, 'u1'), record(140), record(50, 0, 'u1')];
    await buffer.close();
    const next = new DiskBuffer(dir, ROOM);
    expect(next.stateWasDamaged).toBe(false);
    expect(await drain(next, STATE)).toEqual([...left, ...newest]);
    expect(await drain(next, EVENTS)).toHaveLength(2);
    await next.close();
  });

  it('delivers again a batch that was on its way while state was folded, and loses nothing of it', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await buffer.append(STATE, [record(1, 0, 'a'), record(2, 0, 'b'), record(3, 0, 'a')]);
    const batch = await buffer.peek(STATE, 2, 1_000_000);
    await buffer.foldState();
    await buffer.acknowledge(STATE, batch!);
    expect(await drain(buffer, STATE)).toEqual([record(2, 0, 'b'), record(3, 0, 'a')]);
    await buffer.close();
  });

  it('killed between the writing of folded state and the removal of what it replaces, it has the newest of each object last', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await buffer.append(STATE, [record(1, 0, 'a'), record(2, 0, 'b'), record(3, 0, 'a')]);
    const before = segments(STATE).map((path) => ({ path, bytes: readFileSync(path) }));
    await buffer.foldState();
    await buffer.close();
    for (const { path, bytes } of before) writeFileSync(path, bytes);
    rmSync(join(dir, STATE, 'acknowledged'));
    const next = new DiskBuffer(dir, ROOM);
    expect((await drain(next, STATE)).slice(-2)).toEqual([record(2, 0, 'b'), record(3, 0, 'a')]);
    await next.close();
  });

  it('makes room by folding state before anything is dropped', async () => {
    const buffer = new DiskBuffer(dir, 1024 * 1024);
    for (let n = 0; n < 10; n++) await buffer.append(LOGS, [record(n, 5_000)]);
    for (let n = 0; n < 500; n++) await buffer.append(STATE, [record(n, 5_000, `u${n % 5}`)]);
    expect(buffer.bytes).toBeLessThanOrEqual(1024 * 1024);
    expect(buffer.dropped[LOGS]).toBe(0);
    expect((await drain(buffer, STATE)).slice(-5)).toEqual([495, 496, 497, 498, 499].map((n) => record(n, 5_000, `u${n % 5}`)));
    await buffer.close();
  });

  it('refuses state that waits for room when it is closed, so that nobody believes it was kept', async () => {
    const buffer = new DiskBuffer(dir, 1024 * 1024);
    for (let n = 0; n < 100; n++) await buffer.append(STATE, [record(n, 5_000)]);
    const waiting = expect(buffer.append(STATE, [record(100, 40_000)])).rejects.toThrow('closed');
    await buffer.peek(STATE, 1, 1);
    await buffer.close();
    await waiting;
    await expect(buffer.append(LOGS, [record(1)])).rejects.toThrow('closed');
  });

  it('refuses a single record over 16 MiB', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await expect(buffer.append(LOGS, ['x'.repeat(16 * 1024 * 1024 + 1)])).rejects.toThrow(RangeError);
    await buffer.close();
  });

  it('a batch keeps to its limits of records and bytes, and holds at least one record', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    await buffer.append(STATE, [record(1, 100), record(2), record(3)]);
    expect((await buffer.peek(STATE, 10, 5))?.payloads).toEqual([record(1, 100)]);
    expect((await buffer.peek(STATE, 2, 1_000_000))?.payloads).toHaveLength(2);
    await buffer.close();
  });

  it('wakes who waits for data when some comes, and when it is told to stop', async () => {
    const buffer = new DiskBuffer(dir, ROOM);
    const stop = new AbortController();
    const woken = buffer.untilData(STATE, stop.signal);
    await buffer.append(STATE, [record(1)]);
    await woken;
    const stopped = buffer.untilData(EVENTS, stop.signal);
    stop.abort();
    await stopped;
    await buffer.close();
  });
});
