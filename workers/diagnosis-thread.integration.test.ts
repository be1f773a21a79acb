import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedGraphStore, type RebuildableGraphStore } from '#lib/graph/index.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { diagnoserOf } from '#lib/incidents/index.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { startDiagnosisThread } from './diagnosis-thread.ts';

const WINDOW = windowUntil(BEGIN + 60_000);
const logger = pino({ level: 'silent' });
let dir: string;
let store: RebuildableGraphStore;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-diagnosis-'));
  store = await openEmbeddedGraphStore(dir);
  await newClient('shop', brokenShop());
  await newClient('chaos', chaos());
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function newClient(id: string, objects: KubernetesObject[]): Promise<void> {
  await store.create(id);
  const records = objects.map((object) => ({ stream: 'state.k8s.resource' as const, message: observed(object, 1) }));
  await applyRecords(store, id, records);
}

const crashing = (name: string, owner?: KubernetesObject) =>
  readyPod(name, 'web', {
    ...(owner && { metadata: { labels: { app: 'web' }, ...ownedBy(owner) } }),
    status: {
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [{ name: 'web', ready: false, restartCount: 9, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    },
  });

function brokenShop(): KubernetesObject[] {
  const web = { ...deployment('web', 1), status: { replicas: 1, unavailableReplicas: 1 } };
  return [web, service('web'), crashing('web-1', web), kubernetesObject('ConfigMap', 'unused')];
}

/** More trouble than can be diagnosed at once: hundreds of pods that crash on their own, behind hundreds of Services. */
function chaos(): KubernetesObject[] {
  return [...Array.from({ length: 300 }, (_, i) => service(`s${i}`, 'web')), ...Array.from({ length: 300 }, (_, i) => crashing(`p${i}`))];
}

describe('the diagnosis thread', () => {
  it('gives the answers of a diagnosis in this thread', async () => {
    const thread = startDiagnosisThread(store, logger);
    const here = diagnoserOf(store);
    const problems = await thread.problems('shop', 'prod', WINDOW);
    expect(problems).toEqual(await here.problems('shop', 'prod', WINDOW));
    expect(problems.groups.length).toBeGreaterThan(0);
    expect(await thread.whole('shop', 'prod', WINDOW)).toEqual(await here.whole('shop', 'prod', WINDOW));
    await thread.stop();
  });

  it('names the objects of the problems, for the drawing, and no others', async () => {
    const { resources } = await diagnoserOf(store).problems('shop', 'prod', WINDOW);
    expect(resources.map(({ kind }) => kind)).toContain('Deployment');
    expect(resources.map(({ kind }) => kind)).not.toContain('ConfigMap');
  });

  it('is ended at its deadline, while this thread and the graphs go on; the next diagnosis succeeds', async () => {
    const thread = startDiagnosisThread(store, logger, 50);
    const order: string[] = [];
    const hopeless = thread.problems('chaos', 'prod', WINDOW).then(
      () => order.push('diagnosed'),
      (problem) => order.push(`${problem.status} ${problem.code}`),
    );
    for (let i = 0; i < 3; i++) order.push(String((await store.query('chaos', 'MATCH (n:Pod) RETURN count(*) AS amount'))[0]?.amount));
    await hopeless;
    expect(order).toEqual(['300', '300', '300', '503 too_much_to_diagnose']);
    const next = startDiagnosisThread(store, logger);
    expect((await next.problems('shop', 'prod', WINDOW)).groups.length).toBeGreaterThan(0);
    await Promise.all([thread.stop(), next.stop()]);
  });

  it('says of a client without a graph that there is none, and refuses when too many wait', async () => {
    const thread = startDiagnosisThread(store, logger);
    await expect(thread.whole('nobody', 'prod', WINDOW)).rejects.toMatchObject({ name: 'UnknownGraphError' });
    const all = await Promise.allSettled(Array.from({ length: 25 }, () => thread.whole('shop', 'prod', WINDOW)));
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ status: 503, code: 'busy', headers: { 'Retry-After': '5' } });
    await thread.stop();
  });
});

it('of a cluster with more problems than can be followed, some are, and the diagnosis says so', async () => {
  await newClient(
    'many',
    Array.from({ length: 210 }, (_, i) => crashing(`p${i}`)),
  );
  const { groups } = await diagnoserOf(store).problems('many', 'prod', WINDOW);
  expect(groups).toHaveLength(200);
  expect(groups[0]?.gaps).toContain('the cluster has 210 problems at once, of which only 200 were diagnosed');
});
