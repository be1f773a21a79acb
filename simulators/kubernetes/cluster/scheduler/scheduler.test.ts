import { describe, expect, it } from 'vitest';
import { drivenCluster } from '../testing/driven.ts';
import { eventsOf } from '../testing/health.ts';
import { apply, edit, pod } from '../testing/objects.ts';

const CONTROL_PLANE = '1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }';
const WORKERS = ['kg-worker', 'kg-worker2', 'kg-worker3'];

/** The scheduling message of an unschedulable pod. */
function verdict(driven: ReturnType<typeof drivenCluster>, name: string): string | undefined {
  return eventsOf(driven.store, 'Pod', name).find((one) => one.includes('FailedScheduling'));
}

describe('the scheduler', () => {
  it('keeps pods off cordoned nodes and names the reason', () => {
    const driven = drivenCluster();
    driven.pass(10);
    for (const name of WORKERS)
      edit(driven, 'Node', undefined, name, ({ spec }) => {
        spec.unschedulable = true;
      });
    driven.pass(1);
    apply(driven, pod('late'));
    driven.pass(1);
    expect(verdict(driven, 'late')).toBe(
      `Warning FailedScheduling 0/4 nodes are available: ${CONTROL_PLANE}, 3 node(s) were unschedulable. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
    );
    edit(driven, 'Node', undefined, 'kg-worker', ({ spec }) => {
      delete spec.unschedulable;
    });
    driven.pass(2);
    expect(driven.store.get('Pod', 'default', 'late').spec.nodeName).toBe('kg-worker');
    expect(driven.store.get('Node', undefined, 'kg-worker').spec.taints).toBeUndefined();
  });

  it('obeys nodeSelector and required node affinity', () => {
    const driven = drivenCluster();
    driven.pass(2);
    apply(driven, pod('ssd', { nodeSelector: { 'shop.example/disk': 'ssd' } }));
    apply(driven, pod('nowhere', { nodeSelector: { 'shop.example/disk': 'tape' } }));
    const zone = { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-central-1b'] };
    apply(
      driven,
      pod('zoned', {
        affinity: {
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [zone] }] } },
        },
      }),
    );
    driven.pass(1);
    expect(driven.store.get('Pod', 'default', 'ssd').spec.nodeName).toBe('kg-worker3');
    expect(driven.store.get('Pod', 'default', 'zoned').spec.nodeName).toBe('kg-worker2');
    expect(verdict(driven, 'nowhere')).toContain(
      "3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/4",
    );
  });

  it('obeys required pod anti-affinity in the namespaces that it names', () => {
    const driven = drivenCluster();
    driven.pass(20);
    const proxies = { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-proxy'] }] };
    const apart = (namespaces?: string[]) => ({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'kubernetes.io/hostname', labelSelector: proxies, ...(namespaces && { namespaces }) },
          ],
        },
      },
    });
    apply(driven, pod('alone', apart(['kube-system'])));
    apply(driven, pod('content', apart()));
    driven.pass(1);
    expect(verdict(driven, 'alone')).toBe(
      `Warning FailedScheduling 0/4 nodes are available: ${CONTROL_PLANE}, 3 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.`,
    );
    expect(driven.store.get('Pod', 'default', 'content').spec.nodeName).toBeDefined();
  });

  it('does not overcommit memory, CPU or pods, and reports that preemption would not help', () => {
    const driven = drivenCluster();
    driven.pass(2);
    apply(
      driven,
      pod('vast', { containers: [{ name: 'main', image: 'nginx:1.27', resources: { requests: { cpu: '8', memory: '64Gi' } } }] }),
    );
    driven.pass(1);
    expect(verdict(driven, 'vast')).toBe(
      `Warning FailedScheduling 0/4 nodes are available: ${CONTROL_PLANE}, 3 Insufficient cpu, 3 Insufficient memory. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
    );
  });

  it('waits for a claim that is missing or unbound, and continues once it is bound', () => {
    const driven = drivenCluster();
    driven.pass(2);
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'later' } }];
    apply(driven, pod('waits', { volumes }));
    driven.pass(1);
    expect(verdict(driven, 'waits')).toContain('0/4 nodes are available: persistentvolumeclaim "later" not found.');
    apply(driven, {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'later', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    driven.pass(5);
    const claim = driven.store.get('PersistentVolumeClaim', 'default', 'later');
    const node = driven.store.get('Pod', 'default', 'waits').spec.nodeName;
    expect(claim.status.phase).toBe('Bound');
    expect(claim.metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(node);
    expect(eventsOf(driven.store, 'PersistentVolumeClaim', 'later').map((one) => one.split(' ')[1])).toEqual(
      expect.arrayContaining(['ExternalProvisioning', 'Provisioning', 'ProvisioningSucceeded']),
    );
  });
});

describe('claims', () => {
  const claim = (name: string, spec: object) => ({
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });

  it('without a class find no volume, and bind to one that is created for them', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, claim('plain', { storageClassName: '' }));
    driven.pass(1);
    expect(eventsOf(driven.store, 'PersistentVolumeClaim', 'plain')).toEqual([
      'Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
    ]);
    apply(driven, {
      kind: 'PersistentVolume',
      metadata: { name: 'by-hand' },
      spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' }, hostPath: { path: '/data' } },
    });
    driven.pass(1);
    expect(driven.store.get('PersistentVolumeClaim', 'default', 'plain')).toMatchObject({
      spec: { volumeName: 'by-hand' },
      status: { phase: 'Bound' },
    });
    expect(driven.store.get('PersistentVolume', undefined, 'by-hand')).toMatchObject({ status: { phase: 'Bound' } });
  });

  it('wait for their first consumer if the class requires it', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, claim('idle', {}));
    driven.pass(1);
    expect(driven.store.get('PersistentVolumeClaim', 'default', 'idle').status.phase).toBe('Pending');
    expect(eventsOf(driven.store, 'PersistentVolumeClaim', 'idle')).toEqual([
      'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
    ]);
  });

  it('that are in use stay until their last pod is gone, and their volume is deleted with them', () => {
    const driven = drivenCluster();
    driven.pass(1);
    apply(driven, claim('used', {}));
    apply(
      driven,
      pod('user', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'used' } }], terminationGracePeriodSeconds: 1 }),
    );
    driven.pass(6);
    const volume = driven.store.get('PersistentVolumeClaim', 'default', 'used').spec.volumeName;
    const going = driven.store.get('PersistentVolumeClaim', 'default', 'used');
    driven.store.update({
      ...going,
      metadata: { ...going.metadata, deletionTimestamp: '2025-11-20T10:01:40Z', deletionGracePeriodSeconds: 0 },
    });
    driven.pass(2);
    expect(driven.store.find('PersistentVolumeClaim', 'default', 'used')).toBeDefined();
    driven.store.remove(driven.store.get('Pod', 'default', 'user'));
    driven.pass(2);
    expect(driven.store.find('PersistentVolumeClaim', 'default', 'used')).toBeUndefined();
    expect(driven.store.find('PersistentVolume', undefined, volume)).toBeUndefined();
  });
});
