import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, type RouteHandler } from '#lib/api/index.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN, kubernetesObject, observed, ownedBy, readyPod, timestamp } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { refreshIncidents } from '#lib/incidents/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { Diagnosis, EvidenceSource, Tier } from '#lib/rca/types.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { addToCounter } from '#lib/usage/index.ts';
import { POST as DIAGNOSE_CLUSTER } from '../diagnoses/route.ts';
import { POST as DIAGNOSE } from './[id]/diagnoses/route.ts';
import { POST as FEEDBACK } from './[id]/feedback/route.ts';
import { GET as GET_INCIDENT } from './[id]/route.ts';
import { GET as SIMILAR } from './[id]/similar/route.ts';
import { GET as ACCURACY } from './accuracy/route.ts';
import { GET as LIST } from './route.ts';
import { diagnosis as diagnosisSchema } from './schemas.ts';

const NOW = BEGIN + 10 * 60_000;
const IMAGE = 'registry.example.com/cart:no-such-tag';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-incidents-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  apiClock.provide(() => NOW);
});
afterAll(async () => {
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Client {
  id: string;
  key: string;
}

/** A client with an empty graph, one cluster and a key that can read and write. */
async function newClient({ plan = 'pro' as 'pro' | 'free', provisioned = true } = {}): Promise<Client> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const key = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan, actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    await tx.cluster.create({ data: { tenantId: id, name: 'prod' } });
    return (await createApiKey(tx, { tenantId: id, name: 'test', scopes: ['read', 'write'], actor: 'test' })).key;
  });
  if (provisioned) await graphStore.use().create(id);
  return { id, key };
}

/** The raw response of an operation; `query` starts with a question mark. */
function ask(handler: RouteHandler, key: string, given: { id?: string; query?: string; body?: unknown } = {}): Promise<Response> {
  const { method, path } = handler.declaration;
  const url = `http://127.0.0.1:3000${path.replace('{id}', given.id ?? '')}${given.query ?? ''}`;
  const request = new Request(url, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  return handler(request, { params: Promise.resolve(given.id === undefined ? {} : { id: given.id }) });
}

async function call(handler: RouteHandler, key: string, given: Parameters<typeof ask>[2] = {}) {
  const response = await ask(handler, key, given);
  return { status: response.status, body: await response.json() };
}

/** A diagnosis with every possible field, to detect fields that the API loses. */
function diagnosisOf(name: string, code = 'app.crash', tier: Tier = 'confirmed'): Diagnosis {
  const object = { kind: 'Deployment', namespace: 'shop', name };
  const fields = [
    { path: '/spec/image', before: 'a', after: 'b' },
    { path: '/spec/paused', after: 'true' },
  ];
  const chain = [{ from: object, to: { kind: 'Node', name: 'node-1' }, relation: null, mechanism: 'load', text: 'It loads the node.' }];
  const sources: EvidenceSource[] = [
    { type: 'state', object, path: 'status.exitCode', value: '1' },
    { type: 'event', object, reason: 'BackOff', message: 'restarting', at: NOW - 5_000, count: 7 },
    { type: 'log', namespace: 'shop', pod: `${name}-1`, container: 'c', line: 'bad', previous: true },
    { type: 'change', changeId: 'change-1', object, fields, at: NOW - 90_000, by: 'kubectl' },
    { type: 'alert', name: 'Down', summary: 'is down', at: NOW - 30_000 },
    { type: 'metric', object, metric: 'memory', from: 1, to: 2.5 },
  ];
  return {
    verdict: 'incident',
    reason: 'A workload fails.',
    symptoms: [{ object, what: 'CrashLoopBackOff', message: 'back-off 5m0s', since: NOW - 60_000 }],
    causes: [
      {
        rank: 1,
        code,
        title: `${code} in ${name}`,
        object,
        tier,
        confidence: 0.9,
        summary: 'It ends with exit code 1.',
        evidenceFor: sources.map((source) => ({ text: `by ${source.type}`, source })),
        evidenceAgainst: [{ text: 'no alert', source: { type: 'alert', name: 'Slow', summary: 'is quiet' } }],
        chain,
        remedies: [{ text: 'Look at it.', command: `kubectl -n shop logs deploy/${name}` }, { text: 'Ask its owner.' }],
      },
    ],
    chain,
    blastRadius: {
      affected: [{ object, impact: 'failing', hops: 0, via: null }],
      counts: { workloads: 1, pods: 2, services: 0, namespaces: 1 },
    },
    timeline: [
      { at: NOW - 90_000, lane: 'change', object, text: 'image changed', severity: 'info', fields },
      { at: NOW - 5_000, lane: 'event', object, text: 'BackOff', severity: 'warning' },
    ],
    gaps: ['no logs: what the programs logged is unknown'],
  };
}

/** A Deployment whose pod cannot pull its image, in the client's graph. */
async function breakCart(clientId: string, cluster = 'prod'): Promise<void> {
  const labels = { app: 'cart' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'cart', image: IMAGE }] } };
  const cart = kubernetesObject('Deployment', 'cart', {
    metadata: { generation: 1, labels },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, unavailableReplicas: 1 },
  });
  const set = kubernetesObject('ReplicaSet', 'cart-1', {
    metadata: { labels, ...ownedBy(cart) },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
    status: { replicas: 1 },
  });
  const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${IMAGE}": manifest unknown: not found` };
  const pod = readyPod('cart-1-a', 'cart', {
    metadata: { creationTimestamp: timestamp(0), ...ownedBy(set) },
    spec: { containers: [{ name: 'cart', image: IMAGE }] },
    status: {
      phase: 'Pending',
      startTime: timestamp(0),
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: timestamp(0) }],
      containerStatuses: [{ name: 'cart', ready: false, restartCount: 0, state: { waiting } }],
    },
  });
  await applyRecords(
    graphStore.use(),
    clientId,
    [cart, set, pod].map((object) => ({ stream: 'state.k8s.resource', message: observed(object, 60, 'upsert', cluster) })),
  );
}

