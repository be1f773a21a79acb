import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, firstOf, logOf, lonePod, looping, plain } from '../testing/minimal.ts';
import { crashing, deployment, event, node, object, pod, service, stamp, unschedulable, waiting } from '../testing/snapshots.ts';

const NO_NETWORK =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
const without = (name: string, spec: KubernetesObject = {}) =>
  node(name, {
    spec,
    ready: { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: NO_NETWORK, lastTransitionTime: stamp(5) },
  });

const RUNNING = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: stamp(30) } } }],
};
const NOT_PULLED = {
  phase: 'Pending',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [
    {
      name: 'main',
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image: not found' } },
    },
  ],
};
const CRASHING = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ name: 'main', ...crashing() }],
};

/** A DaemonSet of kube-system with one pod on each of some nodes. */
function daemonSet(name: string, image: string, on: string[], status: KubernetesObject, desired = on.length): KubernetesObject[] {
  const metadata = (own: string) => ({
    name: own,
    namespace: 'kube-system',
    uid: `uid-${own}`,
    creationTimestamp: stamp(300),
    labels: { app: name },
  });
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image }] } };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: metadata(name),
      spec: { selector: { matchLabels: { app: name } }, template },
      status: { desiredNumberScheduled: desired, currentNumberScheduled: on.length },
    },
    ...on.map((nodeName, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata(`${name}-${index}abcd`),
        ownerReferences: [{ kind: 'DaemonSet', name, uid: `uid-${name}`, controller: true }],
      },
      spec: { ...template.spec, nodeName },
      status,
    })),
  ];
}

describe('a node without network', () => {
  it('is to blame itself if no network plugin is known', () =>
    expect(firstOf({ resources: [without('node-a')] })).toBe('node.network_plugin_down Node/node-a'));

  it('leads to the image of its network plugin', () => {
    const { causes } = diagnosisOf({
      resources: [without('node-a'), ...daemonSet('flannel', 'docker.io/flannel/flannel:v9', ['node-a'], NOT_PULLED)],
    });
    expect(causes[0]).toMatchObject({ code: 'image.reference_invalid', object: { kind: 'DaemonSet', name: 'flannel' } });
    expect(causes[0]?.chain.map(({ to }) => to.name)).toContain('node-a');
  });

  it('leads to the quota that refuses the pod of its network plugin', () =>
    expect(
      firstOf({
        resources: [without('node-a'), node('node-b'), ...daemonSet('calico-node', 'calico/node:v3', ['node-b'], RUNNING, 2)],
        events: [
          event(
            { kind: 'DaemonSet', namespace: 'kube-system', name: 'calico-node' },
            'FailedCreate',
            'Error creating: pods "calico-node-" is forbidden: exceeded quota: q, requested: pods=1, used: pods=10, limited: pods=10',
          ),
        ],
      }),
    ).toBe('quota.pods_exceeded ResourceQuota/q'));

  it('leads to the taint that its network plugin does not tolerate, which no event tells', () =>
    expect(
      firstOf({
        resources: [
          without('node-a', { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] }),
          node('node-b'),
          ...daemonSet('cilium', 'quay.io/cilium/cilium:v1', ['node-b'], RUNNING),
        ],
      }),
    ).toBe('scheduling.taint_untolerated DaemonSet/cilium'));
});

const CLAIM = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };

describe('a volume without its driver', () => {
  it('leads from the mount to the crashing driver of the node', () =>
    expect(
      firstOf({
        resources: [
          node('node-a'),
          ...deployment('web', { ...waiting('ContainerCreating'), podSpec: CLAIM }),
          object('PersistentVolumeClaim', 'data', { spec: { volumeName: 'pvc-1' }, status: { phase: 'Bound' } }),
          ...daemonSet('ebs-csi-node', 'ebs-csi-driver:v1', ['node-a'], CRASHING),
        ],
        events: [
          event(
            pod('web'),
            'FailedMount',
            'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ebs.csi.aws.com not found in the list of registered CSI drivers',
          ),
        ],
      }),
    ).toBe('app.crash DaemonSet/ebs-csi-node'));

  it('leads from the unbound claim to the provisioner that cannot start', () =>
    expect(
      firstOf({
        resources: [
          node('node-a'),
          ...deployment('web', {
            podSpec: CLAIM,
            ...unschedulable('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
          }),
          object('PersistentVolumeClaim', 'data', { spec: { storageClassName: 'nfs' }, status: { phase: 'Pending' } }),
          { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'nfs' }, provisioner: 'nfs.csi.k8s.io' },
          ...daemonSet('csi-nfs-controller', 'nfsplugin:v4', ['node-a'], NOT_PULLED),
        ],
        events: [
          event(
            { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' },
            'ExternalProvisioning',
            "Waiting for a volume to be created either by the external provisioner 'nfs.csi.k8s.io' or manually by the system administrator.",
            { type: 'Normal' },
          ),
        ],
      }),
    ).toBe('image.reference_invalid DaemonSet/csi-nfs-controller'));
});

describe('a device that no node offers', () => {
  const verdict =
    '0/1 nodes are available: 1 Insufficient nvidia.com/gpu. preemption: 0/1 nodes are available: 1 No preemption victims found.';
  const asking = deployment('train', { container: { resources: { limits: { 'nvidia.com/gpu': 1 } } }, ...unschedulable(verdict) });
  const plugin = daemonSet('nvidia-device-plugin', 'nvcr.io/nvidia/k8s-device-plugin:v0.14', ['node-a'], CRASHING);

  it('leads to its device plugin', () =>
    expect(firstOf({ resources: [node('node-a'), ...asking, ...plugin] })).toBe('app.crash DaemonSet/nvidia-device-plugin'));

  it('is a shortage if a node offers it, whatever the device plugin does', () => {
    const offering = node('node-b');
    offering.status.allocatable['nvidia.com/gpu'] = '1';
    expect(diagnosisOf({ resources: [offering, ...asking, ...plugin] }).causes.map(({ code }) => code)).toContain(
      'scheduling.insufficient_other_resource',
    );
  });
});

const api = (reason: string, message: string): KubernetesObject => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io', creationTimestamp: stamp(900) },
  spec: { service: { name: 'metrics', namespace: 'shop', port: 443 }, group: 'metrics.k8s.io', version: 'v1beta1' },
  status: { conditions: [{ type: 'Available', status: 'False', reason, message, lastTransitionTime: stamp(5) }] },
});

