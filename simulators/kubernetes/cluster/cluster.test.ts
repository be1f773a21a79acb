import { describe, expect, it } from 'vitest';
import { drivenCluster } from './testing/driven.ts';
import { podsOf, problems } from './testing/health.ts';

describe('a fresh cluster', () => {
  it('becomes healthy without intervention', () => {
    const { store, until } = drivenCluster();
    until('all is well', () => problems(store).length === 0, 30);
    expect(store.list('Node').map((node) => node.metadata.name)).toEqual(['kg-control-plane', 'kg-worker', 'kg-worker2', 'kg-worker3']);
    expect(store.list('Pod', 'shop').every((pod) => pod.status.containerStatuses[0].restartCount === 0)).toBe(true);
  });

  it('produces the same objects for the same seed and clock, and others for another seed', () => {
    const picture = (seed: number) => {
      const { store, cluster, pass } = drivenCluster({ seed });
      pass(10);
      cluster.faults.on('crash-loop-after-config-change');
      pass(20);
      return JSON.stringify(store.list('Pod').concat(store.list('Event'), store.list('Deployment')));
    };
    expect(picture(1)).toBe(picture(1));
    expect(picture(1)).not.toBe(picture(2));
  });

  it('is healthy from the beginning if it has an age, with its start in the past', () => {
    const { store, cluster, clock } = drivenCluster({ age: 300_000 });
    expect(problems(store)).toEqual([]);
    const ages = store.list('Pod').map((pod) => clock.now() - Date.parse(pod.metadata.creationTimestamp));
    expect(Math.max(...ages)).toBe(300_000);
    const name = podsOf(store, 'catalog')[0]?.metadata.name ?? '';
    expect(cluster.logs.lines('shop', name, 'catalog', { sinceSeconds: 200 }).join()).not.toContain('error');
    expect(store.list('Job', 'shop')).toHaveLength(1);
  });

  it('writes nothing on a second tick at the same time', () => {
    const { store, cluster, pass } = drivenCluster();
    pass(5);
    const { revision } = store;
    cluster.tick();
    expect(store.revision).toBe(revision);
  });

  it('settles once it is healthy: only leases, node reports and schedules are still written', () => {
    const { store, pass } = drivenCluster();
    pass(40);
    const kinds = new Set<string>();
    const stop = store.listen(({ object }) => kinds.add(object.kind));
    pass(30);
    stop();
    expect([...kinds].sort()).toEqual(['Lease', 'Node']);
  });

  it('reports a pod as the kubelet of a real cluster does', () => {
    const { store, pass } = drivenCluster();
    pass(20);
    const pod = podsOf(store, 'cart')[0];
    expect(pod?.status).toMatchObject({ phase: 'Running', qosClass: 'Burstable', hostIP: expect.stringMatching(/^172\.18\.0\./) });
    expect(pod?.status.podIP).toMatch(/^10\.244\.\d+\.\d+$/);
    expect(pod?.status.conditions.map((one: { type: string; status: string }) => `${one.type}=${one.status}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(pod?.status.containerStatuses[0]).toMatchObject({
      name: 'cart',
      ready: true,
      started: true,
      restartCount: 0,
      image: 'registry.shop.example/cart:1.9.3',
      imageID: expect.stringMatching(/^registry\.shop\.example\/cart@sha256:[0-9a-f]{64}$/),
      containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
      state: { running: { startedAt: expect.any(String) } },
      lastState: {},
    });
  });

  it('records the life of a pod in the Events of scheduler and kubelet', () => {
    const { store, pass } = drivenCluster();
    pass(20);
    const name = podsOf(store, 'cart')[0]?.metadata.name ?? '';
    const events = store.list('Event').filter((one) => one.involvedObject.name === name);
    const told = events.map(({ reason, message }) => `${reason}: ${message}`);
    expect(told).toContainEqual(expect.stringMatching(new RegExp(`^Scheduled: Successfully assigned shop/${name} to kg-worker`)));
    expect(told).toContain('Pulling: Pulling image "registry.shop.example/cart:1.9.3"');
    expect(told).toContainEqual(
      expect.stringMatching(/^Pulled: Successfully pulled image ".+" in \S+ \(\S+ including waiting\)\. Image size: \d+ bytes\.$/),
    );
    expect(told).toContain('Created: Created container: cart');
    expect(told).toContain('Started: Started container cart');
    expect(events.find((one) => one.reason === 'Started')).toMatchObject({
      type: 'Normal',
      count: 1,
      source: { component: 'kubelet', host: expect.stringContaining('kg-worker') },
      reportingComponent: 'kubelet',
      involvedObject: { kind: 'Pod', namespace: 'shop', fieldPath: 'spec.containers{cart}' },
    });
    expect(events.find((one) => one.reason === 'Scheduled')).toMatchObject({
      source: {},
      reportingComponent: 'default-scheduler',
      lastTimestamp: null,
    });
  });
});