async function onlyIncident(client: Client): Promise<{ id: string; title: string }> {
  const { body } = await call(LIST, client.key);
  expect(body.items).toHaveLength(1);
  return body.items[0];
}

const queriesOf = async (client: Client) =>
  Number(
    (await inTenant(client.id, (tx) => tx.usageCounter.aggregate({ where: { metric: 'rca_queries' }, _sum: { value: true } })))._sum
      .value ?? 0,
  );

describe('the list of incidents', () => {
  it('contains title, tier, cluster and times of each incident, but no diagnosis', async () => {
    const client = await newClient();
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart')], NOW);
    const { body } = await call(LIST, client.key);
    expect(body).toEqual({
      items: [
        {
          id: expect.any(String),
          number: 1,
          cluster: 'prod',
          status: 'open',
          title: 'app.crash in cart',
          code: 'app.crash',
          object: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
          tier: 'confirmed',
          severity: 'major',
          openedAt: NOW - 60_000,
          lastSeenAt: NOW,
          closedAt: null,
          diagnosedAt: NOW,
          ...{ acknowledgedAt: null, acknowledgedBy: null, assignee: null, snoozedUntil: null, resolvedAt: null, resolvedBy: null },
        },
      ],
      nextCursor: null,
    });
  });

  it('returns each incident once, newest first, in pages', async () => {
    const client = await newClient();
    await refreshIncidents(
      client.id,
      'prod',
      ['a', 'b', 'c', 'd', 'e'].map((name) => diagnosisOf(name)),
      NOW,
    );
    const pages: number[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await call(LIST, client.key, { query: `?limit=2${cursor && `&cursor=${cursor}`}` });
      pages.push(body.items.map((item: { number: number }) => item.number));
      cursor = body.nextCursor;
    }
    expect(pages).toEqual([[5, 4], [3, 2], [1]]);
  });

  it('filters by status and cluster', async () => {
    const client = await newClient();
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart')], NOW - 120_000);
    await refreshIncidents(client.id, 'prod', [], NOW);
    await refreshIncidents(client.id, 'stage', [diagnosisOf('ads')], NOW);
    const titles = async (query: string) =>
      (await call(LIST, client.key, { query })).body.items.map((item: { title: string }) => item.title);
    expect(await titles('?status=open')).toEqual(['app.crash in ads']);
    expect(await titles('?status=closed')).toEqual(['app.crash in cart']);
    expect(await titles('?cluster=prod')).toEqual(['app.crash in cart']);
  });

  it.each(['?status=ajar', '?limit=0', '?limit=201', '?cursor=first', '?cluster=No%20Name'])(
    'refuses %s with the reason',
    async (query) => {
      const { status, body } = await call(LIST, (await newClient()).key, { query });
      expect([status, body.code, body.invalid_params.length]).toEqual([422, 'invalid_input', 1]);
    },
  );
});

