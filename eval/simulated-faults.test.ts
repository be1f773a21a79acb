import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { type DrivenCluster, drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { podsOf } from '#simulators/kubernetes/cluster/testing/health.ts';
import { apply, edit, shell } from '#simulators/kubernetes/cluster/testing/objects.ts';
import { type History, historyOf } from '#simulators/kubernetes/testing/history.ts';
import { pictureOf } from './picture.ts';

/** By then a fault has shown all that it will; what only hangs takes minutes to be called stuck. */
const SHOWS_AFTER_S = 60;
const HANGS_AFTER_S = 360;
/** The logs speak of what was for a while. */
const HEALS_WITHIN_S = 300;
const LOOK_EVERY_S = 15;
/** Old enough that no log speaks of the cluster's own start any more. */
const AGE_MS = 110_000;

const FAULTS = drivenCluster().cluster.faults.list();

interface Answer {
  whole: Diagnosis;
  incidents: Diagnosis[];
}

/** What the engine says: of a dump, or with a history of what the live graph holds. */
function asked(driven: DrivenCluster, history?: History): Answer {
  const to = driven.clock.now();
  const window = windowUntil(to);
  const picture = pictureOf(driven, history);
  return { whole: diagnose(picture, window), incidents: diagnoseGroups(picture, window) };
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
  const said = asked(driven, history);
  if (said.whole.verdict === 'incident') return said;
  driven.pass(HANGS_AFTER_S);
  return asked(driven, history);
}

function expectCalm(driven: DrivenCluster, history?: History): void {
  const { whole, incidents } = asked(driven, history);
  expect({ causes: whole.causes.map(named), symptoms: whole.symptoms, incidents: incidents.map(firstOf) }).toEqual({
    causes: [],
    symptoms: [],
    incidents: [],
  });
}

function isInTrouble(driven: DrivenCluster, history: History): boolean {
  const to = driven.clock.now();
  return diagnose(pictureOf(driven, history), windowUntil(to)).verdict === 'incident';
}

function expectHealed(driven: DrivenCluster, history: History): void {
  driven.pass(LOOK_EVERY_S);
  for (let waited = 0; isInTrouble(driven, history) && waited < HEALS_WITHIN_S; waited += LOOK_EVERY_S) driven.pass(LOOK_EVERY_S);
  expectCalm(driven, history);
  expectCalm(driven);
}

describe('of every fault that the cluster can show, the engine names first', () => {
  it.each(FAULTS)('$name: $expected.code of $expected.object.kind $expected.object.name', ({ name, expected }) => {
    const { driven, history } = begun();
    driven.cluster.faults.on(name);
    const { whole, incidents } = untilShown(driven, history);
    const wanted = named(expected);
    expect({ first: firstOf(whole), incidents: incidents.map(firstOf) }, whole.causes.map(named).join('\n')).toEqual({
      first: wanted,
      incidents: [wanted],
    });
    expect(asked(driven).whole.causes[0]?.code, 'of a dump, which has no history').toBe(expected.code);
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

describe('of several faults at once, each is an incident of its own', () => {
  it.each(TOGETHER.map((names) => ({ names })))('$names', ({ names }) => {
    const { driven, history } = begun();
    for (const name of names) driven.cluster.faults.on(name);
    driven.pass(SHOWS_AFTER_S);
    const { incidents } = asked(driven, history);
    const wanted = FAULTS.filter(({ name }) => names.includes(name)).map(({ expected }) => named(expected));
    expect(incidents.map(firstOf).toSorted()).toEqual(wanted.toSorted());
    for (const name of names) driven.cluster.faults.off(name);
    expectHealed(driven, history);
  });
});

describe('nothing is wrong, and the engine says so', () => {
  it('in a healthy cluster, whenever one looks', () => {
    const { driven, history } = begun();
    for (let looked = 0; looked < 6; looked++) {
      expectCalm(driven, history);
      driven.pass(20);
    }
  });

  it('in a cluster that has just begun and whose programs waited for each other, once they run', () => {
    const driven = drivenCluster();
    driven.pass(120);
    expectCalm(driven);
  });

  it('after a restart that was overcome', () => {
    const { driven, history } = begun();
    driven.cluster.faults.on('app-crash');
    driven.until('it was restarted', () => restartsOf(driven, 'ads') > 0);
    driven.cluster.faults.off('app-crash');
    driven.pass(120);
    expect(restartsOf(driven, 'ads')).toBeGreaterThan(0);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('while a rollout is under way, and when it is done', () => {
    const { driven, history } = begun();
    edit(driven, 'Deployment', 'shop', 'frontend', ({ spec }) => {
      spec.template.spec.containers[0].image = 'registry.shop.example/frontend:2.7.2';
    });
    for (let looked = 0; looked < 8; looked++) {
      driven.pass(3);
      expectCalm(driven, history);
    }
    driven.pass(40);
    expectCalm(driven, history);
  });

  it('where Events of pods remain that were deleted with their troubles', () => {
    const { driven, history } = begun();
    driven.cluster.faults.on('bad-image-tag');
    driven.pass(40);
    driven.cluster.faults.off('bad-image-tag');
    driven.pass(30);
    expect(driven.store.list('Event').some(({ message }) => /ErrImagePull/.test(message))).toBe(true);
    expectCalm(driven, history);
    expectCalm(driven);
  });

  it('where a workload that nobody calls is scaled to zero on purpose', () => {
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

  it('where Jobs have ended', () => {
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

  it('where the replicas follow a changed bound of the autoscaler', () => {
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

  it('while a node that is cordoned for maintenance is emptied and its pods run elsewhere', () => {
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
