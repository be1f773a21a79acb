import { eventAbout, logOf, lonePod, looping } from '#lib/rca/testing/minimal.ts';
import { node, stamp } from '#lib/rca/testing/snapshots.ts';
import { deployment, type ForeignCase, KUBE, podOf, ref, rejected, setOf, wide, withCondition } from './objects.ts';

/** Nodes, kubelets and runtimes. */
export const NODES: readonly ForeignCase[] = [
  {
    truth: {
      id: 'subnet-without-addresses',
      object: 'app/web',
      objects: [wide('Node', 'worker-1')],
      accepted: ['node.network_plugin_down', 'network.address_overlap'],
    },
    from: 'https://github.com/aws/amazon-vpc-cni-k8s/issues/281',
    resources: [deployment('web'), setOf('web'), podOf('web', 'x2k4q', { waiting: ['ContainerCreating'] }), node('worker-1')],
    events: [
      eventAbout(
        'Pod',
        'web-7c9d8f6b5-x2k4q',
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "25852447": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
      ),
    ],
  },
  {
    truth: {
      id: 'gpu-unhealthy',
      object: 'app/train',
      objects: [wide('Node', 'worker-1')],
      accepted: ['scheduling.insufficient_other_resource', 'node.host_prerequisite_missing'],
    },
    from: 'https://github.com/NVIDIA/k8s-device-plugin/issues/231',
    resources: [
      deployment('train'),
      setOf('train'),
      ...['aaaaa', 'bbbbb', 'ccccc'].map((suffix) =>
        podOf(
          'train',
          suffix,
          rejected(
            'UnexpectedAdmissionError',
            'Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
          ),
        ),
      ),
      node('worker-1'),
    ],
  },
  {
    truth: { id: 'kubelet-hears-nothing', object: 'node/worker-1', accepted: ['node.container_runtime_down', 'node.kubelet_down'] },
    from: `${KUBE}/kubernetes/issues/45419`,
    resources: [
      node('worker-1', {
        ready: {
          type: 'Ready',
          status: 'False',
          reason: 'KubeletNotReady',
          message: 'PLEG is not healthy: pleg was last seen active 3m7.629592089s ago; threshold is 3m0s',
          lastTransitionTime: stamp(6),
        },
      }),
      node('worker-2'),
    ],
  },
  {
    truth: {
      id: 'disk-turned-read-only',
      object: 'node/worker-1',
      accepted: ['node.resource_pressure', 'node.host_prerequisite_missing', 'node.kubelet_down'],
    },
    from: `${KUBE}/node-problem-detector/issues/274`,
    resources: [
      deployment('web'),
      setOf('web'),
      ...['aaaaa', 'bbbbb', 'ccccc'].map((suffix) =>
        podOf(
          'web',
          suffix,
          rejected(
            'UnexpectedAdmissionError',
            'Pod Update plugin resources failed due to failed to write checkpoint file "kubelet_internal_checkpoint": open /var/lib/kubelet/device-plugins/.054640323: read-only file system, which is unexpected.',
          ),
        ),
      ),
      withCondition(node('worker-1'), {
        type: 'ReadonlyFilesystem',
        status: 'True',
        reason: 'FilesystemIsReadOnly',
        message: 'Remounting filesystem read-only',
      }),
    ],
  },
  {
    truth: {
      id: 'no-watchers-left',
      object: 'Pod/statuscleaner',
      objects: [ref('Pod', 'statuscleaner'), wide('Node', 'worker-1')],
      accepted: ['node.host_prerequisite_missing', 'node.resource_pressure'],
    },
    from: 'https://github.com/k0sproject/k0s/issues/8113',
    resources: [lonePod('statuscleaner', { state: looping(1) })],
    logs: [
      logOf('statuscleaner', [
        '{"level":"info","msg":"starting manager"}',
        'panic: failed to create fsnotify watcher: too many open files',
      ]),
    ],
  },
  {
    truth: {
      id: 'name-still-reserved',
      object: 'node/worker-1',
      objects: [ref('Pod', 'homeassistant')],
      accepted: ['node.container_runtime_down'],
    },
    from: 'https://github.com/containerd/containerd/issues/4604',
    resources: [
      lonePod('homeassistant', {
        waiting: [
          'CreateContainerError',
          'failed to reserve container name "main_homeassistant_default_bc1cc92e_0": name "main_homeassistant_default_bc1cc92e_0" is reserved for "6a37ff9b916561e2"',
        ],
      }),
      node('worker-1'),
    ],
    events: [
      eventAbout('Pod', 'homeassistant', 'Failed', 'Error: context deadline exceeded'),
      eventAbout(
        'Pod',
        'homeassistant',
        'Failed',
        'Error: failed to reserve container name "main_homeassistant_default_bc1cc92e_0": name "main_homeassistant_default_bc1cc92e_0" is reserved for "6a37ff9b916561e2"',
      ),
    ],
  },
  {
    truth: {
      id: 'profile-missing',
      object: 'Pod/converter',
      objects: [ref('Pod', 'converter'), wide('Node', 'worker-1')],
      accepted: ['container.security_context_invalid', 'node.host_prerequisite_missing'],
    },
    from: 'https://github.com/kubev2v/forklift/issues/1942',
    resources: [
      lonePod('converter', {
        waiting: [
          'CreateContainerError',
          'failed to create containerd container: cannot load seccomp profile "/var/lib/kubelet/seccomp/profiles/unshare.json": open /var/lib/kubelet/seccomp/profiles/unshare.json: no such file or directory',
        ],
        spec: { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/unshare.json' } } },
      }),
    ],
  },
];
