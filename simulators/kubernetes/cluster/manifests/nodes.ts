import type { NewObj } from '../../store/object.ts';

/** The version that the cluster's nodes report. */
export const KUBERNETES_VERSION = 'v1.34.4';

export const CONTROL_PLANE = 'kg-control-plane';
export const WORKERS = ['kg-worker', 'kg-worker2', 'kg-worker3'] as const;

/** A control-plane node with its taint and three workers, in three zones. */
export function nodes(): NewObj[] {
  return [CONTROL_PLANE, ...WORKERS].map((name, index) => {
    const controlPlane = name === CONTROL_PLANE;
    return {
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'topology.kubernetes.io/region': 'eu-central-1',
          'topology.kubernetes.io/zone': `eu-central-1${'abc'[Math.max(0, index - 1)]}`,
          ...(controlPlane && {
            'node-role.kubernetes.io/control-plane': '',
            'node.kubernetes.io/exclude-from-external-load-balancers': '',
          }),
          ...(name === 'kg-worker3' && { 'shop.example/disk': 'ssd' }),
        },
        annotations: {
          'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///run/containerd/containerd.sock',
          'node.alpha.kubernetes.io/ttl': '0',
        },
      },
      spec: {
        podCIDR: `10.244.${index}.0/24`,
        podCIDRs: [`10.244.${index}.0/24`],
        providerID: `kind://docker/kg/${name}`,
        ...(controlPlane && { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }),
      },
      status: {
        capacity: { cpu: '4', 'ephemeral-storage': '103079844Ki', 'hugepages-2Mi': '0', memory: '16393244Ki', pods: '110' },
        allocatable: { cpu: '3900m', 'ephemeral-storage': '94998384Ki', 'hugepages-2Mi': '0', memory: '15868956Ki', pods: '110' },
        addresses: [
          { type: 'InternalIP', address: `172.18.0.${index + 2}` },
          { type: 'Hostname', address: name },
        ],
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
        nodeInfo: {
          machineID: `3f2c${index}d0e8b7c4f6fa5a1d2c9e0f1b6a${index}`,
          systemUUID: `7b0f6c1e-51a4-4a0c-9a5e-2f3d8c4b6e0${index}`,
          bootID: `c9d3b1f2-8e4a-4c57-b6a0-1d2e3f4a5b6${index}`,
          kernelVersion: '6.1.0-31-amd64',
          osImage: 'Debian GNU/Linux 12 (bookworm)',
          containerRuntimeVersion: 'containerd://2.1.1',
          kubeletVersion: KUBERNETES_VERSION,
          kubeProxyVersion: '',
          operatingSystem: 'linux',
          architecture: 'amd64',
        },
      },
    };
  });
}
