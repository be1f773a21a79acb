import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, limiters } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { createApiKey, type Scope, sessionCookie } from '#lib/auth/index.ts';
import { captureMails, newPerson, newSession } from '#lib/auth/testing/people.ts';
import { switchFeatureOf } from '#lib/features/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, timestamp } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { diagnoserOf, listIncidents, refreshIncidents } from '#lib/incidents/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { startMcp } from './testing/http.ts';
import { tools } from './tools.ts';

const NOW = BEGIN + 10 * 60_000;
const PUBLIC_URL = 'https://portal.example';
const IMAGE = 'registry.example.com/cart:no-such-tag';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let mcp: Awaited<ReturnType<typeof startMcp>>;
let mails: ReturnType<typeof captureMails>;
const connected: Client[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-mcp-'));
  mails = captureMails();
  const smtp = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'kg@portal.example' };
  env.provide({ ...readEnv(smtp, () => 'the secret of the test, long enough for it'), publicUrl: PUBLIC_URL });
  graphStore.provide(await openEmbeddedGraphStore(folder));
  apiClock.provide(() => NOW);
  limiters.provide(memoryLimiter());
  mcp = await startMcp(PUBLIC_URL);
});
afterEach(async () => {
  for (const client of connected.splice(0)) await client.close();
});
afterAll(async () => {
  mcp.close();
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A Deployment whose pod cannot pull its image, as Kubernetes tells of it. */
function brokenCart() {
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
  return [cart, set, pod];
}

interface Account {
  id: string;
  key: string;
  incident: string;
}

/** A client whose cluster prod has an open incident, and a change to another Deployment. */
async function newAccount(): Promise<Account> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    await tx.cluster.create({ data: { tenantId: id, name: 'prod' } });
  });
  await graphStore.use().create(id);
  const shop = deployment('shop', 1);
  const changed = { ...deployment('shop', 3), metadata: { ...shop.metadata, resourceVersion: '9999999', generation: 2 } };
  for (const [objects, at] of [
    [[...brokenCart(), shop], 60],
    [[changed], 90],
  ] as const) {
    const records = objects.map((object) => ({ stream: 'state.k8s.resource' as const, message: observed(object, at, 'upsert', 'prod') }));
    await applyRecords(graphStore.use(), id, records);
  }
  const { groups } = await diagnoserOf(graphStore.use()).problems(id, 'prod', windowUntil(NOW));
  await refreshIncidents(id, 'prod', groups, NOW);
  const [incident] = await listIncidents(id, { limit: 1, now: NOW });
  return { id, key: await newKey(id), incident: incident?.id ?? '' };
}

function newKey(tenantId: string, scopes: Scope[] = ['read', 'write'], revokedAt: Date | null = null): Promise<string> {
  return asSystem(async (tx) => {
    const made = await createApiKey(tx, { tenantId, name: `key ${randomUUID()}`, scopes, actor: 'test' });
    await tx.apiKey.update({ where: { id: made.id }, data: { revokedAt } });
    return made.key;
  });
}

/** Connects as a program with this key does, through the official SDK. */
async function connect(
  key: string,
  mode: 'legacy' | { pin: string } = { pin: '2026-07-28' },
  headers: Record<string, string> = {},
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  connected.push(client);
  await client.connect(
    new StreamableHTTPClientTransport(mcp.url, { requestInit: { headers: { authorization: `Bearer ${key}`, ...headers } } }),
  );
  return client;
}

/** What a tool answers: its data, or the text of what it was refused with. */
async function ask(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { isError = false, structuredContent, content } = await client.callTool({ name, arguments: args });
  const [first] = content as { type: string; text: string }[];
  return { isError, data: structuredContent as never, text: first?.text ?? '' };
}

const counted = (id: string, metric: 'rca_queries' | 'api_calls') =>
  inTenant(id, async (tx) => Number((await tx.usageCounter.aggregate({ where: { metric }, _sum: { value: true } }))._sum.value ?? 0));

const DUMP = () => {
  const objects = brokenCart();
  return { 'all.json': JSON.stringify({ kind: 'List', items: objects }), 'case.json': JSON.stringify({ collectedAt: timestamp(600) }) };
};

