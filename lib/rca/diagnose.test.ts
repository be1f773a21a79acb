import { describe, expect, it } from 'vitest';
import { CAUSES, diagnose, diagnoseGroups } from './index.ts';
import { CASES, shop } from './testing/cases.ts';
import {
  crashing,
  deployment,
  event,
  node,
  object,
  pod,
  podName,
  service,
  snapshotOf,
  stamp,
  WINDOW,
  waiting,
} from './testing/snapshots.ts';
import type { Diagnosis, Snapshot } from './types.ts';

/** The first cause, on which both entry points must agree. */
function firstOf(snapshot: Snapshot): { code: string | undefined; object: string; diagnosis: Diagnosis } {
  const whole = diagnose(snapshot, WINDOW);
  const groups = diagnoseGroups(snapshot, WINDOW);
  const [cause] = whole.causes;
  expect(groups.map(({ causes }) => causes[0]?.code)).toEqual([cause?.code]);
  expect(groups[0]?.causes[0]?.object).toEqual(cause?.object);
  return { code: cause?.code, object: `${cause?.object.kind}/${cause?.object.namespace ?? ''}/${cause?.object.name}`, diagnosis: whole };
}

it('pods of one owner that hang in Terminating are one problem', () => {
  const stuck = deployment('cart', { replicas: 3 }).map((object) =>
    object.kind === 'Pod'
      ? {
          ...object,
          metadata: { ...object.metadata, deletionTimestamp: stamp(20), deletionGracePeriodSeconds: 30, finalizers: ['example.com/hold'] },
        }
      : object,
  );
  const groups = diagnoseGroups(snapshotOf(stuck), WINDOW);
  expect(groups.map(({ causes, symptoms }) => [causes[0]?.code, symptoms.length])).toEqual([['lifecycle.terminating_stuck', 3]]);
});

describe('the first cause of', () => {
  it.each(Object.entries(CASES))('%s', (_, { snapshot, code, object: blamed, evidence }) => {
    const first = firstOf(snapshot);
    expect([first.code, first.object]).toEqual([code, blamed]);
    const [cause] = first.diagnosis.causes;
    const types = cause!.evidenceFor.map(({ source }) => source.type);
    for (const type of evidence) expect(types).toContain(type);
    expect(cause!.tier).toBe('confirmed');
    expect(cause!.chain.length).toBeGreaterThan(0);
    expect(`${cause!.chain[0]!.from.kind}/${cause!.chain[0]!.from.name}`).toBe(blamed.replace(/\/.*\//, '/'));
    expect(cause!.remedies.some(({ command }) => command?.includes('kubectl') || command?.includes('systemctl'))).toBe(true);
    expect(Object.keys(CAUSES)).toContain(code);
  });
});

describe('grouping', () => {
  it('puts a broken callee and its failing callers into one diagnosis, with the cause at the callee', () => {
    const { snapshot } = CASES['a Service selector that matches nothing']!;
    const [group] = diagnoseGroups(snapshot, WINDOW);
    expect(group!.symptoms.map(({ object: one }) => `${one.kind}/${one.name}`)).toEqual(['Deployment/web', 'Service/cart']);
    expect(group!.chain.map(({ to }) => to.name)).toContain('web');
  });

  it('puts all the pods of a node that is down into one diagnosis', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      deployment(`svc${index}`, {
        replicas: 10,
        podStatus: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: stamp(4) }] },
      }),
    ).flat();
    const down = node('node-a', {
      ready: {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
        lastTransitionTime: stamp(4),
      },
    });
    const groups = diagnoseGroups(snapshotOf([down, node('node-b'), ...many]), WINDOW);
    expect(groups.map(({ causes }) => causes[0]?.object.name)).toEqual(['node-a']);
    expect(groups[0]!.blastRadius.counts).toMatchObject({ workloads: 50, pods: 500 });
  });

  it('keeps independent failures apart', () => {
    const image = CASES['a bad image tag']!.snapshot;
    const other = deployment('mail', {
      ready: false,
      container: { resources: { limits: { memory: '32Mi' } } },
      containerStatus: crashing(137, 'OOMKilled'),
    });
    const groups = diagnoseGroups({ ...image, resources: [...image.resources, ...other] }, WINDOW);
    expect(groups.map(({ causes }) => causes[0]?.code)).toEqual(['image.reference_invalid', 'oom.limit_too_low']);
  });
});

describe('no incident', () => {
  const QUIET: Record<string, Snapshot> = {
    'a healthy shop': snapshotOf([...shop(), ...deployment('cart'), service('cart')]),
    'a rollout in progress': snapshotOf([
      ...shop(),
      ...deployment('cart', {
        ageMinutes: 0.2,
        ready: false,
        containerStatus: { ready: false, restartCount: 0, state: { running: { startedAt: stamp(0.2) } } },
      }),
      service('cart'),
    ]),
    'pods that started seconds ago': snapshotOf([
      ...shop(),
      ...deployment('cart', { ...waiting('ContainerCreating'), ageMinutes: 0.3 }),
      service('cart'),
    ]),
    'a restart long ago': snapshotOf([
      ...shop(),
      ...deployment('cart', {
        containerStatus: {
          ready: true,
          restartCount: 1,
          state: { running: { startedAt: stamp(120) } },
          lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: stamp(130), finishedAt: stamp(120) } },
        },
      }),
      service('cart'),
    ]),
    'events of deleted objects': snapshotOf([...shop(), ...deployment('cart'), service('cart')], {
      events: [
        event({ kind: 'Pod', namespace: 'shop', name: 'cart-old-abcde' }, 'Failed', 'Failed to pull image "cart:nope": not found'),
        event({ ...pod('cart'), uid: 'another' }, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500'),
      ],
    }),
    'events of a deleted object whose kind was read completely': {
      ...snapshotOf([...shop(), ...deployment('cart'), service('cart')], {
        events: [
          event({ kind: 'Job', namespace: 'shop', name: 'migrate' }, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
        ],
      }),
      read: { kinds: ['Job'] },
    },
    'a finished job': snapshotOf([
      ...shop(),
      object('Job', 'migrate', { status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] } }),
      object('Pod', 'migrate-abcde', {
        metadata: { name: 'migrate-abcde', namespace: 'shop', ownerReferences: [{ kind: 'Job', name: 'migrate', controller: true }] },
        status: { phase: 'Succeeded' },
      }),
    ]),
    'a workload scaled to zero that nobody calls': snapshotOf([...shop(), ...deployment('batch', { replicas: 0 })]),
    'an empty cluster': snapshotOf([]),
  };

  it.each(Object.entries(QUIET))('for %s', (_, snapshot) => {
    expect(diagnoseGroups(snapshot, WINDOW)).toEqual([]);
    const whole = diagnose(snapshot, WINDOW);
    expect(whole.verdict).toBe('no_incident');
    expect(whole.reason).not.toBe('');
    expect(whole.causes).toEqual([]);
  });
});

it('names a pod of the workload in the chain', () => {
  const { snapshot } = CASES['a bad image tag']!;
  expect(diagnose(snapshot, WINDOW).chain.map(({ to }) => to.name)).toContain(podName('cart'));
});
