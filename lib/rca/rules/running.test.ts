import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from '../diagnose.ts';
import { diagnosisOf, firstOf, lonePod, looping, said } from '../testing/minimal.ts';
import { change, deployment, snapshotOf, stamp, WINDOW } from '../testing/snapshots.ts';

const running = { state: { state: { running: { startedAt: '2024-01-01T00:00:00Z' } } } };
const unhealthy = (message: string) => said('Pod', 'web', 'Unhealthy', `Readiness probe failed: ${message}`);

/** Pods of the workload beside those that run, each evicted after `minutes`. */
function evictedPods(workload: KubernetesObject[], minutes: number[]): KubernetesObject[] {
  const pod = workload.find(({ kind }) => kind === 'Pod')!;
  return minutes.map((age, index) => ({
    ...pod,
    metadata: { ...(pod.metadata as object), name: `evicted-${index}`, uid: `evicted-${index}`, creationTimestamp: stamp(age) },
    status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
  }));
}

describe('a workload whose replicas run', () => {
  const cart = deployment('cart', { ageMinutes: 0.1 });
  it('is no incident for pods that were evicted and replaced', () =>
    expect(diagnose(snapshotOf([...cart, ...evictedPods(cart, [30, 40, 50])]), WINDOW).verdict).toBe('no_incident'));
  it('is one while each replacement is evicted, too', () =>
    expect(diagnose(snapshotOf([...cart, ...evictedPods(cart, [0.5, 1, 1.5])]), WINDOW).causes[0]).toMatchObject({
      code: 'node.resource_pressure',
      object: { kind: 'Node' },
    }));
});

describe('a program that runs and is not ready, for no reason that is known', () => {
  it('is named itself when its probe is told that it is unwell', () =>
    expect(firstOf({ resources: [lonePod('web', running)], events: [unhealthy('HTTP probe failed with statuscode: 503')] })).toBe(
      'dependency.unavailable Pod/web',
    ));

  it('is asked at the wrong port most likely, when nobody listens there', () =>
    expect(
      firstOf({
        resources: [lonePod('web', running)],
        events: [unhealthy('dial tcp 10.1.0.10:9999: connect: connection refused')],
      }),
    ).toBe('probe.readiness_port_wrong Pod/web'));

  it('has its newest revision blamed when it was ready before', () => {
    const snapshot = snapshotOf(deployment('cart', { ready: false, ageMinutes: 5 }), {
      changes: [
        change({ kind: 'Deployment', namespace: 'shop', name: 'cart' }, 5.5, [
          { path: 'spec.template.spec.containers[0].image', before: 'cart:1', after: 'cart:2' },
        ]),
      ],
    });
    expect(diagnose(snapshot, WINDOW).causes[0]).toMatchObject({ code: 'rollout.bad_revision', object: { name: 'cart' } });
  });

  it('is no more than a possible cause', () =>
    expect(diagnosisOf({ resources: [lonePod('web', running)] }).causes.map(({ tier }) => tier)).toEqual(['possible']));
});

it('misses the words of programs that ran, not of containers that never did', () => {
  const missed = (pod: KubernetesObject) => diagnosisOf({ resources: [pod] }).gaps.filter((gap) => gap.startsWith('no logs'));
  expect(missed(lonePod('web', { waiting: ['ImagePullBackOff', 'Back-off pulling image "web:nope"'] }))).toEqual([]);
  expect(missed(lonePod('web', { state: looping(1) }))).toHaveLength(1);
});
