import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FencedError,
  type GraphBatch,
  GraphBatchError,
  type GraphStore,
  ReadOnlyQueryError,
  type RebuildableGraphStore,
  UnknownGraphError,
} from './port.ts';
import { exported, outline } from './testing/graphs.ts';

/** What an adapter brings to its contract. */
export interface ContractSubject {
  store: GraphStore;
  /** A client id without a graph, ready to be created. */
  freshClient(): Promise<string>;
  /** Opens the store again after a writer was killed; the old one is closed before. */
  reopen(): Promise<GraphStore>;
  /** Arguments of testing/writer.ts after the adapter's name and the client id. */
  writer: { adapter: string; args: string[] };
  dispose(): Promise<void>;
}

const resource = (key: string) => ({ label: 'Resource', key }) as const;
const pod = (key: string, props = {}) => ({ label: 'Resource', key, kind: 'Pod', props }) as const;
const owns = (from: string, to: string, props = {}) => ({ type: 'OWNS', from: resource(from), to: resource(to), props }) as const;

/** Statements that write, import, call or change the schema; `a` is a Resource that exists. */
const WRITES = [
  'CREATE (n:Resource {key: "x"})',
  'MERGE (n:Resource {key: "a"}) RETURN n.key AS key',
  'MERGE (n:Resource {key: "x"})',
  'MATCH (n:Resource {key: "a"}) SET n.health = "x"',
  'MATCH (n:Resource {key: "a"}) SET n += {health: "x"} RETURN n.key AS key',
  'MATCH (n:Resource {key: "a"}) REMOVE n.health',
  'MATCH (n:Resource {key: "a"}) REMOVE n:Pod',
  'MATCH (n:Resource) DETACH DELETE n',
  'MATCH (:Resource)-[r]->() DELETE r',
  'MATCH (n:Resource {key: "nothing"}) SET n.health = "x"',
  'FOREACH (i IN [1] | CREATE (:Event {key: "x"}))',
  'CALL { CREATE (n:Event {key: "x"}) } RETURN 1 AS one',
  'MATCH (n:Resource) RETURN n.key AS key UNION MATCH (m:Resource) SET m.health = "x" RETURN m.key AS key',
  '// a comment first\nCREATE (n:Event {key: "x"})',
  'LOAD CSV FROM "/etc/passwd" AS line RETURN line AS line',
  'LOAD CSV FROM "file:///etc/passwd" AS line RETURN line AS line',
  'CREATE INDEX wall FOR (n:Resource) ON (n.health)',
  'DROP INDEX Resource_by_key',
  'DROP CONSTRAINT Resource_key',
  'EXPLAIN CREATE (n:Event {key: "x"})',
  'PROFILE CREATE (n:Event {key: "x"})',
];

/** Reading statements of the kinds the portal needs: they must not be taken for writes. */
const READS: [cypher: string, rows: number][] = [
  ['MATCH (n:Resource) RETURN n.key AS key ORDER BY key', 2],
  ['MATCH (n:Pod) WHERE n.key IN $keys AND n.key STARTS WITH "a" RETURN DISTINCT n.key AS key', 1],
  ['MATCH (n:Resource) OPTIONAL MATCH (n)-[r:OWNS]->(m:Resource) RETURN n.key AS key, m.key AS owned', 2],
  ['MATCH (a:Resource {key: "a"})-[:OWNS|RUNS_ON*1..3]->(b) RETURN b.key AS key', 1],
  [
    'MATCH (n:Resource) WITH n.health AS health, count(*) AS amount RETURN health AS health, amount AS amount ORDER BY amount DESC SKIP 0 LIMIT 5',
    1,
  ],
  ['UNWIND $keys AS key MATCH (n:Resource {key: key}) RETURN properties(n) AS props, labels(n) AS labels', 2],
  ['MATCH (n:Resource) WHERE NOT EXISTS { MATCH (n)<-[:OWNS]-(:Resource) } RETURN n.key AS key', 1],
  ['MATCH (n:Resource) WHERE toLower(n.key) CONTAINS "a" OR n.gone IS NULL RETURN coalesce(n.gone, 0) AS gone', 2],
  ['MATCH (n:Resource) RETURN n.key AS key UNION MATCH (n:Resource) RETURN n.key AS key', 2],
  ['MATCH (n:Resource) RETURN head(collect(n.key)) AS first, CASE WHEN count(n) > 1 THEN true ELSE false END AS many', 1],
  ['RETURN "CREATE (n) SET n.x = 1 \\n DELETE n" AS text', 1],
];

