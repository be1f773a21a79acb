import type { NodeFailure } from '../hidden-state.ts';
import type { Fault } from './fault.ts';

export const NODE_FAULTS: readonly Fault[] = [
  {
    name: 'node-down',
    title: 'Node down',
    description:
      'The kubelet of kg-worker2 stops: the node becomes Unknown, its pods become not ready, and after a while they are evicted.',
    expected: { code: 'node.kubelet_down', object: { kind: 'Node', name: 'kg-worker2' } },
    make({ kubelets }) {
      kubelets.get('kg-worker2')?.stop();
      return [() => kubelets.get('kg-worker2')?.start()];
    },
  },
  nodeFault({
    name: 'runtime-down',
    title: 'Container runtime down',
    description: 'containerd on kg-worker stops: the kubelet reports the node as not ready, and its pods are evicted after a while.',
    code: 'node.container_runtime_down',
    node: 'kg-worker',
    failure: 'runtime-down',
  }),
  nodeFault({
    name: 'network-plugin-down',
    title: 'Network plugin not ready',
    description: 'The network plugin of kg-worker2 has lost its configuration: the node is not ready, and new pods get no network.',
    code: 'node.network_plugin_down',
    node: 'kg-worker2',
    failure: 'network-not-ready',
  }),
  nodeFault({
    name: 'disk-pressure',
    title: 'Disk pressure',
    description: 'The disk of kg-worker is almost full: its kubelet reports DiskPressure, accepts no new pods and evicts some.',
    code: 'node.resource_pressure',
    node: 'kg-worker',
    failure: 'disk-pressure',
  }),
  nodeFault({
    name: 'memory-pressure',
    title: 'Memory pressure',
    description:
      'kg-worker2 runs out of memory: its kubelet reports MemoryPressure and evicts the pods that exceed their requests the most.',
    code: 'node.resource_pressure',
    node: 'kg-worker2',
    failure: 'memory-pressure',
  }),
  {
    name: 'all-kubelets-down',
    title: 'All nodes stop reporting',
    description: 'The kubelets of all nodes stop at once, because what they share has failed.',
    expected: { code: 'node.kubelet_down', object: { kind: 'Node', name: 'kg-control-plane' } },
    make({ kubelets }) {
      for (const kubelet of kubelets.values()) kubelet.stop();
      return [...kubelets.values()].map((kubelet) => () => kubelet.start());
    },
  },
  {
    name: 'address-overlap',
    title: 'Two nodes with the same pod addresses',
    description: 'kg-worker3 was joined with the range of pod addresses that kg-worker2 has.',
    expected: { code: 'network.address_overlap', object: { kind: 'Node', name: 'kg-worker3' } },
    make: ({ operator }) => [
      operator.change('kubectl-edit', 'Node', undefined, 'kg-worker3', ({ spec }) => {
        spec.podCIDR = '10.244.2.0/24';
        spec.podCIDRs = ['10.244.2.0/24'];
      }),
    ],
  },
];

interface NodeFault extends Pick<Fault, 'name' | 'title' | 'description'> {
  code: string;
  node: string;
  failure: NodeFailure;
}

function nodeFault({ code, node, failure, ...rest }: NodeFault): Fault {
  return {
    ...rest,
    expected: { code, object: { kind: 'Node', name: node } },
    make: ({ hidden }) => [hidden.set(hidden.nodes, node, failure)],
  };
}