describe.each([
  ['2026-07-28', { pin: '2026-07-28' }],
  ['2025-11-25', 'legacy'],
] as const)('a client of the protocol of %s', (_version, mode) => {
  it('finds every tool, with the schemas of what it takes and gives', async () => {
    const client = await connect((await newAccount()).key, mode);
    const listed = (await client.listTools()).tools;
    expect(listed.map(({ name }) => name)).toEqual([
      'list_incidents',
      'get_root_cause',
      'what_changed',
      'blast_radius',
      'topology',
      'search',
      'diagnose_dump',
    ]);
    for (const { inputSchema, outputSchema, annotations } of listed) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(annotations).toMatchObject({ readOnlyHint: true });
    }
    expect(client.getInstructions()).toContain('list_incidents');
  });

  it('gets from each tool what the operation behind it knows', async () => {
    const { key, incident } = await newAccount();
    const client = await connect(key, mode);
    const cart = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
    expect((await ask(client, 'list_incidents', { status: 'open' })).data).toMatchObject({
      incidents: [{ id: incident, number: 1, cluster: 'prod', rootCause: { code: expect.any(String), object: cart } }],
      nextCursor: null,
    });
    const cause = (await ask(client, 'get_root_cause', { incident })).data as { causes: { remedies: unknown[] }[] };
    expect(cause).toMatchObject({
      verdict: 'incident',
      causes: [{ rank: 1, object: cart, evidenceFor: expect.arrayContaining([expect.stringContaining(IMAGE)]) }],
    });
    expect(cause.causes[0]?.remedies.length).toBeGreaterThan(0);
    expect((await ask(client, 'what_changed', { cluster: 'prod', namespace: 'shop' })).data).toMatchObject({
      changes: expect.arrayContaining([
        expect.objectContaining({
          kind: 'Deployment',
          name: 'shop',
          at: timestamp(90),
          fields: expect.arrayContaining([expect.objectContaining({ before: '1', after: '3' })]),
        }),
      ]),
    });
    expect((await ask(client, 'blast_radius', { incident })).data).toMatchObject({ isComplete: true, counts: { workloads: 1 } });
    const dependants = (await ask(client, 'blast_radius', { object: { kind: 'Pod', namespace: 'shop', name: 'cart-1-a' } })).data;
    expect(dependants).toMatchObject({ affected: expect.any(Array), isComplete: true, counts: null });
    const map = (await ask(client, 'topology', { namespace: 'shop', detail: 'full' })).data as { nodes: unknown[]; edges: unknown[] };
    expect(map.nodes).toContainEqual(expect.objectContaining({ kind: 'Pod', name: 'cart-1-a', health: 'failing' }));
    expect(map.edges).toContainEqual(expect.objectContaining({ type: 'OWNS' }));
    const { results } = (await ask(client, 'search', { query: 'deployment cart' })).data as { results: unknown[] };
    expect(results).toContainEqual(expect.objectContaining({ type: 'resource', ...cart, cluster: 'prod' }));
    expect(results).toContainEqual(expect.objectContaining({ type: 'incident', incidentId: incident }));
    expect((await ask(client, 'diagnose_dump', { files: DUMP() })).data).toMatchObject({ verdict: 'incident', causes: [{ object: cart }] });
  });
});

describe('what a tool counts', () => {
  it('is what its operation counts: an API call each, and an RCA query for a diagnosis that is asked for', async () => {
    const { id, key, incident } = await newAccount();
    const client = await connect(key);
    await client.listTools();
    expect([await counted(id, 'api_calls'), await counted(id, 'rca_queries')]).toEqual([0, 0]);
    await ask(client, 'get_root_cause', { incident });
    expect([await counted(id, 'api_calls'), await counted(id, 'rca_queries')]).toEqual([1, 0]);
    for (const args of [{ incident, again: true }, { cluster: 'prod' }])
      expect((await ask(client, 'get_root_cause', args)).isError).toBe(false);
    await ask(client, 'diagnose_dump', { files: DUMP() });
    expect([await counted(id, 'api_calls'), await counted(id, 'rca_queries')]).toEqual([4, 3]);
  });
});

describe('an object of another client', () => {
  it.each([
    ['get_root_cause', (id: string) => ({ incident: id })],
    ['get_root_cause', (id: string) => ({ incident: id, again: true })],
    ['blast_radius', (id: string) => ({ incident: id })],
  ])('gets from %s the same answer as a missing one', async (name, args) => {
    const [mine, theirs] = [await newAccount(), await newAccount()];
    const client = await connect(mine.key);
    const foreign = await ask(client, name, args(theirs.incident));
    expect(foreign).toEqual(await ask(client, name, args(randomUUID())));
    expect(foreign).toMatchObject({ isError: true, text: expect.stringContaining('404 not_found') });
    expect((await ask(client, name, args(mine.incident))).isError).toBe(false);
  });

  it('is in no list', async () => {
    const [mine, theirs] = [await newAccount(), await newAccount()];
    await applyRecords(graphStore.use(), theirs.id, [
      { stream: 'state.k8s.resource', message: observed(deployment('secret-of-another', 1), 60, 'upsert', 'prod') },
    ]);
    const client = await connect(mine.key);
    for (const [name, args] of Object.entries({
      list_incidents: {},
      what_changed: {},
      topology: { detail: 'full' },
      search: { query: 'secret' },
      blast_radius: { object: { kind: 'Deployment', name: 'secret-of-another' } },
    }))
      for (const secret of ['secret-of-another', theirs.incident, theirs.id])
        expect((await ask(client, name, args)).text).not.toContain(secret);
  });
});

