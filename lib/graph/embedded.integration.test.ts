import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { graphStoreContract, rebuildContract } from './contract.ts';
import { openEmbeddedGraphStore } from './embedded/store.ts';
import { GraphDamagedError, type GraphStore, QueryLimitError, type RebuildableGraphStore, UnknownGraphError } from './port.ts';
import { exported, outline } from './testing/graphs.ts';
import { graphStoreOverPort, serveGraphStore } from './thread.ts';

const freshId = () => `t-${randomUUID().slice(0, 13)}`;
const pod = (key: string) => ({ label: 'Resource', key, kind: 'Pod', props: {} }) as const;

graphStoreContract('embedded', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kg-graph-'));
  const open = () => openEmbeddedGraphStore(dir);
  const subject = {
    store: await open(),
    freshClient: async () => freshId(),
    reopen: open,
    writer: { adapter: 'embedded', args: [dir] },
    async dispose() {
      await subject.store.close();
      rmSync(dir, { recursive: true });
    },
  };
  return subject;
});

describe('embedded', () => {
  let dir: string;
  let store: RebuildableGraphStore;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'kg-graph-'));
    store = await openEmbeddedGraphStore(dir);
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  async function newClient(): Promise<string> {
    const tenantId = freshId();
    await store.create(tenantId);
    return tenantId;
  }
  rebuildContract('embedded', () => ({ store, newClient }));

  test('a draft whose way into place was cut short by a kill is the graph at the next start', async () => {
    const tenantId = await newClient();
    await store.drafts.create(tenantId);
    await store.drafts.apply(tenantId, { nodes: [pod('new')], edges: [] });
    await store.close();
    renameSync(join(dir, '.drafts', `kg-${tenantId}`), join(dir, `.promoted-kg-${tenantId}`));
    store = await openEmbeddedGraphStore(dir);
    expect(await store.query(tenantId, 'MATCH (n:Resource) RETURN n.key AS key')).toEqual([{ key: 'new' }]);
    expect(readdirSync(dir).filter((name) => name.startsWith('.promoted') || name.startsWith('.dropped'))).toEqual([]);
  });

  test('the version of a graph is another one after every change, and the same after what only reads, also over a port', async () => {
    const [tenantId, other] = [await newClient(), await newClient()];
    const { port1, port2 } = new MessageChannel();
    serveGraphStore(store, port1);
    const remote = graphStoreOverPort(port2);
    const versions = new Set([await remote.version?.(tenantId)]);
    const changes = [
      () => store.apply(tenantId, { nodes: [pod('p')], edges: [] }),
      () => store.drafts.create(tenantId).then(() => store.promote(tenantId)),
      () => store.setAside(tenantId),
      () => store.drop(tenantId),
    ];
    for (const [done, change] of changes.entries()) {
      await store.query(tenantId, 'MATCH (n:Resource) RETURN n.key AS key');
      await change();
      await store.create(tenantId);
      expect(await remote.version?.(tenantId)).toBe(await store.version?.(tenantId));
      expect(versions.add(await store.version?.(tenantId)).size).toBe(done + 2);
    }
    expect(await store.version?.(other)).toBe(0);
    await remote.close();
  });

  test('what is set aside can be looked at, the last time only', async () => {
    const tenantId = await newClient();
    for (const key of ['first', 'second']) {
      await store.create(tenantId);
      await store.apply(tenantId, { nodes: [pod(key)], edges: [] });
      await store.setAside(tenantId);
    }
    const aside = await openEmbeddedGraphStore(join(dir, '.set-aside'));
    expect(await aside.query(tenantId, 'MATCH (n:Resource) RETURN n.key AS key')).toEqual([{ key: 'second' }]);
    await aside.close();
  });
});