describe('an API that does not answer', () => {
  it('is to blame itself if nothing is known of its Service', () =>
    expect(firstOf({ resources: [api('FailedDiscoveryCheck', 'failing or missing response: i/o timeout')] })).toBe(
      'dependency.unavailable APIService/v1beta1.metrics.k8s.io',
    ));

  it('leads to its Service that does not exist', () =>
    expect(firstOf({ resources: [api('ServiceNotFound', 'service/metrics in "shop" is not present')] })).toBe(
      'service.missing Service/metrics',
    ));

  it('leads to the pods behind its Service', () =>
    expect(
      firstOf({
        resources: [
          api('MissingEndpoints', 'no endpoints'),
          service('metrics'),
          ...deployment('metrics', waiting('ImagePullBackOff', 'not found')),
        ],
      }),
    ).toBe('image.reference_invalid Deployment/metrics'));
});

describe('nodes that stop reporting', () => {
  const silent = (name: string, minutes: number) =>
    node(name, {
      ready: {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
        lastTransitionTime: stamp(minutes),
      },
    });

  it('are one cause if all of them do so at once', () => {
    const { causes } = diagnosisOf({ resources: [silent('node-a', 5), silent('node-b', 5.5), silent('node-c', 5)] });
    expect(causes.map(({ code, title }) => [code, title])).toEqual([
      ['node.kubelet_down', 'All nodes stopped reporting at once: Node node-a'],
    ]);
  });

  it('are several causes if others still report', () =>
    expect(diagnosisOf({ resources: [silent('node-a', 5), silent('node-b', 5), node('node-c')] }).causes).toHaveLength(2));
});

it('a node for which no range of pod addresses is left is named by an event alone', () =>
  expect(
    firstOf({ events: [event({ kind: 'Node', name: 'node-z' }, 'CIDRNotAvailable', 'Node node-z status is now: CIDRNotAvailable')] }),
  ).toBe('node.network_plugin_down Node/node-z'));

describe('ranges of addresses that overlap', () => {
  const ranged = (name: string, podCIDR: string, address: string) => {
    const one = node(name, { spec: { podCIDR } });
    one.status.addresses = [{ type: 'InternalIP', address }];
    return one;
  };

  it('are found for two nodes with the same range of pods', () =>
    expect(firstOf({ resources: [ranged('node-a', '10.244.1.0/24', '192.0.2.1'), ranged('node-b', '10.244.1.0/24', '192.0.2.2')] })).toBe(
      'network.address_overlap Node/node-b',
    ));

  it('are found for a node whose address lies in the range of pods of another', () =>
    expect(firstOf({ resources: [ranged('node-a', '10.244.1.0/24', '192.0.2.1'), ranged('node-b', '10.244.2.0/24', '10.244.1.7')] })).toBe(
      'network.address_overlap Node/node-a',
    ));

  it('are found for nodes inside the range that Calico gives all pods, where programs wait in vain, and only there', () => {
    const env = [{ name: 'CALICO_IPV4POOL_CIDR', value: '192.168.0.0/16' }];
    const pool = {
      ...plain('DaemonSet', 'calico-node'),
      spec: { template: { spec: { containers: [{ name: 'calico-node', image: 'calico/node:v3', env }] } } },
    };
    const found = (address: string, line: string) =>
      firstOf({
        resources: [ranged('worker-1', '10.244.1.0/24', address), pool, lonePod('web', { state: looping(1) })],
        logs: [logOf('web', [line])],
      });
    const waits = 'Get "https://10.96.0.1:443/version": dial tcp 10.96.0.1:443: i/o timeout';
    expect(found('192.168.50.11', waits)).toBe('network.address_overlap Node/worker-1');
    expect(found('192.0.2.11', waits)).not.toContain('address_overlap');
    expect(found('192.168.50.11', 'panic: a bug')).toBe('app.crash Pod/web');
  });

  it('are not found for neighbouring ranges', () =>
    expect(
      firstOf({ resources: [ranged('node-a', '10.244.1.0/24', '192.0.2.1'), ranged('node-b', '10.244.2.0/24', '192.0.2.2')] }),
    ).toMatch(/^no cause/));
});