describe('an incident', () => {
  it('is returned with its full diagnosis, history and feedback', async () => {
    const client = await newClient();
    const diagnosis = diagnosisOf('cart');
    await refreshIncidents(client.id, 'prod', [diagnosis], NOW);
    const { id } = await onlyIncident(client);
    await call(FEEDBACK, client.key, { id, body: { verdict: 'confirmed', note: 'seen it' } });
    const { status, body } = await call(GET_INCIDENT, client.key, { id });
    expect(status).toBe(200);
    expect(body.diagnosis).toEqual(diagnosis);
    expect(body.history).toEqual([{ id: expect.any(String), at: NOW, kind: 'opened', text: 'Opened: app.crash in cart' }]);
    expect(body.feedback).toMatchObject([{ verdict: 'confirmed', code: null, note: 'seen it', userName: expect.any(String) }]);
  });

  it.each([
    ['read', GET_INCIDENT, undefined],
    ['compared', SIMILAR, undefined],
    ['diagnosed', DIAGNOSE, undefined],
    ['judged', FEEDBACK, { verdict: 'confirmed' }],
  ] as const)(
    'of another client, when %s, gets byte for byte the same response as one that does not exist',
    async (_word, handler, body) => {
      const [owner, other] = [await newClient(), await newClient()];
      await refreshIncidents(owner.id, 'prod', [diagnosisOf('cart')], NOW);
      const { id } = await onlyIncident(owner);
      const answers = await Promise.all(
        [id, randomUUID(), 'no-uuid'].map(async (asked) => {
          const response = await ask(handler, other.key, { id: asked, body });
          const headers = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'ratelimit');
          return JSON.stringify([response.status, headers, await response.text()]);
        }),
      );
      expect(new Set(answers).size).toBe(1);
      expect(answers[0]).toContain('404');
      expect(await queriesOf(other)).toBe(0);
    },
  );
});

describe('feedback', () => {
  it.each([
    ['no verdict', {}],
    ['an unknown verdict', { verdict: 'perhaps' }],
    ['a correction without a cause', { verdict: 'corrected' }],
    ['an unknown cause', { verdict: 'corrected', code: 'gremlins' }],
    ['a property of every object as cause', { verdict: 'corrected', code: 'constructor' }],
    ['a note too long', { verdict: 'confirmed', note: 'x'.repeat(1_001) }],
  ])('with %s is refused and not stored', async (_words, body) => {
    const client = await newClient();
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart')], NOW);
    const { id } = await onlyIncident(client);
    expect((await call(FEEDBACK, client.key, { id, body })).status).toBe(422);
    expect((await call(GET_INCIDENT, client.key, { id })).body.feedback).toEqual([]);
  });

  it('that corrects the cause is stored with the right cause', async () => {
    const client = await newClient();
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart')], NOW);
    const { id } = await onlyIncident(client);
    const { status } = await call(FEEDBACK, client.key, {
      id,
      body: { verdict: 'corrected', code: 'oom.limit_too_low', note: ' exit 137 ' },
    });
    expect(status).toBe(201);
    expect((await call(GET_INCIDENT, client.key, { id })).body.feedback).toMatchObject([
      { verdict: 'corrected', code: 'oom.limit_too_low', note: 'exit 137' },
    ]);
  });

  it('that corrects the cause to the first cause is refused, unless it names another object', async () => {
    const client = await newClient();
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart', 'app.crash')], NOW);
    const { id } = await onlyIncident(client);
    const correct = (object?: object) => call(FEEDBACK, client.key, { id, body: { verdict: 'corrected', code: 'app.crash', object } });
    expect(await correct()).toMatchObject({ status: 422, body: { invalid_params: [{ name: 'code' }] } });
    const database = { kind: 'Deployment', namespace: 'shop', name: 'database' };
    expect((await correct(database)).status).toBe(201);
    expect((await call(GET_INCIDENT, client.key, { id })).body.feedback).toMatchObject([{ code: 'app.crash', object: database }]);
  });

  it('determines the accuracy, each incident once, by its latest feedback', async () => {
    const [client, other] = [await newClient(), await newClient()];
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart'), diagnosisOf('mail'), diagnosisOf('ads', 'app.crash', 'possible')], NOW);
    const { items } = (await call(LIST, client.key)).body as { items: { id: string; tier: Tier }[] };
    for (const { id } of items) await call(FEEDBACK, client.key, { id, body: { verdict: 'corrected', code: 'oom.limit_too_low' } });
    for (const { id, tier } of items) if (tier !== 'possible') await call(FEEDBACK, client.key, { id, body: { verdict: 'confirmed' } });
    expect((await call(ACCURACY, client.key)).body).toMatchObject({ judged: 3, right: 2, byTier: { possible: { judged: 1, right: 0 } } });
    expect((await call(ACCURACY, other.key)).body).toMatchObject({ judged: 0, right: 0 });
  });
});

