import { describe, expect, it } from 'vitest';
import causes from '#lib/rca/causes.json' with { type: 'json' };
import { KINDS } from '../../store/kinds.ts';
import type { Obj } from '../../store/object.ts';
import { type DrivenCluster, drivenCluster, healthyCluster } from '../testing/driven.ts';
import { eventsOf, podsOf, problems, readyEndpoints } from '../testing/health.ts';

/** A healthy cluster with one fault on for some seconds; `others` are the problems of objects that the fault does not involve. */
function withFault(name: string, seconds: number): DrivenCluster & { others(own: RegExp): string[] } {
  const driven = healthyCluster();
  driven.cluster.faults.on(name);
  driven.pass(seconds);
  return { ...driven, others: (own) => problems(driven.store).filter((one) => !own.test(one)) };
}

function healsWithin(seconds: number, { store, cluster, until }: DrivenCluster, fault: string): void {
  cluster.faults.off(fault);
  until('all is well again', () => problems(store).length === 0, seconds);
}

function newest(store: DrivenCluster['store'], app: string): Obj {
  const pod = podsOf(store, app).at(-1);
  if (!pod) throw new Error(`no pod of ${app}`);
  return pod;
}

function progressing(store: DrivenCluster['store'], name: string): Obj['status'] {
  return store.get('Deployment', 'shop', name).status.conditions.find((one: { type: string }) => one.type === 'Progressing');
}

