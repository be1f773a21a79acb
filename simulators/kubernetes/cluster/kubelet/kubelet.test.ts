import { describe, expect, it } from 'vitest';
import { LogError } from '../logs/log-source.ts';
import { drivenCluster } from '../testing/driven.ts';
import { eventsOf, podsOf } from '../testing/health.ts';
import { apply, edit, pod, shell } from '../testing/objects.ts';
import { REAL_TIMES } from '../testing/real-times.ts';

const web = (extra: object) => [{ name: 'main', image: 'nginx:1.27', ...extra }];

describe('the kubelet', () => {
  it('restarts a container whose liveness probe fails, with the reason in its Events', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(
      driven,
      pod('sick', { containers: web({ livenessProbe: { httpGet: { path: '/', port: 8088 }, periodSeconds: 1, initialDelaySeconds: 1 } }) }),
    );
    driven.until('it was restarted', () => driven.store.get('Pod', 'default', 'sick').status?.containerStatuses?.[0]?.restartCount > 0);
    const { status } = driven.store.get('Pod', 'default', 'sick');
    expect(eventsOf(driven.store, 'Pod', 'sick')).toEqual(
      expect.arrayContaining([
        `Warning Unhealthy Liveness probe failed: Get "http://${status.podIP}:8088/": dial tcp ${status.podIP}:8088: connect: connection refused`,
        'Normal Killing Container main failed liveness probe, will be restarted',
      ]),
    );
    expect(status.containerStatuses[0].lastState.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('waits as long as a real kubelet between restarts if the times are real', () => {
    const driven = drivenCluster({ times: REAL_TIMES });
    driven.pass(3);
    apply(driven, pod('crashing', { containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'exit 1'] }] }));
    const seen = new Set<string>();
    driven.store.listen(({ object }) => {
      const message = object.metadata.name === 'crashing' && object.status?.containerStatuses?.[0]?.state?.waiting?.message;
      if (message) seen.add(message.slice(0, message.indexOf(' restarting')));
    });
    driven.pass(700);
    expect([...seen]).toEqual(['back-off 10s', 'back-off 20s', 'back-off 40s', 'back-off 1m20s', 'back-off 2m40s', 'back-off 5m0s']);
  });

  it('does not run liveness and readiness probes until the startup probe has passed', () => {
    const driven = drivenCluster();
    driven.pass(1);
    const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1 };
    apply(
      driven,
      pod('slow', {
        containers: web({
          startupProbe: { ...probe, initialDelaySeconds: 5, failureThreshold: 30 },
          livenessProbe: probe,
          readinessProbe: probe,
        }),
      }),
    );
    driven.pass(4);
    const status = () => driven.store.get('Pod', 'default', 'slow').status.containerStatuses[0];
    expect(status()).toMatchObject({ ready: false, started: false });
    driven.pass(5);
    expect(status()).toMatchObject({ ready: true, started: true, restartCount: 0 });
  });

  it('waits for volumes whose ConfigMap or Secret is missing, and continues once it exists', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, pod('mounts', { volumes: [{ name: 'conf', configMap: { name: 'absent' } }] }));
    driven.pass(3);
    expect(driven.store.get('Pod', 'default', 'mounts').status.containerStatuses[0].state.waiting.reason).toBe('ContainerCreating');
    expect(eventsOf(driven.store, 'Pod', 'mounts')).toContain(
      'Warning FailedMount MountVolume.SetUp failed for volume "conf" : configmap "absent" not found',
    );
    apply(driven, { kind: 'ConfigMap', metadata: { name: 'absent', namespace: 'default' }, data: {} });
    driven.until('it runs', () => driven.store.get('Pod', 'default', 'mounts').status.phase === 'Running', 15);
  });

  it('reports which key is missing', () => {
    const driven = drivenCluster();
    driven.pass(1);
    const env = [{ name: 'X', valueFrom: { secretKeyRef: { name: 'email-smtp', key: 'user' } } }];
    apply(driven, { ...pod('keyed', { containers: web({ env }) }), metadata: { name: 'keyed', namespace: 'shop' } });
    driven.pass(4);
    expect(driven.store.get('Pod', 'shop', 'keyed').status.containerStatuses[0].state.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: "couldn't find key user in Secret shop/email-smtp",
    });
  });

  it('reports an unknown registry host, and never pulls with the policy Never', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, pod('typo', { containers: [{ name: 'main', image: 'registry.shop.exmaple/cart:1.9.3' }] }));
    apply(driven, pod('never', { containers: [{ name: 'main', image: 'alpine:3.20', imagePullPolicy: 'Never' }] }));
    driven.pass(4);
    const waiting = (name: string) => driven.store.get('Pod', 'default', name).status.containerStatuses[0].state.waiting;
    expect(waiting('typo').message).toContain('dial tcp: lookup registry.shop.exmaple on 172.18.0.1:53: no such host');
    expect(waiting('never')).toMatchObject({ reason: 'ErrImageNeverPull' });
  });

  it('runs init containers one after the other before the others', () => {
    const driven = drivenCluster();
    driven.pass(1);
    const init = (name: string, command: string) => ({ name, image: 'busybox:1.36', command: ['sh', '-c', command] });
    apply(driven, pod('prepared', { initContainers: [init('first', 'sleep 2'), init('second', 'sleep 2')] }));
    driven.pass(2);
    const status = () => driven.store.get('Pod', 'default', 'prepared').status;
    expect(status().phase).toBe('Pending');
    expect(status().conditions).toContainEqual(
      expect.objectContaining({ type: 'Initialized', status: 'False', message: 'containers with incomplete status: [first second]' }),
    );
    expect(status().containerStatuses[0].state).toEqual({ waiting: { reason: 'PodInitializing' } });
    driven.pass(10);
    expect(status().phase).toBe('Running');
    expect(status().initContainerStatuses.map((one: { state: object }) => one.state)).toEqual([
      { terminated: expect.objectContaining({ exitCode: 0 }) },
      { terminated: expect.objectContaining({ exitCode: 0 }) },
    ]);
  });

  it('backs off from a failing init container', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, pod('unprepared', { initContainers: [{ name: 'first', image: 'busybox:1.36', command: ['sh', '-c', 'exit 2'] }] }));
    driven.pass(10);
    const { status } = driven.store.get('Pod', 'default', 'unprepared');
    expect(status.phase).toBe('Pending');
    expect(status.initContainerStatuses[0]).toMatchObject({
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 2 } },
    });
  });

  it('gives a deleted pod its grace period: Killing, no longer an endpoint, then gone', () => {
    const driven = drivenCluster();
    driven.pass(15);
    const name = podsOf(driven.store, 'ads')[0]?.metadata.name ?? '';
    const before = driven.store.get('Pod', 'shop', name);
    driven.store.update({
      ...before,
      metadata: { ...before.metadata, deletionTimestamp: '2025-11-20T10:02:00Z', deletionGracePeriodSeconds: 10 },
    });
    driven.pass(0.5);
    expect(eventsOf(driven.store, 'Pod', name)).toContain('Normal Killing Stopping container ads');
    const endpoints = driven.store
      .list('EndpointSlice', 'shop')
      .find((one) => one.metadata.labels?.['kubernetes.io/service-name'] === 'ads')?.endpoints;
    expect(endpoints).toContainEqual(
      expect.objectContaining({
        targetRef: expect.objectContaining({ name }),
        conditions: { ready: false, serving: true, terminating: true },
      }),
    );
    driven.pass(2);
    expect(driven.store.find('Pod', 'shop', name)).toBeUndefined();
  });

  it('kills a container that does not stop within the grace period', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, shell('stubborn', 'sleep infinity'));
    driven.pass(3);
    const before = driven.store.get('Pod', 'default', 'stubborn');
    const last: unknown[] = [];
    driven.store.listen(({ type, object }) => {
      if (type === 'DELETED' && object.metadata.name === 'stubborn' && object.kind === 'Pod')
        last.push(object.status.containerStatuses[0].state);
    });
    driven.store.update({
      ...before,
      metadata: { ...before.metadata, deletionTimestamp: '2025-11-20T10:02:00Z', deletionGracePeriodSeconds: 1 },
    });
    driven.pass(3);
    expect(last).toEqual([{ terminated: expect.objectContaining({ exitCode: 137, reason: 'Error' }) }]);
  });

  it('lets orders exit when its database is gone, because that dependency is fatal, and recover with it', () => {
    const driven = drivenCluster();
    driven.pass(20);
    edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
      spec.replicas = 0;
    });
    driven.until(
      'orders crashed',
      () => podsOf(driven.store, 'orders').some((one) => one.status.containerStatuses[0].restartCount > 0),
      40,
    );
    const crashed = podsOf(driven.store, 'orders').find((one) => one.status.containerStatuses[0].restartCount > 0)?.metadata.name ?? '';
    expect(driven.cluster.logs.lines('shop', crashed, 'orders', { previous: true }).at(-1)).toContain(
      'failed to connect to database at postgres:5432: dial tcp: lookup postgres on 10.96.0.10:53: no such host',
    );
    edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
      spec.replicas = 1;
    });
    driven.until('orders is ready', () => podsOf(driven.store, 'orders').every((one) => one.status.containerStatuses[0].ready), 40);
  });
});