describe('similar incidents', () => {
  it('are past ones of the same client, by corrected cause, most similar first', async () => {
    const [client, other] = [await newClient(), await newClient()];
    await refreshIncidents(other.id, 'prod', [diagnosisOf('cart', 'app.crash')], NOW);
    for (const [i, one] of [
      diagnosisOf('cart', 'app.crash'),
      diagnosisOf('mail', 'dns.server_down'),
      diagnosisOf('ads', 'app.crash'),
    ].entries())
      await refreshIncidents(client.id, 'prod', [one], NOW + i);
    const { items } = (await call(LIST, client.key)).body as { items: { id: string; number: number }[] };
    const idOf = (number: number) => items.find((item) => item.number === number)?.id ?? '';
    await call(FEEDBACK, client.key, {
      id: idOf(2),
      body: {
        verdict: 'corrected',
        code: 'app.crash',
        object: { kind: 'Deployment', namespace: 'shop', name: 'ads' },
        note: 'seen in its log',
      },
    });
    const similar = await call(SIMILAR, client.key, { id: idOf(3) });
    expect(similar.status).toBe(200);
    expect(similar.body.items.map((item: { number: number }) => item.number)).toEqual([2, 1]);
    expect(similar.body.items[0]).toMatchObject({ code: 'app.crash', feedback: { verdict: 'corrected', note: 'seen in its log' } });
    expect((await call(SIMILAR, client.key, { id: idOf(1) })).body.items).toEqual([]);
  });
});

describe('an RCA query', () => {
  it('of an incident uses the current graph, stores the result with the incident and is counted once', async () => {
    const client = await newClient();
    await breakCart(client.id);
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart', 'app.crash', 'possible')], NOW);
    const { id } = await onlyIncident(client);
    const metered = async () => (await metrics().rcaQueries.get()).values.find(({ labels }) => labels.client_id === client.id)?.value;
    expect(await metered()).toBeUndefined();
    const { status, body } = await call(DIAGNOSE, client.key, { id });
    expect([status, await metered()]).toEqual([201, 1]);
    expect(diagnosisSchema.parse(body)).toEqual(body);
    expect(body.causes[0]).toMatchObject({
      code: 'image.reference_invalid',
      object: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
    });
    const kept = (await call(GET_INCIDENT, client.key, { id })).body;
    expect(kept.diagnosis).toEqual(body);
    expect(kept.history.map((line: { kind: string }) => line.kind)).toEqual(['opened', 'rediagnosed']);
    expect(await queriesOf(client)).toBe(1);
  });

  it('of an incident is about that incident and not about another problem of the cluster', async () => {
    const client = await newClient();
    await breakCart(client.id);
    await refreshIncidents(client.id, 'prod', [diagnosisOf('ads')], NOW);
    const { id, title } = await onlyIncident(client);
    const { body } = await call(DIAGNOSE, client.key, { id });
    expect(body).toMatchObject({ verdict: 'no_incident', causes: [], symptoms: [] });
    expect((await onlyIncident(client)).title).toBe(title);
    expect(await queriesOf(client)).toBe(1);
  });

  it('of a cluster returns its problems and is counted once', async () => {
    const client = await newClient();
    await breakCart(client.id);
    const { status, body } = await call(DIAGNOSE_CLUSTER, client.key, { body: { cluster: 'prod' } });
    expect([status, body.verdict, body.causes[0]?.code]).toEqual([201, 'incident', 'image.reference_invalid']);
    expect(await queriesOf(client)).toBe(1);
  });

  it('of an unknown cluster or that of another client is refused with 404 and not counted', async () => {
    const [owner, other] = [await newClient(), await newClient()];
    await inTenant(owner.id, (tx) => tx.cluster.create({ data: { tenantId: owner.id, name: 'stage' } }));
    await breakCart(owner.id, 'stage');
    const answers = await Promise.all(['stage', 'nowhere'].map((cluster) => call(DIAGNOSE_CLUSTER, other.key, { body: { cluster } })));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(404);
    expect(await queriesOf(other)).toBe(0);
  });

  it('above the limit of the plan is refused and not counted', async () => {
    const client = await newClient({ plan: 'free' });
    await breakCart(client.id);
    const limit = PLANS.free.rcaQueriesPerMonth;
    await inTenant(client.id, (tx) => addToCounter(tx, client.id, 'rca_queries', limit, NOW));
    const { status, body } = await call(DIAGNOSE_CLUSTER, client.key, { body: { cluster: 'prod' } });
    expect([status, body.code]).toEqual([429, 'plan_limit']);
    expect(await queriesOf(client)).toBe(limit);
  });

  it('of a client that is not set up yet is refused and not counted', async () => {
    const client = await newClient({ provisioned: false });
    await refreshIncidents(client.id, 'prod', [diagnosisOf('cart')], NOW);
    const { id } = await onlyIncident(client);
    for (const answer of [
      await call(DIAGNOSE, client.key, { id }),
      await call(DIAGNOSE_CLUSTER, client.key, { body: { cluster: 'prod' } }),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'not_provisioned']);
    expect(await queriesOf(client)).toBe(0);
  });
});