/**
 * The contract of GraphStore: what every adapter guarantees. `start` brings a store up; called once for the suite.
 * With `single`, the store has one database only and the tests of two clients are left out, saying so; with `remote`, it
 * is reached over a thread's port.
 */
export function graphStoreContract(name: string, start: () => Promise<ContractSubject>, { single = false, remote = false } = {}): void {
  describe(`GraphStore contract: ${name}`, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(async () => {
      await subject?.dispose();
    });

    /** A client with a graph, holding what `batch` says. */
    async function client(batch?: GraphBatch): Promise<string> {
      const tenantId = await subject.freshClient();
      await subject.store.create(tenantId);
      if (batch) await subject.store.apply(tenantId, batch);
      return tenantId;
    }

    test('creating twice keeps what is there, dropping twice is fine, and what was dropped is gone', async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a')], edges: [], positions: { 'state.k8s.resource': 7n } });
      await store.create(tenantId);
      expect(outline(await exported(store, tenantId))).toEqual(['a']);
      await store.drop(tenantId);
      await store.drop(tenantId);
      await expect(store.positions(tenantId)).rejects.toThrow(UnknownGraphError);
      await store.create(tenantId);
      expect(await exported(store, tenantId)).toEqual([]);
      expect(await store.positions(tenantId)).toEqual({});
    });

    test('a client without a graph is answered UnknownGraphError by every call', async () => {
      const { store } = subject;
      const tenantId = await subject.freshClient();
      await store.drop(tenantId);
      await expect(store.apply(tenantId, { nodes: [], edges: [] })).rejects.toThrow(UnknownGraphError);
      await expect(store.positions(tenantId)).rejects.toThrow(UnknownGraphError);
      await expect(store.query(tenantId, 'RETURN 1 AS one')).rejects.toThrow(UnknownGraphError);
      await expect(store.ask(tenantId, { cypher: 'RETURN 1 AS one', params: {}, maxRows: 1 })).rejects.toThrow(UnknownGraphError);
      await expect(store.sizeBytes(tenantId)).rejects.toThrow(UnknownGraphError);
      await expect(exported(store, tenantId)).rejects.toThrow(UnknownGraphError);
    });

    test('a node is merged by label and key: given properties are set, others stay, null removes', async () => {
      const { store } = subject;
      const tenantId = await client({
        nodes: [pod('a', { health: 'failing', count: 3, share: 0.5, on: true, labels: ['x=1', 'y=2'] })],
        edges: [],
      });
      await store.apply(tenantId, { nodes: [{ label: 'Resource', key: 'a', props: { health: null, count: 4 } }], edges: [] });
      expect(await exported(store, tenantId)).toEqual([
        { node: { label: 'Resource', key: 'a', kind: 'Pod', props: { count: 4, labels: ['x=1', 'y=2'], on: true, share: 0.5 } } },
      ]);
      expect(
        await store.query(tenantId, 'MATCH (n:Resource {key: $key}) RETURN n.health AS health, n.count AS count', { key: 'a' }),
      ).toEqual([{ health: null, count: 4 }]);
    });

    test('one key under two labels is two nodes', async () => {
      const tenantId = await client({
        nodes: [
          { label: 'Event', key: 'a', props: {} },
          { label: 'Alert', key: 'a', props: {} },
        ],
        edges: [],
      });
      expect((await exported(subject.store, tenantId)).length).toBe(2);
    });

    test('an edge is merged once between two nodes and keeps its properties; one with a missing end is left out', async () => {
      const { store } = subject;
      const tenantId = await client({
        nodes: [pod('a'), pod('b')],
        edges: [owns('a', 'b', { since: 1 }), owns('a', 'nowhere'), owns('nowhere', 'b')],
      });
      await store.apply(tenantId, { nodes: [], edges: [owns('a', 'b', { until: 2 })] });
      const edges = (await exported(store, tenantId)).filter((item) => 'edge' in item);
      expect(edges).toEqual([{ edge: { type: 'OWNS', from: 'a', to: 'b', props: { since: 1, until: 2 } } }]);
    });

    test('replaceEdgesFrom drops the outgoing edges of its types before the new ones come, and no others', async () => {
      const { store } = subject;
      const tenantId = await client({
        nodes: [pod('a'), pod('b'), pod('c')],
        edges: [owns('a', 'b'), owns('c', 'a'), { type: 'RUNS_ON', from: resource('a'), to: resource('c') }],
      });
      await store.apply(tenantId, {
        replaceEdgesFrom: [{ label: 'Resource', key: 'a', types: ['OWNS', 'MOUNTS'] }],
        nodes: [],
        edges: [owns('a', 'c')],
      });
      expect(outline(await exported(store, tenantId)).slice(3)).toEqual(['a -OWNS-> c', 'c -OWNS-> a', 'a -RUNS_ON-> c']);
    });

    test('deleting a node takes its edges along', async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a'), pod('b'), pod('c')], edges: [owns('a', 'b'), owns('b', 'c'), owns('a', 'c')] });
      await store.apply(tenantId, { nodes: [], edges: [], deleteNodes: [resource('b'), resource('never')] });
      expect(outline(await exported(store, tenantId))).toEqual(['a', 'c', 'a -OWNS-> c']);
    });

    test('a malformed batch is refused with GraphBatchError and leaves no trace, not even its position', async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a', { health: 'healthy' })], edges: [], positions: { 'state.k8s.resource': 1n } });
      const before = await exported(store, tenantId);
      const malformed: GraphBatch[] = [
        { nodes: [pod('a', { health: 'failing' }), { ...pod('b'), kind: 'Pod) DETACH DELETE n //' }], edges: [] },
        { nodes: [pod('a', { health: 'failing' }), { ...pod('b'), kind: 'Event' }], edges: [] },
        { nodes: [pod('b'), pod('c', { nested: { no: 1 } })], edges: [] },
        { nodes: [pod('b'), pod('c', { count: Number.NaN })], edges: [] },
        { nodes: [pod('b'), pod('')], edges: [] },
        { nodes: [pod('b')], edges: [{ type: 'OWNS]->() //' as 'OWNS', from: resource('a'), to: resource('b') }] },
        { nodes: [pod('b')], edges: [], deleteNodes: [{ label: 'Position' as 'Event', key: 'log' }] },
      ];
      for (const batch of malformed) {
        await expect(store.apply(tenantId, { ...batch, positions: { 'state.k8s.resource': 9n } })).rejects.toThrow(GraphBatchError);
      }
      expect(await exported(store, tenantId)).toEqual(before);
      expect(await store.positions(tenantId)).toEqual({ 'state.k8s.resource': 1n });
    });

    const copies = remote ? ' (skipped: it needs a batch that cannot be copied to another thread)' : '';
    test.skipIf(remote)(`a batch that fails in the middle leaves no trace, not even its position${copies}`, async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a', { health: 'healthy' })], edges: [], positions: { 'state.k8s.resource': 1n } });
      const before = await exported(store, tenantId);
      // Read a second time, this property throws: the statement of the edges fails after that of the nodes ran.
      let reads = 0;
      const late = {
        get since() {
          if (reads++ > 0) throw new Error('the second statement fails');
          return 1;
        },
      };
      await expect(
        store.apply(tenantId, {
          nodes: [pod('a', { health: 'failing' }), pod('b')],
          edges: [owns('a', 'b', late)],
          positions: { 'state.k8s.resource': 9n },
        }),
      ).rejects.toThrow('the second statement fails');
      expect(await exported(store, tenantId)).toEqual(before);
      expect(await store.positions(tenantId)).toEqual({ 'state.k8s.resource': 1n });
    });

    test('a writer whom a later one followed changes nothing any more; the later one goes on', async () => {
      const tenantId = await client({
        nodes: [pod('a', { health: 'healthy' })],
        edges: [],
        fence: 3,
        positions: { 'logs.normalized': 1n },
      });
      await subject.store.apply(tenantId, { nodes: [], edges: [], fence: 4 });
      const late = { nodes: [pod('a', { health: 'failing' })], edges: [], fence: 3, positions: { 'logs.normalized': 9n } };
      await expect(subject.store.apply(tenantId, late)).rejects.toThrow(FencedError);
      expect(await subject.store.positions(tenantId)).toEqual({ 'logs.normalized': 1n });
      await subject.store.apply(tenantId, { ...late, fence: 4, positions: { 'logs.normalized': 2n } });
      expect(await subject.store.positions(tenantId)).toEqual({ 'logs.normalized': 2n });
    });

    test('positions are kept with the effects, stream by stream and to the last digit', async () => {
      const { store } = subject;
      const tenantId = await client();
      expect(await store.positions(tenantId)).toEqual({});
      await store.apply(tenantId, { nodes: [], edges: [], positions: { 'state.k8s.resource': 9007199254740993n } });
      await store.apply(tenantId, { nodes: [pod('a')], edges: [], positions: { 'logs.normalized': 4n } });
      expect(await store.positions(tenantId)).toEqual({ 'state.k8s.resource': 9007199254740993n, 'logs.normalized': 4n });
      expect(outline(await exported(store, tenantId))).toEqual(['a']);
    });

    test('concurrent applies of one client all take effect', async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a')], edges: [] });
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.apply(tenantId, { nodes: [pod('a', { [`p${i}`]: i })], edges: [] })));
      const [row] = await store.query<{ props: Record<string, number> }>(tenantId, 'MATCH (n:Resource) RETURN properties(n) AS props');
      expect(Object.keys(row!.props).length).toBe(21);
    });

    test('a query that would write is refused with ReadOnlyQueryError and changes nothing', async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a', { health: 'healthy' }), pod('b')], edges: [owns('a', 'b')] });
      const before = await exported(store, tenantId);
      for (const cypher of WRITES) {
        const refusal = await store.query(tenantId, cypher).then(
          () => 'ran',
          (error: unknown) => error,
        );
        expect(refusal, cypher).toBeInstanceOf(ReadOnlyQueryError);
      }
      expect(await exported(store, tenantId)).toEqual(before);
      // The key's index and constraint are still there: a second create of the key is a merge, not a twin.
      await store.apply(tenantId, { nodes: [pod('a')], edges: [] });
      expect(await exported(store, tenantId)).toEqual(before);
    });

    test('a query that reads runs, whatever words its texts hold', async () => {
      const { store } = subject;
      const tenantId = await client({ nodes: [pod('a', { health: 'healthy' }), pod('b', { health: 'healthy' })], edges: [owns('a', 'b')] });
      for (const [cypher, rows] of READS) {
        expect((await store.query(tenantId, cypher, { keys: ['a', 'b'] })).length, cypher).toBe(rows);
      }
    });

    test('text comes back as it was given: quotes, control characters, unicode, and no value is ever read as Cypher', async () => {
      const { store } = subject;
      const texts = [
        `it's "quoted" \\ back\nline\ttab`,
        '漢字 émoji 😀 ع',
        '',
        '`); MATCH (n) DETACH DELETE n //',
        '$param {key: 1}',
        'a'.repeat(100_000),
      ];
      const nodes = texts.map((text, i) => pod(`k${i} ${text.slice(0, 60)}`, { text, [`odd name ${i} \`'"`]: text, list: [text, 'x'] }));
      const tenantId = await client({ nodes, edges: [] });
      const found = new Map(
        (await exported(store, tenantId)).map((item) => ('node' in item ? [item.node.key, item.node.props] : ['', {}])),
      );
      for (const { key, props } of nodes) expect(found.get(key)).toEqual(props);
      const [row] = await store.query<{ text: string }>(tenantId, 'MATCH (n:Resource {key: $key}) RETURN n.text AS text', {
        key: nodes[3]!.key,
      });
      expect(row!.text).toBe(texts[3]);
    });

    test('10,000 nodes and 10,000 edges are applied, found by key and exported in key order', async () => {
      const { store } = subject;
      const tenantId = await client();
      const key = (i: number) => `c/${String(i).padStart(5, '0')}`;
      for (let from = 0; from < 10_000; from += 2000) {
        const range = Array.from({ length: 2000 }, (_, i) => from + i);
        await store.apply(tenantId, {
          nodes: range.map((i) => pod(key(i), { index: i })),
          edges: range.map((i) => owns(key(i), key(Math.floor(i / 2)))),
        });
      }
      const rows = await store.query<{ index: number }>(tenantId, 'MATCH (n:Resource {key: $key}) RETURN n.index AS index', {
        key: key(9_999),
      });
      expect(rows).toEqual([{ index: 9_999 }]);
      const keys = outline(await exported(store, tenantId));
      expect(keys.length).toBe(20_000);
      expect(keys).toEqual([
        ...Array.from({ length: 10_000 }, (_, i) => key(i)),
        ...Array.from({ length: 10_000 }, (_, i) => `${key(i)} -OWNS-> ${key(Math.floor(i / 2))}`),
      ]);
      expect(await store.sizeBytes(tenantId)).toBeGreaterThan(10_000);
    });

    test.skipIf(single)(`two clients see nothing of each other${single ? ' (skipped: this server has one database)' : ''}`, async () => {
      const { store } = subject;
      const [one, two] = [
        await client({ nodes: [pod('a', { of: 'one' })], edges: [], positions: { 'logs.normalized': 1n } }),
        await client(),
      ];
      expect(await exported(store, two)).toEqual([]);
      expect(await store.positions(two)).toEqual({});
      await store.apply(two, { nodes: [pod('a', { of: 'two' }), pod('b')], edges: [owns('a', 'b')] });
      expect(await store.query(one, 'MATCH (n) WHERE n:Resource RETURN n.of AS of')).toEqual([{ of: 'one' }]);
      await store.drop(two);
      expect(outline(await exported(store, one))).toEqual(['a']);
    });

    test('kill -9 of the writer loses no acknowledged batch and leaves none half applied', async () => {
      const tenantId = await client();
      await subject.store.close();
      const acknowledged = await killWriterAfter(25, [subject.writer.adapter, tenantId, ...subject.writer.args]);
      subject.store = await subject.reopen();
      const position = Number((await subject.store.positions(tenantId))['events.normalized']);
      expect(position).toBeGreaterThanOrEqual(acknowledged);
      const rows = await subject.store.query<{ key: string; index: number }>(
        tenantId,
        'MATCH (e:Event)-[:ABOUT]->(last:Event {key: "c/last"}) WHERE e.index = 0 OR e.key <> "c/last" RETURN e.key AS key, last.index AS index',
      );
      expect(rows.length).toBe(position);
      expect(new Set(rows.map((row) => row.index))).toEqual(new Set([position - 1]));
    });
  });
}

