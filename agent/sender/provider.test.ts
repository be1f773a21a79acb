import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES, type StateMessage } from '#lib/wire/messages.ts';
import { DiskBuffer } from '../buffer/disk-buffer.ts';
import { jsonLog } from '../log.ts';
import { TestProvider } from '../testing/provider-server.ts';
import { until } from '../testing/until.ts';
import { BufferedSender, MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from './buffered-sender.ts';
import { ProviderTransport } from './provider.ts';

const API_KEY = 'kg_live_acme_0123456789abcdef0123456789abcdef';
const STATE = 'state.k8s.resource';

let dir: string;
let provider: TestProvider;
let buffer: DiskBuffer;
let sender: BufferedSender;
let stop: AbortController;
let running: Promise<void> | undefined;
const logged: string[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-sender-'));
  provider = new TestProvider(API_KEY);
  await provider.listen();
  buffer = new DiskBuffer(dir, 64 * 1024 * 1024);
  logged.length = 0;
  stop = new AbortController();
  running = undefined;
  sender = senderWith(API_KEY);
});

afterEach(async () => {
  stop.abort();
  await running;
  await buffer.close();
  await provider.close();
  rmSync(dir, { recursive: true, force: true });
});

function senderWith(apiKey: string, times: { foldAfterMs?: number } = {}): BufferedSender {
  const log = jsonLog('debug', (line) => logged.push(line));
  return new BufferedSender(buffer, new ProviderTransport({ endpoint: `${provider.url}/`, apiKey }), log, {
    backoff: { baseMs: 1, maxMs: 5 },
    refusedMs: 20,
    ...times,
  });
}

function message(n: number, padding = 0): StateMessage {
  const metadata = { name: `n${n}`, uid: `u${n}`, resourceVersion: String(n) };
  return { op: 'upsert', observedAt: n, cluster: 'prod', object: { apiVersion: 'v1', kind: 'Pod', metadata, text: 'x'.repeat(padding) } };
}

const many = (count: number, padding = 0) => Array.from({ length: count }, (_, n) => message(n + 1, padding));
const run = () => {
  running = sender.run(stop.signal);
};
const untilTaken = (count: number) => until(`${count} records are taken`, () => provider.accepted[STATE].size === count);
const order = () => provider.batches.flatMap(({ records }) => (records as StateMessage[]).map(({ observedAt }) => observedAt));