describe('logs', () => {
  it('are those of the container, and can be limited by lines and time and shown with timestamps', () => {
    const driven = drivenCluster();
    driven.pass(60);
    const name = podsOf(driven.store, 'frontend')[0]?.metadata.name ?? '';
    const lines = (options = {}) => driven.cluster.logs.lines('shop', name, 'frontend', options);
    expect(lines().length).toBeGreaterThan(15);
    expect(lines({ tailLines: 3 })).toEqual(lines().slice(-3));
    expect(lines({ sinceSeconds: 10 }).length).toBeLessThan(lines().length);
    expect(lines({ timestamps: true, tailLines: 1 })[0]).toMatch(/^2025-11-20T10:\d\d:\d\d\.\d{9}Z \{"level":30/);
    const earlier = lines();
    driven.pass(5);
    expect(lines().slice(0, earlier.length)).toEqual(earlier);
  });

  it('are refused with the messages of API server and kubelet', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, pod('typo', { containers: [{ name: 'main', image: 'nginx:nope' }] }));
    apply(driven, pod('fine'));
    driven.pass(5);
    const { lines } = driven.cluster.logs;
    expect(() => lines('default', 'typo', 'main')).toThrow(
      'container "main" in pod "typo" is waiting to start: trying and failing to pull image',
    );
    expect(() => lines('default', 'fine', 'main', { previous: true })).toThrow(
      'previous terminated container "main" in pod "fine" not found',
    );
    expect(() => lines('default', 'fine', 'other')).toThrow('container other is not valid for pod fine');
    expect(() => lines('default', 'nobody', 'main')).toThrow(new LogError('NotFound', 'pods "nobody" not found'));
  });

  it('are not available from a node whose kubelet is down', () => {
    const driven = drivenCluster();
    driven.pass(15);
    driven.cluster.faults.on('node-down');
    const there = driven.store.list('Pod', 'shop').find((one) => one.spec.nodeName === 'kg-worker2');
    expect(() => driven.cluster.logs.lines('shop', there?.metadata.name ?? '', there?.spec.containers[0].name)).toThrow(
      /:10250: connect: connection refused/,
    );
  });
});
