import { describe, expect, it } from 'vitest';
import { drivenCluster } from '../testing/driven.ts';
import { ailments, eventsOf, podsOf } from '../testing/health.ts';
import { apply, edit, pod } from '../testing/objects.ts';

function healthy() {
  const driven = drivenCluster();
  driven.until('all is well', () => ailments(driven.store).length === 0, 30);
  return driven;
}

const going = { deletionTimestamp: '2025-11-20T10:02:00Z', deletionGracePeriodSeconds: 0 };

describe('garbage collection', () => {
  it('leaves dependents behind where their owner is deleted with orphan', () => {
    const driven = healthy();
    const owner = driven.store.get('Deployment', 'shop', 'ads');
    driven.store.update({ ...owner, metadata: { ...owner.metadata, ...going, finalizers: ['orphan'] } });
    driven.pass(5);
    expect(driven.store.find('Deployment', 'shop', 'ads')).toBeUndefined();
    const sets = driven.store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'ads');
    expect(sets.map((one) => one.metadata.ownerReferences)).toEqual([[]]);
    expect(podsOf(driven.store, 'ads')).toHaveLength(1);
  });

  it('deletes dependents before an owner that is deleted in the foreground', () => {
    const driven = healthy();
    const gone: string[] = [];
    driven.store.listen(({ type, object }) => type === 'DELETED' && object.metadata.name.startsWith('ads') && gone.push(object.kind));
    const owner = driven.store.get('Deployment', 'shop', 'ads');
    driven.store.update({ ...owner, metadata: { ...owner.metadata, ...going, finalizers: ['foregroundDeletion'] } });
    driven.pass(8);
    expect(gone.indexOf('ReplicaSet')).toBeLessThan(gone.indexOf('Deployment'));
    expect(podsOf(driven.store, 'ads')).toEqual([]);
  });
});

describe('the autoscaler', () => {
  it('scales its target to what the use of cpu asks for, within its bounds', () => {
    const driven = healthy();
    edit(driven, 'HorizontalPodAutoscaler', 'shop', 'frontend', ({ spec }) => {
      spec.metrics[0].resource.target.averageUtilization = 5;
    });
    driven.pass(20);
    expect(driven.store.get('Deployment', 'shop', 'frontend').spec.replicas).toBe(5);
    const { status } = driven.store.get('HorizontalPodAutoscaler', 'shop', 'frontend');
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }),
    );
    expect(eventsOf(driven.store, 'HorizontalPodAutoscaler', 'frontend')).toContain(
      'Normal SuccessfulRescale New size: 5; reason: cpu resource utilization (percentage of request) above target',
    );
  });

  it('says when its target is gone, and when there is no ready pod to measure', () => {
    const driven = healthy();
    edit(driven, 'HorizontalPodAutoscaler', 'shop', 'frontend', ({ spec }) => {
      spec.scaleTargetRef.name = 'nobody';
    });
    driven.pass(8);
    expect(driven.store.get('HorizontalPodAutoscaler', 'shop', 'frontend').status.conditions).toContainEqual(
      expect.objectContaining({ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale' }),
    );
    expect(eventsOf(driven.store, 'HorizontalPodAutoscaler', 'frontend')).toContain(
      'Warning FailedGetScale deployments.apps "nobody" not found',
    );
  });
});

describe('a disruption budget', () => {
  it('allows as many disruptions as healthy pods are left over', () => {
    const driven = healthy();
    const budget = () => driven.store.get('PodDisruptionBudget', 'shop', 'frontend').status;
    expect(budget()).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 });
    driven.store.remove(driven.store.get('Pod', 'shop', podsOf(driven.store, 'frontend')[0]?.metadata.name ?? ''));
    driven.pass(0.5);
    expect(budget()).toMatchObject({
      disruptionsAllowed: 0,
      currentHealthy: 1,
      conditions: [{ status: 'False', reason: 'InsufficientPods' }],
    });
  });
});

describe('a network policy', () => {
  it('keeps out whom it does not name: their calls time out', () => {
    const driven = healthy();
    edit(driven, 'NetworkPolicy', 'shop', 'postgres', ({ spec }) => {
      spec.ingress[0].from = [{ podSelector: { matchLabels: { app: 'catalog' } } }];
    });
    driven.pass(6);
    const log = (app: string) =>
      driven.cluster.logs.lines('shop', podsOf(driven.store, app)[0]?.metadata.name ?? '', app, { sinceSeconds: 6 }).join('\n');
    expect(log('orders')).toContain('failed to connect to database at postgres:5432: context deadline exceeded');
    expect(log('catalog')).not.toContain('failed to connect');
  });
});

describe('cluster DNS', () => {
  it('answers nobody while it has no ready pod', () => {
    const driven = healthy();
    edit(driven, 'Deployment', 'kube-system', 'coredns', ({ spec }) => {
      spec.replicas = 0;
    });
    driven.pass(8);
    const name = podsOf(driven.store, 'frontend')[0]?.metadata.name ?? '';
    expect(driven.cluster.logs.lines('shop', name, 'frontend').join('\n')).toMatch(
      /lookup catalog on 10\.96\.0\.10:53: read udp 10\.244\.\d+\.\d+:\d+->10\.96\.0\.10:53: i\/o timeout/,
    );
  });
});

describe('named target ports', () => {
  it('are looked up in the pods', () => {
    const driven = healthy();
    apply(driven, pod('named', { containers: [{ name: 'main', image: 'nginx:1.27', ports: [{ name: 'web', containerPort: 80 }] }] }));
    apply(driven, {
      kind: 'Service',
      metadata: { name: 'named', namespace: 'default' },
      spec: { selector: { app: 'named' }, ports: [{ port: 8000, targetPort: 'web' }] },
    });
    driven.pass(4);
    const slice = driven.store
      .list('EndpointSlice', 'default')
      .find((one) => one.metadata.labels?.['kubernetes.io/service-name'] === 'named');
    expect(slice?.ports).toEqual([{ name: '', port: 80, protocol: 'TCP' }]);
    expect(driven.store.get('Endpoints', 'default', 'named').subsets).toMatchObject([
      { addresses: [{ ip: slice?.endpoints[0].addresses[0] }], ports: [{ port: 80 }] },
    ]);
  });
});