describe('the faults', () => {
  const all = drivenCluster().cluster.faults.list();

  it('are many', () => expect(all.length).toBeGreaterThanOrEqual(110));

  it.each(all)(
    '$name names a cause of the vocabulary and an object of a kind that it can blame, which exists unless its absence is the fault',
    (fault) => {
      const cause = causes.causes.find((one) => one.code === fault.expected.code);
      const { kind, namespace, name } = fault.expected.object;
      expect(cause?.blames, fault.name).toContain(kind);
      if (!KINDS.some((one) => one.kind === kind)) return;
      const { store, cluster } = drivenCluster();
      cluster.faults.on(fault.name);
      if (!/missing|key/.test(`${fault.expected.code} ${fault.name}`)) expect(store.find(kind, namespace, name), fault.name).toBeDefined();
    },
  );

  it('can be switched on and off repeatedly, and an unknown one is refused', () => {
    const { cluster, store } = drivenCluster();
    cluster.faults.on('bad-image-tag');
    const { revision } = store;
    cluster.faults.on('bad-image-tag');
    expect(store.revision).toBe(revision);
    cluster.faults.off('bad-image-tag');
    cluster.faults.off('bad-image-tag');
    expect(cluster.faults.list().some((one) => one.on)).toBe(false);
    expect(() => cluster.faults.on('meteor')).toThrow(RangeError);
  });

  it('are made by a person with kubectl: managedFields shows the change', () => {
    const { store } = withFault('bad-image-tag', 1);
    const entry = store.get('Deployment', 'shop', 'catalog').metadata.managedFields?.at(-1);
    expect(entry).toMatchObject({ manager: 'kubectl-edit', operation: 'Update', fieldsType: 'FieldsV1' });
    expect(JSON.stringify(entry?.fieldsV1)).toContain('f:image');
  });

  it('bad-image-tag: the new pod backs off pulling, the old ones keep serving', () => {
    const driven = withFault('bad-image-tag', 20);
    const { store, others } = driven;
    const pod = newest(store, 'catalog');
    const image = 'registry.shop.example/catalog:1.4.3-rc9';
    const error = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    expect(pod.status.phase).toBe('Pending');
    expect(pod.status.containerStatuses[0].state.waiting).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${image}": ErrImagePull: ${error}`,
    });
    expect(eventsOf(store, 'Pod', pod.metadata.name)).toEqual(
      expect.arrayContaining([
        `Normal Pulling Pulling image "${image}"`,
        `Warning Failed Failed to pull image "${image}": ${error}`,
        'Warning Failed Error: ErrImagePull',
        `Normal BackOff Back-off pulling image "${image}"`,
        'Warning Failed Error: ImagePullBackOff',
      ]),
    );
    expect(progressing(store, 'catalog')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });
    expect(readyEndpoints(store, 'shop', 'catalog')).toBe(2);
    expect(others(/catalog/)).toEqual([]);
    healsWithin(30, driven, 'bad-image-tag');
  });

  it('missing-secret: the new pod waits with CreateContainerConfigError', () => {
    const driven = withFault('missing-secret', 20);
    const { store, others } = driven;
    const pod = newest(store, 'payment');
    expect(pod.status.containerStatuses[0].state.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'secret "payment-credentials" not found',
    });
    expect(eventsOf(store, 'Pod', pod.metadata.name)).toContain('Warning Failed Error: secret "payment-credentials" not found');
    expect(others(/payment/)).toEqual([]);
    healsWithin(30, driven, 'missing-secret');
  });

  it('crash-loop-after-config-change: exit code 1 with the reason in the log, CrashLoopBackOff, growing BackOff event', () => {
    const driven = withFault('crash-loop-after-config-change', 20);
    const { store, cluster, others, until } = driven;
    const { name, uid } = newest(store, 'checkout').metadata;
    const status = () => store.get('Pod', 'shop', name).status.containerStatuses[0];
    until('it waits in CrashLoopBackOff', () => status().state.waiting?.reason === 'CrashLoopBackOff');
    expect(status().state.waiting.message).toMatch(
      new RegExp(`^back-off (4|8|16)s restarting failed container=checkout pod=${name}_shop\\(${uid}\\)$`),
    );
    expect(status().restartCount).toBeGreaterThanOrEqual(3);
    expect(status().lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(status().lastState.terminated.message).toContain('parsing \\"nineteen\\": invalid syntax');
    expect(cluster.logs.lines('shop', name, 'checkout', { tailLines: 1 })[0]).toContain('config: TAX_RATE: strconv.ParseFloat');
    expect(cluster.logs.lines('shop', name, 'checkout', { previous: true })[0]).toContain('starting');
    const backOff = store.list('Event').find((one) => one.involvedObject.name === name && one.reason === 'BackOff');
    expect(backOff?.message).toBe(`Back-off restarting failed container checkout in pod ${name}_shop(${uid})`);
    expect(backOff?.count).toBeGreaterThan(1);
    expect(others(/checkout/)).toEqual([]);
    healsWithin(30, driven, 'crash-loop-after-config-change');
  });

  it('oom-killed: repeatedly killed with 137 OOMKilled', () => {
    const driven = withFault('oom-killed', 20);
    const { store, others } = driven;
    const status = newest(store, 'ads').status.containerStatuses[0];
    expect((status.lastState.terminated ?? status.state.terminated) as unknown).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    expect(status.restartCount).toBeGreaterThanOrEqual(2);
    expect(others(/ads/)).toEqual([]);
    healsWithin(30, driven, 'oom-killed');
  });

  it('wrong-probe-port: the pod runs and never becomes ready', () => {
    const driven = withFault('wrong-probe-port', 20);
    const { store, others } = driven;
    const pod = newest(store, 'shipping');
    expect(pod.status.phase).toBe('Running');
    expect(pod.status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Ready',
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [shipping]',
      }),
    );
    const { podIP } = pod.status;
    expect(eventsOf(store, 'Pod', pod.metadata.name)).toContain(
      `Warning Unhealthy Readiness probe failed: Get "http://${podIP}:9081/readyz": dial tcp ${podIP}:9081: connect: connection refused`,
    );
    expect(readyEndpoints(store, 'shop', 'shipping')).toBe(1);
    expect(others(/shipping/)).toEqual([]);
    healsWithin(30, driven, 'wrong-probe-port');
  });

  it('selector-mismatch: no endpoints, healthy pods, callers log refused connections', () => {
    const driven = withFault('selector-mismatch', 20);
    const { store, cluster, others } = driven;
    expect(readyEndpoints(store, 'shop', 'cart')).toBe(0);
    expect(podsOf(store, 'cart').every((pod) => pod.status.containerStatuses[0].ready)).toBe(true);
    const ip = store.get('Service', 'shop', 'cart').spec.clusterIP;
    const lines = cluster.logs.lines('shop', podsOf(store, 'frontend')[0]?.metadata.name ?? '', 'frontend', { sinceSeconds: 20 });
    expect(lines.join('\n')).toContain(
      `could not load cart: Post \\"http://cart:8080\\": dial tcp ${ip}:8080: connect: connection refused`,
    );
    expect(others(/Service\/cart/)).toEqual([]);
    healsWithin(30, driven, 'selector-mismatch');
  });

  it("insufficient-cpu: Pending with the scheduler's message, reported repeatedly", () => {
    const driven = withFault('insufficient-cpu', 20);
    const { store, others } = driven;
    const pod = newest(store, 'orders');
    const message =
      '0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 Insufficient cpu. no new claims to deallocate, preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.';
    expect(pod.status.phase).toBe('Pending');
    expect(pod.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }),
    );
    const events = store.list('Event').filter((one) => one.involvedObject.name === pod.metadata.name && one.reason === 'FailedScheduling');
    expect(events.map((event) => event.message)).toEqual([message, message]);
    expect(events.map((event) => event.series?.count ?? 1)).toEqual([1, expect.any(Number)]);
    expect(events[1]?.series?.count).toBeGreaterThan(1);
    expect(others(/orders/)).toEqual([]);
    healsWithin(30, driven, 'insufficient-cpu');
  });

  it('untolerated-taint: Pending, with the taint named', () => {
    const driven = withFault('untolerated-taint', 20);
    const { store, others } = driven;
    expect(eventsOf(store, 'Pod', newest(store, 'email').metadata.name)).toContain(
      'Warning FailedScheduling 0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 node(s) had untolerated taint {maintenance: planned}. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
    );
    expect(others(/email|Node\/.*: tainted/)).toEqual([]);
    healsWithin(30, driven, 'untolerated-taint');
  });

  it('node-down: Unknown, tainted, its pods not ready, then evicted and stuck until the kubelet returns', () => {
    const driven = withFault('node-down', 12);
    const { store, pass, others } = driven;
    const node = () => store.get('Node', undefined, 'kg-worker2');
    expect(node().status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      }),
    );
    expect(node().spec.taints.map(({ key, effect }: { key: string; effect: string }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(eventsOf(store, 'Node', 'kg-worker2')).toContain('Normal NodeNotReady Node kg-worker2 status is now: NodeNotReady');
    const there = store.list('Pod', 'shop').filter((pod) => pod.spec.nodeName === 'kg-worker2');
    expect(there.length).toBeGreaterThan(0);
    const first = there[0] as Obj;
    expect(first.status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False' }));
    expect(eventsOf(store, 'Pod', first.metadata.name)).toContain('Warning NodeNotReady Node is not ready');
    pass(40);
    expect(eventsOf(store, 'Pod', first.metadata.name)).toContain(
      `Normal TaintManagerEviction Marking for deletion Pod shop/${first.metadata.name}`,
    );
    expect(store.get('Pod', 'shop', first.metadata.name).metadata.deletionTimestamp).toBeDefined();
    expect(others(/kg-worker2|terminating|kube-proxy|kindnet/)).toEqual([]);
    healsWithin(30, driven, 'node-down');
    expect(store.find('Pod', 'shop', first.metadata.name)).toBeUndefined();
  });

  it("quota-exceeded: FailedCreate with the quota's message, ReplicaFailure on ReplicaSet and Deployment", () => {
    const driven = withFault('quota-exceeded', 20);
    const { store, others } = driven;
    const set = store.list('ReplicaSet', 'shop').find((one) => one.metadata.labels?.app === 'cart');
    const text =
      /^pods "cart-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: shop-quota, requested: requests\.cpu=100m, used: requests\.cpu=2200m, limited: requests\.cpu=2250m$/;
    expect(set?.status.conditions).toEqual([
      expect.objectContaining({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: expect.stringMatching(text) }),
    ]);
    expect(store.get('Deployment', 'shop', 'cart').status.conditions).toContainEqual(
      expect.objectContaining({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }),
    );
    expect(
      eventsOf(store, 'ReplicaSet', set?.metadata.name ?? '').filter((one) => one.startsWith('Warning FailedCreate Error creating: pods')),
    ).not.toEqual([]);
    expect(store.get('ResourceQuota', 'shop', 'shop-quota').status.used['requests.cpu']).toBe('2200m');
    expect(others(/cart/)).toEqual([]);
    healsWithin(30, driven, 'quota-exceeded');
  });

  it('bad-dependency-address: the log shows that the name does not resolve, and readiness answers 503', () => {
    const driven = withFault('bad-dependency-address', 20);
    const { store, cluster, others } = driven;
    const pod = newest(store, 'recommendation');
    expect(cluster.logs.lines('shop', pod.metadata.name, 'recommendation').join('\n')).toContain(
      'ERROR recommendation: catalog client: GET http://catalgo:8080/products failed: dial tcp: lookup catalgo on 10.96.0.10:53: no such host',
    );
    expect(eventsOf(store, 'Pod', pod.metadata.name)).toContain(
      'Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503',
    );
    expect(others(/recommendation/)).toEqual([]);
    healsWithin(30, driven, 'bad-dependency-address');
  });

  it('unbound-pvc: the claim names a class that does not exist, redis waits for it, cart for redis', () => {
    const driven = withFault('unbound-pvc', 20);
    const { store, cluster, others } = driven;
    expect(store.get('PersistentVolumeClaim', 'shop', 'redis-data-fast').status.phase).toBe('Pending');
    expect(eventsOf(store, 'PersistentVolumeClaim', 'redis-data-fast')).toContain(
      'Warning ProvisioningFailed storageclass.storage.k8s.io "fast-ssd" not found',
    );
    expect(eventsOf(store, 'Pod', newest(store, 'redis').metadata.name)).toContain(
      'Warning FailedScheduling 0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    );
    expect(cluster.logs.lines('shop', newest(store, 'cart').metadata.name, 'cart').join('\n')).toContain(
      'redis: connection pool: failed to dial redis:6379',
    );
    expect(others(/redis|cart/)).toEqual([]);
    healsWithin(30, driven, 'unbound-pvc');
    expect(store.find('PersistentVolumeClaim', 'shop', 'redis-data-fast')).toBeUndefined();
  });
});
