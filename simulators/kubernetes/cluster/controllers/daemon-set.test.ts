import { describe, expect, it } from 'vitest';
import { healthyCluster } from '../testing/driven.ts';
import { apply } from '../testing/objects.ts';

describe('a DaemonSet', () => {
  it('runs on every node whose taints it tolerates, and on a new one as soon as it joins', () => {
    const driven = healthyCluster();
    const spec = driven.store.get('Node', undefined, 'kg-worker').status;
    apply(driven, {
      kind: 'Node',
      metadata: { name: 'kg-worker4', labels: { 'kubernetes.io/hostname': 'kg-worker4', 'kubernetes.io/os': 'linux' } },
      spec: { podCIDR: '10.244.9.0/24' },
      status: { ...spec, conditions: [], addresses: [{ type: 'InternalIP', address: '172.18.0.9' }] },
    });
    driven.pass(10);
    const proxies = driven.store.list('Pod', 'kube-system').filter((pod) => pod.metadata.labels?.['k8s-app'] === 'kube-proxy');
    expect(proxies.map((pod) => pod.spec.nodeName).sort()).toEqual([
      'kg-control-plane',
      'kg-worker',
      'kg-worker2',
      'kg-worker3',
      'kg-worker4',
    ]);
    driven.store.remove(driven.store.get('Node', undefined, 'kg-worker4'));
    driven.pass(2);
    expect(driven.store.list('Pod').filter((pod) => pod.spec.nodeName === 'kg-worker4')).toEqual([]);
  });

  it('keeps its pod on a lost node, but no longer counts that node', () => {
    const driven = healthyCluster();
    apply(driven, {
      kind: 'DaemonSet',
      metadata: { name: 'plain', namespace: 'default' },
      spec: {
        selector: { matchLabels: { app: 'plain' } },
        template: { metadata: { labels: { app: 'plain' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
      },
    });
    driven.pass(10);
    const status = () => driven.store.get('DaemonSet', 'default', 'plain').status;
    expect(status()).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3, numberMisscheduled: 0 });
    driven.cluster.faults.on('node-down');
    driven.pass(60);
    const there = driven.store.list('Pod', 'default').find((pod) => pod.spec.nodeName === 'kg-worker2');
    expect(there?.metadata.labels?.app).toBe('plain');
    expect(there?.metadata.deletionTimestamp).toBeUndefined();
    expect(status()).toMatchObject({ desiredNumberScheduled: 2, numberReady: 2, numberMisscheduled: 1 });
  });
});