/** Arguments with which each tool works. */
const fitting = ({ incident }: Account): Record<string, Record<string, unknown>> => ({
  list_incidents: {},
  get_root_cause: { incident },
  what_changed: {},
  blast_radius: { incident },
  topology: {},
  search: { query: 'cart' },
  diagnose_dump: { files: DUMP() },
});

describe('a key', () => {
  it('without the permission is told which one each tool needs', async () => {
    const account = await newAccount();
    const client = await connect(await newKey(account.id, ['ingest']));
    for (const { name } of tools) {
      const { isError, text } = await ask(client, name, fitting(account)[name]);
      expect([name, isError, text]).toEqual([name, true, expect.stringContaining('403 missing_scope')]);
    }
    const reader = await connect(await newKey(account.id, ['read']));
    expect(await ask(reader, 'get_root_cause', { cluster: 'prod' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('requires write'),
    });
  });

  it('of a suspended client may read, as everywhere, and ask for no diagnosis', async () => {
    const account = await newAccount();
    await asSystem((tx) => tx.tenant.update({ where: { id: account.id }, data: { status: 'suspended' } }));
    const client = await connect(account.key);
    expect((await ask(client, 'get_root_cause', { incident: account.incident })).isError).toBe(false);
    expect(await ask(client, 'get_root_cause', { cluster: 'prod' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('402 suspended'),
    });
    expect(await ask(client, 'diagnose_dump', { files: DUMP() })).toMatchObject({
      isError: true,
      text: expect.stringContaining('402 suspended'),
    });
    expect(await counted(account.id, 'rca_queries')).toBe(0);
  });

  it('that is at the limit of its plan is told when to try again', async () => {
    const account = await newAccount();
    const client = await connect(account.key);
    let left = 1;
    limiters.provide({ ...memoryLimiter(), take: async () => ({ isOver: left-- <= 0, remaining: 0, resetSeconds: 7 }) });
    try {
      const refused = await ask(client, 'list_incidents');
      expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/Try again in 7 seconds.*429 rate_limit/) });
      const response = await post({ authorization: `Bearer ${account.key}` });
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    } finally {
      limiters.provide(memoryLimiter());
    }
  });

  it('that is revoked or unknown, or none at all, cannot connect', async () => {
    const { id } = await newAccount();
    for (const key of [await newKey(id, ['read'], new Date(NOW)), `kg_live_${id}_${'x'.repeat(32)}`, 'x'])
      for (const mode of ['legacy', { pin: '2026-07-28' }] as const) await expect(connect(key, mode)).rejects.toThrow();
    const response = await post({ authorization: undefined });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await response.json()).toMatchObject({ code: 'not_signed_in', detail: expect.stringContaining('API key') });
  });
});

/** A request as a program without the SDK makes it. */
async function post({ body, ...headers }: Record<string, string | undefined>): Promise<Response> {
  const all = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  return fetch(mcp.url, {
    method: 'POST',
    headers: Object.fromEntries(Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined)),
    body: body ?? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  });
}