describe('embedded graph files', () => {
  let dir: string;
  const stores: GraphStore[] = [];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kg-graph-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    rmSync(dir, { recursive: true });
  });

  async function open(options?: Parameters<typeof openEmbeddedGraphStore>[1]): Promise<GraphStore> {
    const store = await openEmbeddedGraphStore(dir, options);
    stores.push(store);
    return store;
  }

  /** A client with 200 nodes, its store closed; returns the client and its file. */
  async function closedGraph(): Promise<{ tenantId: string; file: string }> {
    const store = await openEmbeddedGraphStore(dir);
    const tenantId = freshId();
    await store.create(tenantId);
    await store.apply(tenantId, {
      nodes: Array.from({ length: 200 }, (_, i) => pod(`c/${i}`)),
      edges: [],
      positions: { 'logs.normalized': 5n },
    });
    await store.close();
    return { tenantId, file: join(dir, `kg-${tenantId}`, 'graph.grafeo') };
  }

  test.each([
    ['that holds something else', (file: string) => writeFileSync(file, Buffer.alloc(50_000, 7))],
    ['that is empty', (file: string) => writeFileSync(file, '')],
    ['that was cut short', (file: string) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  ])('a file %s answers GraphDamagedError, and is well again after drop and create', async (_, damage) => {
    const { tenantId, file } = await closedGraph();
    damage(file);
    const store = await open();
    await expect(store.positions(tenantId)).rejects.toThrow(GraphDamagedError);
    await expect(store.apply(tenantId, { nodes: [pod('a')], edges: [] })).rejects.toThrow(GraphDamagedError);
    await expect(store.create(tenantId)).rejects.toThrow(GraphDamagedError);
    await store.drop(tenantId);
    await store.create(tenantId);
    expect(await store.positions(tenantId)).toEqual({});
    await store.apply(tenantId, { nodes: [pod('a')], edges: [] });
    expect(outline(await exported(store, tenantId))).toEqual(['a']);
  });

  const root = process.getuid?.() === 0;
  test.skipIf(root)(
    `a file that may not be written is no damage: the system error comes through${root ? ' (skipped: root may write it)' : ''}`,
    async () => {
      const { tenantId, file } = await closedGraph();
      chmodSync(file, 0o400);
      const store = await open();
      await expect(store.positions(tenantId)).rejects.toMatchObject({ code: 'EACCES' });
    },
  );

  test('a file that another process holds is no damage: the error names it', async () => {
    const { tenantId, file } = await closedGraph();
    const holder = await open();
    await holder.positions(tenantId);
    const second = await open();
    await expect(second.positions(tenantId)).rejects.toThrow(`the graph file ${file} is in use by another process`);
  });

  test('at most maxOpen files stay open: the least recently used idle one is closed and opens again when asked', async () => {
    const store = await open({ maxOpen: 2 });
    const clients = [freshId(), freshId(), freshId()] as const;
    for (const tenantId of clients) await store.create(tenantId);
    await store.apply(clients[1], { nodes: [pod('b')], edges: [] });
    await store.apply(clients[2], { nodes: [pod('c')], edges: [] });
    const second = await open();
    expect(await second.positions(clients[0])).toEqual({});
    await expect(second.positions(clients[1])).rejects.toThrow('in use');
    await expect(second.positions(clients[2])).rejects.toThrow('in use');
    await second.close();
    const outlines = await Promise.all(clients.map(async (tenantId) => outline(await exported(store, tenantId))));
    expect(outlines).toEqual([[], ['b'], ['c']]);
  });

  test('a query that would write is refused by every file, also when it was first asked of one that has nothing to write to', async () => {
    const store = await open();
    const [empty, full] = [freshId(), freshId()] as const;
    for (const tenantId of [empty, full]) await store.create(tenantId);
    await store.apply(full, { nodes: [pod('a')], edges: [] });
    for (const tenantId of [empty, full])
      await expect(store.query(tenantId, 'MATCH (n:Resource) DETACH DELETE n')).rejects.toThrow('may only read');
    expect(outline(await exported(store, full))).toEqual(['a']);
  });

  test('an answer of too many rows is refused with the limit in its error', async () => {
    const { tenantId } = await closedGraph();
    const store = await open({ maxRows: 100 });
    await expect(store.query(tenantId, 'MATCH (n:Resource) RETURN n.key AS key')).rejects.toThrow(/200 rows and the limit is 100/);
    expect((await store.query(tenantId, 'MATCH (n:Resource) RETURN n.key AS key LIMIT 100')).length).toBe(100);
  });

  test('a query past its time is given up with QueryLimitError while the store goes on serving', async () => {
    const { tenantId } = await closedGraph();
    const store = await open({ queryTimeoutMs: 1 });
    const slow = 'MATCH (a:Resource), (b:Resource), (c:Resource) WHERE a.key <> b.key AND b.key <> c.key RETURN count(*) AS amount';
    await expect(store.query(tenantId, slow)).rejects.toThrow(QueryLimitError);
    expect(await store.positions(tenantId)).toEqual({ 'logs.normalized': 5n });
  });

  test('what a killed drop left behind is removed at the next start and never served', async () => {
    const { tenantId } = await closedGraph();
    const store = await open();
    await store.drop(tenantId);
    expect(readdirSync(dir)).toEqual([]);
    writeFileSync(join(dir, '.dropped-by-a-process-that-died'), 'rest');
    await open();
    expect(existsSync(join(dir, '.dropped-by-a-process-that-died'))).toBe(false);
    await expect(store.positions(tenantId)).rejects.toThrow(UnknownGraphError);
  });

  test('a malformed client id reaches no file', async () => {
    const store = await open();
    for (const tenantId of ['../x', 'A', 'a/b', '']) await expect(store.create(tenantId)).rejects.toThrow(RangeError);
    expect(readdirSync(dir)).toEqual([]);
  });
});