describe('the sender over HTTPS', () => {
  it('delivers everything in order, in requests of at most 500 records and 1 MB', async () => {
    const messages = [...many(1200), ...Array.from({ length: 30 }, (_, n) => message(2000 + n, 100_000))];
    await sender.send(STATE, messages);
    run();
    await untilTaken(1230);
    expect(order()).toEqual(messages.map(({ observedAt }) => observedAt));
    for (const { records, bytes } of provider.batches) {
      expect(records.length).toBeLessThanOrEqual(MAX_BATCH_RECORDS);
      expect(bytes).toBeLessThanOrEqual(MAX_BATCH_BYTES + 100);
    }
    await until('all acknowledged', () => buffer.records === 0);
    expect(sender.delivered).toBe(1230);
    expect(sender.rejected).toBe(0);
  });

  it('has counted a batch by the time it leaves the buffer', async () => {
    const deliveredAtAcknowledge: number[] = [];
    const acknowledge = buffer.acknowledge.bind(buffer);
    buffer.acknowledge = async (stream, batch) => {
      deliveredAtAcknowledge.push(sender.delivered);
      await acknowledge(stream, batch);
    };
    await sender.send(STATE, many(MAX_BATCH_RECORDS + 1));
    run();
    await until('the buffer is empty', () => buffer.records === 0);
    expect(deliveredAtAcknowledge).toEqual([MAX_BATCH_RECORDS, MAX_BATCH_RECORDS + 1]);
  });

  it.each([
    [429, { 'retry-after': '0' }],
    [503, { 'retry-after': '0' }],
    [500, {}],
    [502, {}],
  ])('after %i it sends the same records again, and all arrive once', async (status, headers) => {
    provider.answers.push({ status, headers }, { status, headers });
    await sender.send(STATE, many(3));
    run();
    await untilTaken(3);
    expect(provider.batches).toHaveLength(1);
    await until('no trouble is left', () => sender.trouble.size === 0);
  });

  it('says "busy" with the reason while it waits as long as a 429 asks', async () => {
    provider.answers.push({
      status: 429,
      headers: { 'retry-after': '3600' },
      body: '{"title":"Over the rate of your plan","detail":"50 records a second"}',
    });
    await sender.send(STATE, many(1));
    run();
    await until('busy', () => sender.trouble.get(STATE)?.problem === 'busy');
    expect(sender.trouble.get(STATE)).toMatchObject({
      message: expect.stringContaining('Over the rate of your plan: 50 records a second'),
      since: expect.any(Number),
    });
    expect(provider.batches).toHaveLength(0);
  });

  it('after the limit of a day it sends only the newest state of each object', async () => {
    const version = (n: number, uid: string): StateMessage => ({
      ...message(n),
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: uid, uid, resourceVersion: String(n) } },
    });
    provider.answers.push({ status: 429, headers: { 'retry-after': '0' }, body: '{"title":"The events of today are used up"}' });
    sender = senderWith(API_KEY, { foldAfterMs: 0 });
    await sender.send(STATE, [version(1, 'a'), version(2, 'b'), version(3, 'a')]);
    run();
    await untilTaken(2);
    expect(order()).toEqual([2, 3]);
  });

  it('with a key that is refused it keeps the data, says what to do, and delivers once the key is good', async () => {
    sender = senderWith('kg_live_acme_ffffffffffffffffffffffffffffffff');
    await sender.send(STATE, many(2));
    run();
    await until('refused', () => sender.trouble.get(STATE)?.problem === 'refused');
    expect(sender.trouble.get(STATE)?.message).toMatch(/answered 401.*make a new one in the portal/);
    expect(buffer.records).toBe(2);
    provider.apiKey = 'kg_live_acme_ffffffffffffffffffffffffffffffff';
    await untilTaken(2);
  });

  it.each([402, 403])('takes %i as a refusal', async (status) => {
    provider.answers.push({ status });
    await sender.send(STATE, many(1));
    run();
    await until('refused', () => logged.some((line) => line.includes('"problem":"refused"')));
    await untilTaken(1);
  });

  it('halves a batch that is too large (413) until it is taken, in order', async () => {
    provider.answers.push({ status: 413 }, { status: 413 });
    await sender.send(STATE, many(8));
    run();
    await untilTaken(8);
    expect(order()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(provider.batches.map(({ records }) => records.length)).toEqual([2, 2, 4]);
  });

  it('gives up a single record that is too large (413) and goes on', async () => {
    provider.answers.push({ status: 413 });
    await sender.send(STATE, [message(1)]);
    run();
    await until('rejected', () => sender.rejected === 1);
    await sender.send(STATE, [message(2)]);
    await untilTaken(1);
  });

  it('counts every rejected record and logs each reason once', async () => {
    provider.reject = (record) => ((record as StateMessage).observedAt % 2 ? 'odd ones are not taken' : undefined);
    await sender.send(STATE, many(10));
    run();
    await until('all judged', () => sender.delivered + sender.rejected === 10);
    expect(sender.rejected).toBe(5);
    expect(logged.filter((line) => line.includes('odd ones'))).toHaveLength(1);
  });

  it('drops a message over the limit by itself, counted and logged', async () => {
    await sender.send(STATE, [message(1, MAX_MESSAGE_BYTES), message(2)]);
    expect(sender.rejected).toBe(1);
    expect(buffer.records).toBe(1);
    expect(logged.join('')).toContain('over the limit');
  });

  it.each([
    ['no JSON', '<html>'],
    ['no results', '{"accepted":3}'],
    ['fewer results than records', '{"results":[{"status":"accepted"}]}'],
  ])('does not take a 200 with %s for an answer', async (_, body) => {
    provider.answers.push({ status: 200, body });
    await sender.send(STATE, many(3));
    run();
    await until('trouble was seen', () => logged.some((line) => line.includes('messages wait in the buffer')));
    await untilTaken(3);
  });

  it('follows no redirect: the key would go where it was not meant to', async () => {
    provider.answers.push({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    await sender.send(STATE, many(1));
    run();
    await until('refused', () => logged.some((line) => line.includes('"problem":"refused"')));
    await untilTaken(1);
  });

  it('keeps the data while the provider is gone and delivers when it is back', async () => {
    provider.goDown(true);
    await sender.send(STATE, many(5));
    run();
    await until('unreachable', () => sender.trouble.get(STATE)?.problem === 'unreachable');
    provider.goDown(false);
    await untilTaken(5);
    expect(provider.duplicates).toBe(0);
  });

  it('never writes the key to the log', async () => {
    provider.answers.push({ status: 500 }, { status: 403 });
    await sender.send(STATE, many(1));
    run();
    await untilTaken(1);
    expect(logged.join('')).not.toContain(API_KEY);
  });
});
