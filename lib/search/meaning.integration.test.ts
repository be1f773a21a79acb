import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { switchFeatureOf } from '#lib/features/index.ts';
import { type GraphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { type Embedder, EmbeddingError, embedder, unit } from './embedding/port.ts';
import { parseSearch } from './query.ts';
import { combine } from './ranking.ts';
import { search } from './search.ts';
import { openSearchIndex, rankings } from './search-index.ts';
import { storedVectors } from './stored-vectors.ts';
import { forModel } from './vector-index.ts';

const NOW = Date.UTC(2026, 10, 29);
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let store: GraphStore;
let client: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-meaning-'));
  store = await openEmbeddedGraphStore(folder);
});
afterAll(async () => {
  await store.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function newClient(): Promise<string> {
  const id = `m-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'pro', actor: 'test' }));
  return id;
}
beforeEach(async () => {
  client = await newClient();
});

/** A model for which whatever speaks of payment is one direction and all else another; it notes what it was asked. */
function model(name = 'test', { fails = (_: string): boolean => false } = {}): Embedder & { asked: string[] } {
  const asked: string[] = [];
  return {
    model: name,
    asked,
    async embed(texts) {
      if (texts.some(fails)) throw new EmbeddingError('the model is away');
      asked.push(...texts);
      return texts.map((text) => unit(Float32Array.from(/billing|wherewithal/i.test(text) ? [1, 0.1] : [0.1, 1])));
    },
  };
}

const count = (tenantId: string) => inTenant(tenantId, (tx) => tx.searchVector.count());

describe('vectors of texts', () => {
  it('are computed once for a client and a model, and kept', async () => {
    const one = model();
    const first = await storedVectors(one, client, ['a', 'billing', 'a'], NOW);
    const again = await storedVectors(one, client, ['billing', 'a', 'b'], NOW);
    expect(one.asked).toEqual(['a', 'billing', 'b']);
    expect(again.slice(0, 2)).toEqual([first[1], first[0]]);
    expect(first[2]).toEqual(first[0]);
    const other = model('another');
    await storedVectors(other, client, ['a'], NOW);
    expect(other.asked).toEqual(['a']);
  });

  it('of one client are not those of another', async () => {
    const one = model();
    await storedVectors(one, client, ['secret'], NOW);
    const stranger = await newClient();
    await storedVectors(one, stranger, ['secret'], NOW);
    expect(one.asked).toEqual(['secret', 'secret']);
    expect([await count(client), await count(stranger)]).toEqual([1, 1]);
  });

  it('go when nothing has used them for nine days, and stay while something does', async () => {
    await storedVectors(model(), client, ['old', 'used'], NOW);
    await storedVectors(model(), client, ['used'], NOW + 5 * DAY);
    await storedVectors(model(), client, ['used'], NOW + 10 * DAY);
    expect(await count(client)).toBe(1);
  });

  it('that were computed before the model went away are kept', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `text ${i}`);
    await expect(storedVectors(model('test', { fails: (text) => text === 'text 99' }), client, texts, NOW)).rejects.toThrow('away');
    expect(await count(client)).toBe(64);
  });
});

describe('a search with a model', () => {
  const find = async (embedder: Embedder, text: string) => {
    const index = await openSearchIndex(store, client, embedder, NOW);
    await index.complete;
    return combine(await rankings(index, parseSearch(text), embedder)).map(({ title }) => title);
  };

  it('finds what shares no word with the text but lies near to it', async () => {
    expect((await find(model(), 'wherewithal'))[0]).toMatch(/Billing|plan|card/);
  });

  it('keeps to the fields of the query', async () => {
    const index = await openSearchIndex(store, client, model(), NOW);
    await index.complete;
    const found = combine(await rankings(index, parseSearch('wherewithal type:query'), model()));
    expect(new Set(found.map(({ type }) => type))).toEqual(new Set(['query']));
  });

  it('goes by words alone while the model is away', async () => {
    expect((await find(model('test', { fails: () => true }), 'invoices'))[0]).toBe('Billing');
    expect((await find(model('test', { fails: (text) => text === forModel('invoices') }), 'invoices'))[0]).toBe('Billing');
  });
});

it('a client for whom search by meaning is switched off finds by words, and no text of it goes to the model', async () => {
  const [one, other] = [model(), await newClient()];
  embedder.provide(one);
  await switchFeatureOf(client, 'semantic-search', false, 'test', NOW);
  expect((await search(store, client, 'billing', 5, NOW)).map(({ title }) => title)).toContain('Billing');
  expect(one.asked).toEqual([]);
  await search(store, other, 'billing', 5, NOW);
  await expect.poll(() => one.asked.length).toBeGreaterThan(0);
});
