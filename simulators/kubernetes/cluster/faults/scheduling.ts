import type { Edit } from '../../store/merge-patch.ts';
import type { Obj } from '../../store/object.ts';
import { WORKERS } from '../manifests/nodes.ts';
import { inShop, templateFault } from './edits.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

export const SCHEDULING_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'insufficient-cpu',
    title: 'More CPU than any node has free',
    description: 'orders requests 3700m of CPU per pod: no node has that much free, so the new pod stays Pending.',
    app: 'orders',
    code: 'scheduling.insufficient_cpu',
    container: { resources: { requests: { cpu: '3700m' } } },
  }),
  {
    name: 'insufficient-memory',
    title: 'More memory than any node has',
    description: 'A pod named analytics requests 48Gi of memory: no node is that large.',
    expected: { code: 'scheduling.insufficient_memory', object: { kind: 'Deployment', namespace: 'analytics', name: 'warehouse' } },
    make: ({ operator }) => [
      operator.create({ kind: 'Namespace', metadata: { name: 'analytics' } }),
      operator.create(plainDeployment('analytics', 'warehouse', { requests: { cpu: '100m', memory: '48Gi' } })),
    ],
  },
  {
    name: 'no-gpu',
    title: 'Extended resource that no node has',
    description: 'A Deployment named detector requests a GPU (nvidia.com/gpu), which no node has.',
    expected: {
      code: 'scheduling.insufficient_other_resource',
      object: { kind: 'Deployment', namespace: 'vision', name: 'detector' },
    },
    make: ({ operator }) => [
      operator.create({ kind: 'Namespace', metadata: { name: 'vision' } }),
      operator.create(plainDeployment('vision', 'detector', { limits: { 'nvidia.com/gpu': '1' }, requests: { 'nvidia.com/gpu': '1' } })),
    ],
  },
  templateFault({
    name: 'node-selector',
    title: 'Node selector matches no node',
    description: 'ads requires nodes with the label shop.example/disk=nvme, which no node has.',
    app: 'ads',
    code: 'scheduling.node_selector_mismatch',
    pod: { nodeSelector: { 'shop.example/disk': 'nvme' } },
  }),
  templateFault({
    name: 'node-affinity',
    title: 'Node affinity matches no node',
    description: 'shipping requires the zone eu-central-1d, in which the cluster has no node.',
    app: 'shipping',
    code: 'scheduling.node_affinity_mismatch',
    pod: (spec) => {
      const matchExpressions = [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-central-1d'] }];
      spec.affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } };
    },
  }),
  {
    name: 'anti-affinity',
    title: 'More replicas than nodes',
    description: 'cart requires a separate node for each pod and is scaled to 5, but there are only 3 workers.',
    expected: { code: 'scheduling.pod_affinity_conflict', object: inShop('Deployment', 'cart') },
    make: ({ operator }) => [
      operator.change('kubectl-edit', 'Deployment', 'shop', 'cart', ({ spec }) => {
        const term = { labelSelector: { matchLabels: { app: 'cart' } }, topologyKey: 'kubernetes.io/hostname' };
        spec.template.spec.affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
        spec.replicas = 5;
      }),
    ],
  },
  {
    name: 'untolerated-taint',
    title: 'Untolerated taint',
    description:
      'All workers are tainted with maintenance=planned:NoSchedule and email is restarted: its new pod does not tolerate the taint and stays Pending.',
    expected: { code: 'scheduling.taint_untolerated', object: inShop('Deployment', 'email') },
    make: (scene) => [
      ...onWorkers(scene, 'kubectl-taint', ({ spec }) => {
        spec.taints = [...(spec.taints ?? []), { key: 'maintenance', value: 'planned', effect: 'NoSchedule' }];
      }),
      scene.operator.restart('shop', 'email'),
    ],
  },
  {
    name: 'nodes-cordoned',
    title: 'All workers cordoned',
    description: 'All workers are cordoned and shipping is restarted: its new pod cannot be scheduled anywhere.',
    expected: { code: 'scheduling.nodes_cordoned', object: inShop('Deployment', 'shipping') },
    make: (scene) => [...onWorkers(scene, 'kubectl-cordon', { spec: { unschedulable: true } }), scene.operator.restart('shop', 'shipping')],
  },
  {
    name: 'node-label-removed',
    title: 'Label of a node removed',
    description: 'The label shop.example/disk is removed from kg-worker3, and redis is restarted: no node has the label that it selects.',
    expected: { code: 'scheduling.node_selector_mismatch', object: inShop('Deployment', 'redis') },
    make: ({ operator }) => [
      operator.change('kubectl-label', 'Node', undefined, 'kg-worker3', { metadata: { labels: { 'shop.example/disk': null } } }),
      operator.restart('shop', 'redis'),
    ],
  },
  templateFault({
    name: 'no-fpga',
    title: 'Device that no node offers',
    description: 'ads requests a device (fpga.shop.example/card), which no node offers.',
    app: 'ads',
    code: 'scheduling.insufficient_other_resource',
    container: { resources: { requests: { 'fpga.shop.example/card': '1' }, limits: { 'fpga.shop.example/card': '1' } } },
  }),
  {
    name: 'scheduler-down',
    title: 'Scheduler down',
    description:
      'kube-scheduler cannot read its kubeconfig and crashes; email is restarted, and its new pod stays Pending without any scheduling event.',
    expected: {
      code: 'control_plane.scheduler_down',
      object: { kind: 'Component', namespace: 'kube-system', name: 'kube-scheduler' },
    },
    make: ({ hidden, operator }) => [
      hidden.set(hidden.programs, 'kube-scheduler', {
        type: 'crash',
        after: 300,
        code: 1,
        lines: ['run.go:72] "command failed" err="stat /etc/kubernetes/scheduler.conf: no such file or directory"'],
      }),
      operator.restart('shop', 'email'),
    ],
  },
];

function onWorkers({ operator }: Scene, manager: 'kubectl-taint' | 'kubectl-cordon', edit: Edit): Undo[] {
  return WORKERS.map((node) => operator.change(manager, 'Node', undefined, node, edit));
}

/** A Deployment of one pod that is unrelated to the shop. */
function plainDeployment(namespace: string, name: string, resources: Obj['spec']) {
  const labels = { app: name };
  const containers = [{ name, image: 'busybox:1.36', command: ['sh', '-c', 'sleep infinity'], resources }];
  return {
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
