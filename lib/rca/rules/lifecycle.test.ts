import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, firstOf, lonePod } from '../testing/minimal.ts';
import { deployment, node, stamp } from '../testing/snapshots.ts';

const condition = (type: string, reason: string, message: string) => ({
  type,
  status: 'True',
  reason,
  message,
  lastTransitionTime: stamp(18),
});
const REMAINING = [
  condition('NamespaceContentRemaining', 'SomeResourcesRemain', 'Some resources are remaining: widgets.acme.io has 1 resource instances'),
  condition(
    'NamespaceFinalizersRemaining',
    'SomeFinalizersRemain',
    'Some content in the namespace has finalizers remaining: acme.io/cleanup in 1 resource instances',
  ),
];
const leaving = (conditions: KubernetesObject[]): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'old', creationTimestamp: stamp(900), deletionTimestamp: stamp(20) },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Terminating', conditions },
});
const widget: KubernetesObject = {
  apiVersion: 'acme.io/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'old', creationTimestamp: stamp(900), deletionTimestamp: stamp(19), finalizers: ['acme.io/cleanup'] },
};

describe('a namespace that is stuck in Terminating', () => {
  it('gives way to the object in it whose finalizer is not removed', () => {
    const { causes } = diagnosisOf({ resources: [leaving(REMAINING), widget] });
    expect(causes[0]).toMatchObject({ code: 'lifecycle.terminating_stuck', object: { kind: 'Widget', name: 'w' } });
    expect(causes[0]?.chain.map(({ to }) => to.kind)).toContain('Namespace');
  });

  it('names the finalizer that its condition names if the object is not known, and not its own', () => {
    const [first] = diagnosisOf({ resources: [leaving(REMAINING)] }).causes;
    expect(first).toMatchObject({ code: 'lifecycle.terminating_stuck', object: { kind: 'Namespace', name: 'old' } });
    expect(first?.summary).toContain('acme.io/cleanup');
    expect(first?.summary).not.toContain('finalizers kubernetes');
    expect(first?.remedies.map(({ command }) => command ?? '').join()).not.toContain('patch');
  });

  it('gives way to the API that does not answer', () => {
    const api = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: { service: { name: 'metrics-server', namespace: 'kube-system' } },
      status: { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints', message: 'no endpoints' }] },
    };
    const discovery = condition(
      'NamespaceDeletionDiscoveryFailure',
      'DiscoveryFailed',
      'Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1',
    );
    expect(firstOf({ resources: [leaving([discovery]), api] })).toBe('lifecycle.terminating_stuck APIService/v1beta1.metrics.k8s.io');
  });
});

describe('other objects that are stuck in Terminating', () => {
  it('are found whatever their kind', () => expect(firstOf({ resources: [widget] })).toBe('lifecycle.terminating_stuck Widget/w'));

  it('are told sooner if nothing but their use by a running pod holds them', () => {
    const claim = (minutes: number) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: 'data',
        namespace: 'shop',
        creationTimestamp: stamp(600),
        deletionTimestamp: stamp(minutes),
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      status: { phase: 'Bound' },
    });
    const user = deployment('web', { podSpec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } });
    expect(firstOf({ resources: [claim(2), ...user] })).toBe('lifecycle.terminating_stuck PersistentVolumeClaim/data');
    expect(firstOf({ resources: [claim(2)] })).toMatch(/^no cause/);
  });

  it('are not reported while they are being deleted', () => {
    const young = { ...widget, metadata: { ...widget.metadata, deletionTimestamp: stamp(1) } };
    expect(firstOf({ resources: [young] })).toMatch(/^no cause/);
  });

  it('are told what removing the finalizers leaves behind', () =>
    expect(diagnosisOf({ resources: [widget] }).causes[0]?.remedies.at(-1)?.text).toContain('stays behind'));
});

const cordoned = node('node-a', {
  spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: stamp(5) }] },
});
const budget = (disruptionsAllowed: number): KubernetesObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'shop', creationTimestamp: stamp(600) },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
  status: { disruptionsAllowed, currentHealthy: 2, desiredHealthy: 2, expectedPods: 2 },
});

describe('a drain that a disruption budget holds up', () => {
  it('is found without an event', () => {
    const [first] = diagnosisOf({ resources: [cordoned, node('node-b'), ...deployment('web', { replicas: 2 }), budget(0)] }).causes;
    expect(first).toMatchObject({ code: 'lifecycle.eviction_blocked', object: { kind: 'PodDisruptionBudget', name: 'web' } });
    expect(first?.summary).toContain('Node node-a cannot be drained');
  });

  it('is not seen where the budget allows a disruption, or pods without a budget are still there', () => {
    const resources = [cordoned, node('node-b'), ...deployment('web', { replicas: 2 })];
    expect(firstOf({ resources: [...resources, budget(1)] })).toMatch(/^no cause/);
    expect(firstOf({ resources: [...resources, ...deployment('other'), budget(0)] })).toMatch(/^no cause/);
  });
});

describe('a pod with a scheduling gate', () => {
  const gated = (minutes: number) => {
    const pod = lonePod('web', {
      spec: { nodeName: undefined, schedulingGates: [{ name: 'acme.io/quota' }] },
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'SchedulingGated',
            message: 'Scheduling is blocked due to non-empty scheduling gates',
          },
        ],
        containerStatuses: undefined,
      },
    });
    return { ...pod, metadata: { ...pod.metadata, creationTimestamp: stamp(minutes) } };
  };

  it('names the gate that is not removed', () =>
    expect(diagnosisOf({ resources: [gated(20)] }).causes[0]).toMatchObject({
      title: 'Scheduling gate is not removed: Pod web',
      summary: expect.stringContaining('acme.io/quota'),
    }));

  it('may wait for a while', () => expect(firstOf({ resources: [gated(1)] })).toMatch(/^no cause/));
});