/** Starts the writer, kills it by SIGKILL once `amount` batches are acknowledged, and returns the last acknowledged position. */
async function killWriterAfter(amount: number, args: string[]): Promise<number> {
  const program = fileURLToPath(new URL('testing/writer.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let last = 0;
  for await (const line of createInterface({ input: child.stdout! })) {
    last = Number(line);
    if (last >= amount) child.kill('SIGKILL');
  }
  await exited;
  if (last < amount) throw new Error(`the writer ended after ${last} acknowledged batches: expected at least ${amount}`);
  return last;
}

/** What every store promises that can rebuild a graph beside the one that serves. `newClient` gives one with a graph. */
export function rebuildContract(adapter: string, subject: () => { store: RebuildableGraphStore; newClient(): Promise<string> }): void {
  describe(`a graph that is rebuilt (${adapter})`, () => {
    const keys = (store: GraphStore, tenantId: string) =>
      store
        .query<{ key: string }>(tenantId, 'MATCH (n:Resource) RETURN n.key AS key ORDER BY key')
        .then((rows) => rows.map(({ key }) => key));

    test('serves on while its draft is filled, and the draft takes its place with its position', async () => {
      const { store, newClient } = subject();
      const tenantId = await newClient();
      await store.apply(tenantId, { nodes: [pod('old')], edges: [], positions: { 'state.k8s.resource': 9n } });
      await store.drafts.create(tenantId);
      await store.drafts.apply(tenantId, { nodes: [pod('new')], edges: [], positions: { 'state.k8s.resource': 4n } });
      expect([await keys(store, tenantId), await keys(store.drafts, tenantId)]).toEqual([['old'], ['new']]);
      await store.promote(tenantId);
      expect(await keys(store, tenantId)).toEqual(['new']);
      expect(await store.positions(tenantId)).toEqual({ 'state.k8s.resource': 4n });
      await expect(store.drafts.positions(tenantId)).rejects.toThrow(UnknownGraphError);
      await store.apply(tenantId, { nodes: [pod('newer')], edges: [] });
      expect(await keys(store, tenantId)).toEqual(['new', 'newer']);
    });

    test('can be rebuilt again and again', async () => {
      const { store, newClient } = subject();
      const tenantId = await newClient();
      for (const round of ['1', '2', '3']) {
        await store.drafts.create(tenantId);
        await store.drafts.apply(tenantId, { nodes: [pod(round)], edges: [] });
        await store.promote(tenantId);
        expect(await keys(store, tenantId)).toEqual([round]);
      }
    });

    test('answers every question that is asked while the draft takes its place', async () => {
      const { store, newClient } = subject();
      const tenantId = await newClient();
      await store.apply(tenantId, { nodes: [pod('old')], edges: [] });
      await store.drafts.create(tenantId);
      await store.drafts.apply(tenantId, { nodes: [pod('new')], edges: [] });
      const asked: Promise<string[]>[] = [];
      let promoted = false;
      const promoting = store.promote(tenantId).then(() => (promoted = true));
      while (!promoted) {
        asked.push(keys(store, tenantId));
        await asked.at(-1);
      }
      await promoting;
      expect((await Promise.all(asked)).every(([key]) => key === 'old' || key === 'new')).toBe(true);
      expect(await keys(store, tenantId)).toEqual(['new']);
    });

    test('without a draft stays as it is', async () => {
      const { store, newClient } = subject();
      const tenantId = await newClient();
      await store.apply(tenantId, { nodes: [pod('old')], edges: [] });
      await expect(store.promote(tenantId)).rejects.toThrow(UnknownGraphError);
      expect(await keys(store, tenantId)).toEqual(['old']);
    });

    test('goes with its draft when the client is removed', async () => {
      const { store, newClient } = subject();
      const tenantId = await newClient();
      await store.drafts.create(tenantId);
      await store.drop(tenantId);
      await expect(store.drafts.positions(tenantId)).rejects.toThrow(UnknownGraphError);
      await expect(store.positions(tenantId)).rejects.toThrow(UnknownGraphError);
    });

    test('that is damaged is set aside, and one is made anew', async () => {
      const { store, newClient } = subject();
      const tenantId = await newClient();
      await store.apply(tenantId, { nodes: [pod('old')], edges: [] });
      await store.setAside(tenantId);
      await expect(store.positions(tenantId)).rejects.toThrow(UnknownGraphError);
      await store.create(tenantId);
      expect(await keys(store, tenantId)).toEqual([]);
      await store.setAside(tenantId);
      await store.setAside(tenantId);
    });
  });
}
