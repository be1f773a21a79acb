import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLANS } from '#lib/plans/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { CLIENT_BYTES, MAX_ARRIVING } from './body-memory.ts';
import { type Ingested, ingestThread } from './edge.ts';
import { receiveBatch } from './receive.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const STREAM = 'events.normalized';
const URL = 'http://127.0.0.1/api/v1/ingest/events.normalized';
const NOTHING: Ingested = { accepted: 0, duplicates: 0, rejected: 0, results: [] };
/** The sizes of the bodies that were ingested, by client. */
const ingested = new Map<string, number[]>();

beforeAll(() =>
  ingestThread.provide(async ({ id }, _stream, body) => {
    ingested.set(id, [...(ingested.get(id) ?? []), body.byteLength]);
    return NOTHING;
  }),
);

function newClient(): TenantContext {
  const id = randomUUID();
  return { id, name: id, plan: 'enterprise', limits: PLANS.enterprise, status: 'active' };
}

const send = (client: TenantContext, body: string | Uint8Array<ArrayBuffer>, headers = {}) =>
  receiveBatch(client, STREAM, new Request(URL, { method: 'POST', body, headers }), NOW);

/** A request whose body arrives when it is told to. */
function dripping() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 10 }, { highWaterMark: 10 });
  const writer = writable.getWriter();
  return { request: new Request(URL, { method: 'POST', body: readable, duplex: 'half' } as RequestInit), writer };
}

const TOO_MANY = { status: 429, code: 'too_many_at_once', headers: { 'Retry-After': '1' } };

describe('a batch', () => {
  it('is not kept waiting by bodies of its client that drip', async () => {
    const client = newClient();
    const slow = [dripping(), dripping()];
    const answers = slow.map(({ request }) => receiveBatch(client, STREAM, request, NOW));
    for (const { writer } of slow) await writer.write(Buffer.from('{"rec'));
    expect(await send(client, 'abc')).toBe(NOTHING);
    expect(ingested.get(client.id)).toEqual([3]);
    for (const { writer } of slow) {
      await writer.write(Buffer.from('ords"'));
      await writer.close();
    }
    await Promise.all(answers);
    expect(ingested.get(client.id), 'each arrives whole').toEqual([3, 10, 10]);
  });

  it('is refused while a hundred of its client are arriving; those of other clients are not', async () => {
    const client = newClient();
    const slow = Array.from({ length: MAX_ARRIVING }, dripping);
    const answers = slow.map(({ request }) => receiveBatch(client, STREAM, request, NOW));
    await expect(send(client, 'abc')).rejects.toMatchObject(TOO_MANY);
    expect(await send(newClient(), 'abc')).toBe(NOTHING);
    for (const { writer } of slow) await writer.close();
    await Promise.all(answers);
    expect(await send(client, 'abc')).toBe(NOTHING);
  });

  it('is refused while its client has more under way than its share of memory, which is given back', async () => {
    const client = newClient();
    const { request, writer } = dripping();
    const answer = receiveBatch(client, STREAM, request, NOW);
    await writer.write(new Uint8Array(CLIENT_BYTES));
    await expect(send(client, 'abc')).rejects.toMatchObject(TOO_MANY);
    await writer.close();
    await answer;
    expect(await send(client, 'abc')).toBe(NOTHING);
  });

  it('whose body ends with an error is answered with that error and keeps nothing', async () => {
    const client = newClient();
    for (let i = 0; i <= MAX_ARRIVING; i++) {
      const { request, writer } = dripping();
      const answer = receiveBatch(client, STREAM, request, NOW);
      void writer.abort(new Error('the connection was closed')).catch(() => {});
      await expect(answer).rejects.toThrow('the connection was closed');
    }
    expect(await send(client, 'abc')).toBe(NOTHING);
  });

  it('in an encoding that is not supported is refused unread', async () => {
    await expect(send(newClient(), 'abc', { 'Content-Encoding': 'br' })).rejects.toMatchObject({ status: 400, code: 'bad_encoding' });
  });

  it('may be empty, which is for ingest to refuse', async () => {
    const client = newClient();
    await receiveBatch(client, STREAM, new Request(URL, { method: 'POST' }), NOW);
    expect(ingested.get(client.id)).toEqual([0]);
  });
});
