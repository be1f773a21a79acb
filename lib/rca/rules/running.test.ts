import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from '../diagnose.ts';
import { diagnosisOf, eventAbout, firstOf, lonePod, looping } from '../testing/minimal.ts';
import { change, deployment, snapshotOf, stamp, WINDOW } from '../testing/snapshots.ts';

const running = { state: { state: { running: { startedAt: '2024-01-01T00:00:00Z' } } } };
const unhealthy = (message: string) => eventAbout('Pod', 'web', 'Unhealthy', `Readiness probe failed: ${message}`);

/** Further pods of the workload, each created that many minutes ago and evicted. */
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
  it('is not an incident because of pods that were evicted and replaced', () =>
    expect(diagnose(snapshotOf([...cart, ...evictedPods(cart, [30, 40, 50])]), WINDOW).verdict).toBe('no_incident'));
  it('is an incident while each replacement is evicted, too', () =>
    expect(diagnose(snapshotOf([...cart, ...evictedPods(cart, [0.5, 1, 1.5])]), WINDOW).causes[0]).toMatchObject({
      code: 'node.resource_pressure',
      object: { kind: 'Node' },
    }));
});

describe('a program that is running but not ready, for no known reason', () => {
  it('is blamed itself if its probe receives an error', () =>
    expect(firstOf({ resources: [lonePod('web', running)], events: [unhealthy('HTTP probe failed with statuscode: 503')] })).toBe(
      'dependency.unavailable Pod/web',
    ));

  it('most likely has a probe on the wrong port if the connection is refused', () =>
    expect(
      firstOf({
        resources: [lonePod('web', running)],
        events: [unhealthy('dial tcp 10.1.0.10:9999: connect: connection refused')],
      }),
    ).toBe('probe.readiness_port_wrong Pod/web'));

  it('has its latest revision blamed if the template was changed shortly before', () => {
    const snapshot = snapshotOf(deployment('cart', { ready: false, ageMinutes: 5 }), {
      changes: [
        change({ kind: 'Deployment', namespace: 'shop', name: 'cart' }, 5.5, [
          { path: 'spec.template.spec.containers[0].image', before: 'cart:1', after: 'cart:2' },
        ]),
      ],
    });
    expect(diagnose(snapshot, WINDOW).causes[0]).toMatchObject({ code: 'rollout.bad_revision', object: { name: 'cart' } });
  });

  it('is only a possible cause', () =>
    expect(diagnosisOf({ resources: [lonePod('web', running)] }).causes.map(({ tier }) => tier)).toEqual(['possible']));
});

it('lists missing logs as a gap only for programs that ran', () => {
  const gaps = (pod: KubernetesObject) => diagnosisOf({ resources: [pod] }).gaps.filter((gap) => gap.startsWith('no logs'));
  expect(gaps(lonePod('web', { waiting: ['ImagePullBackOff', 'Back-off pulling image "web:nope"'] }))).toEqual([]);
  expect(gaps(lonePod('web', { state: looping(1) }))).toHaveLength(1);
});
