import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import { commandsOf, harmIn, hostileCopies } from '#lib/rca/testing/hostile.ts';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { type DrivenCluster, drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { podsOf } from '#simulators/kubernetes/cluster/testing/health.ts';
import { apply, edit, shell } from '#simulators/kubernetes/cluster/testing/objects.ts';
import { type History, historyOf } from '#simulators/kubernetes/testing/history.ts';
import { snapshotOfCluster } from './cluster-snapshot.ts';

/** When a fault has all its symptoms; an object that is stuck in Terminating takes minutes to be reported. */
const SHOWS_AFTER_S = 60;
const HANGS_AFTER_S = 360;
/** Old log lines count for a while after a fault is gone. */
const HEALS_WITHIN_S = 300;
const CHECK_EVERY_S = 15;
/** Old enough that no log contains errors from the cluster's own start. */
const AGE_MS = 110_000;

const FAULTS = drivenCluster().cluster.faults.list();

interface Answer {
  whole: Diagnosis;
  incidents: Diagnosis[];
}

/** The diagnosis of a dump of the cluster, or with a history of what the live graph contains. */
function diagnosisOf(driven: DrivenCluster, history?: History): Answer {
  const to = driven.clock.now();
  const window = windowUntil(to);
  const snapshot = snapshotOfCluster(driven, history);
  return { whole: diagnose(snapshot, window), incidents: diagnoseGroups(snapshot, window) };
}

/** How many copies of a cluster with hostile names each fault is tried with. */
const HOSTILE_COPIES = 4;

/** The commands that harm whoever copies them when names and texts of the cluster are hostile. */
function harmOfStrangers(driven: DrivenCluster): string[] {
  const snapshot = snapshotOfCluster(driven);
  const window = windowUntil(driven.clock.now());
  const copies = hostileCopies(snapshot, window, HOSTILE_COPIES, snapshot.events.length);
  return harmIn([snapshot, ...copies].flatMap((copy) => commandsOf(copy, window)));
}

/** A cause as `code Kind/namespace/name`. */
function named({ code, object: { kind, namespace, name } }: Pick<RankedCause, 'code' | 'object'>): string {
  return `${code} ${kind}/${namespace ? `${namespace}/` : ''}${name}`;
}

const firstOf = ({ causes: [first] }: Diagnosis) => first && named(first);

function begun(): { driven: DrivenCluster; history: History } {
  const driven = drivenCluster({ age: AGE_MS, step: 500 });
  return { driven, history: historyOf(driven) };
}

function untilShown(driven: DrivenCluster, history: History): Answer {
  driven.pass(SHOWS_AFTER_S);
  const answer = diagnosisOf(driven, history);
  if (answer.whole.verdict === 'incident') return answer;
  driven.pass(HANGS_AFTER_S);
  return diagnosisOf(driven, history);
}

function expectCalm(driven: DrivenCluster, history?: History): void {
  const { whole, incidents } = diagnosisOf(driven, history);
  expect({ causes: whole.causes.map(named), symptoms: whole.symptoms, incidents: incidents.map(firstOf) }).toEqual({
    causes: [],
    symptoms: [],
    incidents: [],
  });
}

function isInTrouble(driven: DrivenCluster, history: History): boolean {
  const to = driven.clock.now();
  return diagnose(snapshotOfCluster(driven, history), windowUntil(to)).verdict === 'incident';
}

function expectHealed(driven: DrivenCluster, history: History): void {
  driven.pass(CHECK_EVERY_S);
  for (let waited = 0; isInTrouble(driven, history) && waited < HEALS_WITHIN_S; waited += CHECK_EVERY_S) driven.pass(CHECK_EVERY_S);
  expectCalm(driven, history);
  expectCalm(driven);
}

describe('for every fault of the simulated cluster, the first cause is right', () => {
  it.each(FAULTS)('$name: $expected.code of $expected.object.kind $expected.object.name', ({ name, expected }) => {
    const { driven, history } = begun();
    driven.cluster.faults.on(name);
    const { whole, incidents } = untilShown(driven, history);
    const wanted = named(expected);
    expect({ first: firstOf(whole), incidents: incidents.map(firstOf) }, whole.causes.map(named).join('\n')).toEqual({
      first: wanted,
      incidents: [wanted],
    });
    expect(diagnosisOf(driven).whole.causes[0]?.code, 'from a dump, which has no history').toBe(expected.code);
    expect(harmOfStrangers(driven), 'commands of the same fault with hostile names').toEqual([]);
    driven.cluster.faults.off(name);
    expectHealed(driven, history);
  });
});

const TOGETHER = [
  ['bad-image-tag', 'oom-killed'],
  ['missing-secret', 'node-affinity'],
  ['wrong-command', 'missing-configmap'],
  ['selector-mismatch', 'liveness-too-early', 'job-failed'],
  ['database-connections', 'image-runs-as-root'],
  ['disk-pressure', 'missing-service-account'],
  ['mistyped-registry', 'crash-loop-after-config-change', 'ingress-backend'],
  ['volume-too-small', 'payment-provider-down'],
  ['network-policy', 'startup-probe', 'no-gpu'],
];

describe('of several simultaneous faults, each is an incident of its own', () => {
  it.each(TOGETHER.map((names) => ({ names })))('$names', ({ names }) => {
    const { driven, history } = begun();
    for (const name of names) driven.cluster.faults.on(name);
    driven.pass(SHOWS_AFTER_S);
    const { incidents } = diagnosisOf(driven, history);
    const wanted = FAULTS.filter(({ name }) => names.includes(name)).map(({ expected }) => named(expected));
    expect(incidents.map(firstOf).toSorted()).toEqual(wanted.toSorted());
    for (const name of names) driven.cluster.faults.off(name);
    expectHealed(driven, history);
  });
});

describe('no incident is reported', () => {
  it('in a healthy cluster at any time', () => {
    const { driven, history } = begun();
    for (let checks = 0; checks < 6; checks++) {
      expectCalm(driven, history);
      driven.pass(20);
    }
  });

  it('in a new cluster whose programs had to wait for each other, once they run', () => {
    const driven = drivenCluster();
    driven.pass(120);
    expectCalm(driven);
  });

  it('after a restart from which the container has recovered', () => {
    const { driven, history } = begun();
    driven.cluster.faults.on('app-crash');
    driven.until('the container has restarted', () => restartsOf(driven, 'ads') > 0);
    driven.cluster.faults.off('app-crash');
    driven.pass(120);
    expect(restartsOf(driven, 'ads')).toBeGreaterThan(0);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('during a rollout and after it', () => {
    const { driven, history } = begun();
    edit(driven, 'Deployment', 'shop', 'frontend', ({ spec }) => {
      spec.template.spec.containers[0].image = 'registry.shop.example/frontend:2.7.2';
    });
    for (let checks = 0; checks < 8; checks++) {
      driven.pass(3);
      expectCalm(driven, history);
    }
    driven.pass(40);
    expectCalm(driven, history);
  });

  it('if Events remain of failing pods that were deleted', () => {
    const { driven, history } = begun();
    driven.cluster.faults.on('bad-image-tag');
    driven.pass(40);
    driven.cluster.faults.off('bad-image-tag');
    driven.pass(30);
    expect(driven.store.list('Event').some(({ message }) => /ErrImagePull/.test(message))).toBe(true);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('if a workload that nothing calls is scaled to zero on purpose', () => {
    const { driven, history } = begun();
    apply(driven, { kind: 'Namespace', metadata: { name: 'batch' } });
    const labels = { app: 'importer' };
    const containers = [{ name: 'importer', image: 'busybox:1.36', command: ['sh', '-c', 'sleep infinity'] }];
    apply(driven, {
      kind: 'Deployment',
      metadata: { name: 'importer', namespace: 'batch' },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    });
    driven.pass(15);
    edit(driven, 'Deployment', 'batch', 'importer', ({ spec }) => {
      spec.replicas = 0;
    });
    driven.pass(20);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('after Jobs have completed', () => {
    const { driven, history } = begun();
    apply(driven, {
      kind: 'Job',
      metadata: { name: 'migrate', namespace: 'shop' },
      spec: { template: { spec: shell('migrate', 'echo "42 rows moved"').spec } },
    });
    driven.pass(20);
    expect(driven.store.get('Job', 'shop', 'migrate').status.succeeded).toBe(1);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('when the replicas follow a changed limit of the autoscaler', () => {
    const { driven, history } = begun();
    edit(driven, 'HorizontalPodAutoscaler', 'shop', 'frontend', ({ spec }) => {
      spec.minReplicas = 4;
    });
    driven.pass(40);
    edit(driven, 'HorizontalPodAutoscaler', 'shop', 'frontend', ({ spec }) => {
      spec.minReplicas = 2;
    });
    driven.pass(40);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('while a node that is cordoned for maintenance is drained and its pods are moved', () => {
    const { driven, history } = begun();
    edit(driven, 'Node', undefined, 'kg-worker', ({ spec }) => {
      spec.unschedulable = true;
    });
    for (const pod of driven.store.list('Pod', 'shop').filter(({ spec }) => spec.nodeName === 'kg-worker'))
      driven.store.update({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: new Date(driven.clock.now()).toISOString() } });
    driven.pass(100);
    expectCalm(driven, history);
    expectCalm(driven);
  });
});

function restartsOf({ store }: DrivenCluster, app: string): number {
  return podsOf(store, app).reduce((sum, { status }) => sum + (status?.containerStatuses?.[0]?.restartCount ?? 0), 0);
}