describe('a request', () => {
  it('with the session of a person, but without a key, is refused', async () => {
    const { userId } = await newPerson(mails, NOW);
    const cookie = (await sessionCookie((await newSession(userId, NOW)).secret)).split(';')[0] ?? '';
    expect((await post({ cookie })).status).toBe(401);
  });

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:3000', 'https://portal.example.evil'])(
    'of a page of another origin is refused although it has a key: %s',
    async (origin) => {
      const { key } = await newAccount();
      env.provide({ ...env.use(), loopback: false });
      const response = await post({ authorization: `Bearer ${key}`, origin });
      expect([response.status, (await response.json()).code]).toEqual([403, 'foreign_origin']);
      expect((await post({ authorization: `Bearer ${key}`, origin: PUBLIC_URL })).status).toBe(200);
    },
  );

  it('for another host name is refused', async () => {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    rawRequest(mcp.url, { method: 'POST', headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end();
    expect(await promise).toBe(421);
  });

  it('to open a stream or to end a session gets 405', async () => {
    for (const method of ['GET', 'DELETE']) {
      const response = await fetch(mcp.url, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it.each(['', '{', '[]', '{"jsonrpc":"2.0"}', 'null', '{"jsonrpc":"2.0","id":1,"method":"no/such"}'])(
    'that is no message is refused with an error of JSON-RPC: %s',
    async (body) => {
      const { key } = await newAccount();
      const response = await post({ authorization: `Bearer ${key}`, body });
      expect(response.status).toBeLessThan(500);
      // As JSON, or as the one event of a stream.
      const [, message] = /^(?:event: message\ndata: )?(\{.*\})\s*$/.exec(await response.text()) ?? [];
      expect(JSON.parse(message ?? '')).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) } });
    },
  );

  it('to be told of changes is refused, so that no stream stays open, and tools are answered as before', async () => {
    const { key } = await newAccount();
    const client = await connect(key);
    await expect(client.listen({ toolsListChanged: true })).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining('Subscription limit reached'),
    });
    expect((await ask(client, 'list_incidents')).isError).toBe(false);
  });

  it('of more than a megabyte is refused with 413', async () => {
    const { key } = await newAccount();
    const files = { 'all.json': JSON.stringify([{ kind: 'Pod', metadata: { name: 'x'.repeat(1_100_000) } }]) };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'diagnose_dump', arguments: { files } } });
    const response = await post({ authorization: `Bearer ${key}`, body });
    expect([response.status, (await response.json()).code]).toEqual([413, 'body_too_large']);
  });
});

describe('nonsense', () => {
  it.each([
    ['list_incidents', { status: 'burning' }],
    ['list_incidents', { limit: 51 }],
    ['list_incidents', { tenant: 'another' }],
    ['list_incidents', { cursor: 'x' }],
    ['get_root_cause', {}],
    ['get_root_cause', { incident: 'x' }],
    ['get_root_cause', { incident: randomUUID(), cluster: 'prod' }],
    ['get_root_cause', { cluster: 'no-such-cluster' }],
    ['what_changed', { minutes: -1 }],
    ['what_changed', { cursor: 'x' }],
    ['what_changed', { namespace: 'x'.repeat(64) }],
    ['blast_radius', {}],
    ['blast_radius', { object: { kind: '', name: '' } }],
    ['blast_radius', { object: { kind: 'Pod', name: "x'}) DETACH DELETE n //", namespace: 7 } }],
    ['topology', { at: 'yesterday' }],
    ['topology', { maxNodes: 301 }],
    ['search', {}],
    ['search', { query: '   ' }],
    ['search', { query: 'x'.repeat(201) }],
    ['diagnose_dump', { files: {} }],
    ['diagnose_dump', { files: { 'all.json': '{' } }],
    ['diagnose_dump', { files: { 'all.yaml': 'kind: Pod' } }],
    ['diagnose_dump', { files: { 'all.json': '[]' } }],
    ['diagnose_dump', { files: { 'all.json': '{"kind":"Pod","metadata":{"name":"a"}}' }, about: { kind: 'Deployment', name: 'b' } }],
    ['diagnose_dump', { files: { 'all.json': '{"kind":"Pod","metadata":{"name":"a"}}' }, about: { kind: 'Nonsense', name: 'b' } }],
  ])('is an error of the tool %s that says what is wrong: %j', async (name, args) => {
    const account = await newAccount();
    const { isError, text } = await ask(await connect(account.key), name, args);
    expect([isError, text.length > 10, text.length < 1_500]).toEqual([true, true, true]);
    expect(text).not.toMatch(/internal error/);
    expect(await counted(account.id, 'rca_queries')).toBe(0);
  });

  it('a tool that does not exist is an error of the protocol', async () => {
    const client = await connect((await newAccount()).key);
    await expect(client.callTool({ name: 'delete_everything', arguments: {} })).rejects.toThrow(/delete_everything/);
  });

  it('an object that is not there has no dependants, whatever its name says', async () => {
    const client = await connect((await newAccount()).key);
    const { data } = await ask(client, 'blast_radius', { object: { kind: 'Pod', name: "x'}) DETACH DELETE n //" } });
    expect(data).toEqual({ affected: [], isComplete: true, counts: null });
  });
});

it('a client for whom the MCP server is switched off is refused, which says so, and nobody else is', async () => {
  const [off, on] = [await newAccount(), await newAccount()];
  await switchFeatureOf(off.id, 'mcp', false, 'test', NOW);
  const headers = { authorization: `Bearer ${off.key}`, 'content-type': 'application/json' };
  const refused = await fetch(mcp.url, { method: 'POST', headers, body: '{}' });
  expect([refused.status, (await refused.json()).detail]).toEqual([
    403,
    expect.stringMatching(/^MCP server: switched off for this account/),
  ]);
  expect((await (await connect(on.key)).listTools()).tools).not.toEqual([]);
});
