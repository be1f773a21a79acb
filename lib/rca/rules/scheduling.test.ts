import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { parseSchedulingMessage } from '../cluster/scheduling-verdict.ts';
import { diagnosisOf, eventAbout, firstOf, lonePod, newStyle, plain, unplaced } from '../testing/minimal.ts';
import { node } from '../testing/snapshots.ts';

const S = 'scheduling.';
const claims = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const affinity = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] },
    },
  },
};

/** Verdicts of kube-scheduler 1.19 to 1.34, with the parts of the pod that matter for them. */
const VERDICTS: [string, string, Record<string, unknown>?][] = [
  [`${S}insufficient_cpu`, '0/3 nodes are available: 3 Insufficient cpu.'],
  [
    `${S}insufficient_cpu`,
    "0/6 nodes are available: 3 Insufficient cpu, 3 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate.",
  ],
  [
    `${S}insufficient_cpu`,
    '0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
  ],
  [
    `${S}insufficient_memory`,
    '0/3 nodes are available: 1 Insufficient cpu, 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod..',
  ],
  [
    `${S}insufficient_memory`,
    '0/2 nodes are available: 2 Insufficient memory. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
  ],
  [
    `${S}insufficient_memory`,
    "0/4 nodes are available: 2 node(s) didn't match Pod's node affinity/selector, 2 Insufficient memory.",
    { nodeSelector: { pool: 'big' } },
  ],
  [`${S}insufficient_other_resource`, '0/2 nodes are available: 2 Insufficient nvidia.com/gpu.'],
  [`${S}insufficient_other_resource`, '0/2 nodes are available: 2 Too many pods.'],
  [`${S}insufficient_other_resource`, '0/2 nodes are available: 2 Insufficient pods.'],
  [`${S}insufficient_other_resource`, '0/2 nodes are available: 2 Insufficient ephemeral-storage.'],
  [
    `${S}insufficient_other_resource`,
    "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. preemption: 0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
  ],
  [`${S}insufficient_other_resource`, '0/3 nodes are available: 3 node(s) exceed max volume count.'],
  [`${S}insufficient_other_resource`, 'no nodes available to schedule pods'],
  [`${S}node_selector_mismatch`, "0/3 nodes are available: 3 node(s) didn't match node selector.", { nodeSelector: { disk: 'ssd' } }],
  [
    `${S}node_selector_mismatch`,
    "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
    { nodeSelector: { disk: 'ssd' } },
  ],
  [
    `${S}node_selector_mismatch`,
    "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    { nodeSelector: { disk: 'ssd' } },
  ],
  [`${S}node_affinity_mismatch`, "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity.", affinity],
  [`${S}node_affinity_mismatch`, "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", affinity],
  [`${S}node_affinity_mismatch`, '0/3 nodes are available: 3 node(s) had volume node affinity conflict.', claims],
  [
    `${S}pod_affinity_conflict`,
    "0/3 nodes are available: 3 node(s) didn't match pod affinity/anti-affinity, 3 node(s) didn't satisfy existing pods anti-affinity rules.",
  ],
  [`${S}pod_affinity_conflict`, "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules."],
  [`${S}pod_affinity_conflict`, "0/3 nodes are available: 3 node(s) didn't match pod affinity rules."],
  [`${S}pod_affinity_conflict`, "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints."],
  [
    `${S}pod_affinity_conflict`,
    "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).",
  ],
  [
    `${S}pod_affinity_conflict`,
    "0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/master: }, 2 node(s) didn't satisfy existing pods anti-affinity rules.",
  ],
  [`${S}taint_untolerated`, "0/3 nodes are available: 3 node(s) had taint {dedicated: gpu}, that the pod didn't tolerate."],
  [`${S}taint_untolerated`, '0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: gpu}.'],
  [`${S}taint_untolerated`, '0/2 nodes are available: 2 node(s) had untolerated taint(s).'],
  [
    `${S}taint_untolerated`,
    '0/3 nodes are available: 1 node(s) had untolerated taint {team: a}, 2 node(s) had untolerated taint {team: b}.',
  ],
  [
    `${S}taint_untolerated`,
    '0/1 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  ],
  [
    `${S}taint_untolerated`,
    "0/1 nodes are available: 1 node(s) had taint {node.kubernetes.io/disk-pressure: }, that the pod didn't tolerate.",
  ],
  [`${S}nodes_cordoned`, '0/3 nodes are available: 3 node(s) were unschedulable.'],
  [
    `${S}nodes_cordoned`,
    '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  ],
  [`${S}nodes_cordoned`, '0/2 nodes are available: 2 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }.'],
];

describe.each(VERDICTS)('%s by "%s"', (code, message, spec = {}) => {
  it('on the pod', () => expect(firstOf({ resources: [unplaced('web', message, spec)] })).toBe(`${code} Pod/web`));

  it('in an event about a pod of which only the phase is known', () =>
    expect(
      firstOf({
        resources: [plain('Pod', 'web', { spec: { containers: [{ name: 'main' }], ...spec }, status: { phase: 'Pending' } })],
        events: [eventAbout('Pod', 'web', 'FailedScheduling', message)],
      }),
    ).toBe(`${code} Pod/web`));
});

describe('a verdict', () => {
  it('is read from an event of the new API alone', () =>
    expect(
      firstOf({ events: [newStyle(eventAbout('Pod', 'web', 'FailedScheduling', '0/3 nodes are available: 3 Insufficient memory.'))] }),
    ).toBe('scheduling.insufficient_memory Pod/web'));

  it('of the autoscaler or Karpenter counts if there is none of the scheduler', () => {
    expect(
      firstOf({
        events: [
          eventAbout(
            'Pod',
            'web',
            'NotTriggerScaleUp',
            "pod didn't trigger scale-up: 2 node(s) didn't match Pod's node affinity/selector",
            'Normal',
          ),
          eventAbout('Pod', 'web', 'FailedScheduling', "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."),
        ],
      }),
    ).toBe('scheduling.node_selector_mismatch Pod/web');
    expect(
      firstOf({
        events: [
          eventAbout(
            'Pod',
            'web',
            'FailedScheduling',
            'Failed to schedule pod, incompatible with nodepool "default", daemonset overhead={"cpu":"150m"}, no instance type satisfied resources {"cpu":"900","memory":"1Gi"} and requirements karpenter.sh/nodepool In [default]',
          ),
        ],
      }),
    ).toBe('scheduling.insufficient_cpu Pod/web');
    expect(
      firstOf({
        events: [
          eventAbout(
            'Pod',
            'web',
            'FailedScheduling',
            'Failed to schedule pod, did not tolerate taint (taint=dedicated=gpu:NoSchedule); all available instance types exceed limits for nodepool: default',
          ),
        ],
      }),
    ).toBe('scheduling.taint_untolerated Pod/web');
  });

  it('of a kubelet that rejects a pod names the missing resource', () => {
    const rejected = (reason: string, message: string) =>
      plain('Pod', 'web', { spec: { nodeName: 'a', containers: [{ name: 'main' }] }, status: { phase: 'Failed', reason, message } });
    expect(
      firstOf({
        resources: [
          rejected('OutOfcpu', "Pod was rejected: Node didn't have enough resource: cpu, requested: 500, used: 1900, capacity: 2000"),
        ],
      }),
    ).toBe('scheduling.insufficient_cpu Pod/web');
    expect(firstOf({ resources: [rejected('OutOfmemory', "Node didn't have enough resource: memory")] })).toBe(
      'scheduling.insufficient_memory Pod/web',
    );
    expect(firstOf({ resources: [rejected('OutOfpods', "Node didn't have enough resource: pods")] })).toBe(
      'scheduling.insufficient_other_resource Pod/web',
    );
    expect(firstOf({ resources: [rejected('NodeAffinity', 'Predicate NodeAffinity failed')] })).toBe(
      'scheduling.node_affinity_mismatch Pod/web',
    );
    expect(firstOf({ resources: [rejected('NodePorts', 'Predicate NodePorts failed')] })).toBe(
      'scheduling.insufficient_other_resource Pod/web',
    );
    expect(
      firstOf({
        resources: [
          rejected('UnexpectedAdmissionError', 'Allocate failed due to requested number of devices unavailable for nvidia.com/gpu'),
        ],
      }),
    ).toBe('scheduling.insufficient_other_resource Pod/web');
  });

  it("about the taint of a failing node gives way to the node's own fault", () => {
    const sick = node('worker-1', {
      ready: { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' },
      spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }] },
    });
    const message = '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }.';
    expect(firstOf({ resources: [sick, unplaced('web', message)] })).toBe('node.kubelet_down Node/worker-1');
    const full = {
      ...node('worker-1', { spec: { taints: [{ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' }] } }),
      status: {
        conditions: [
          { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure' },
          { type: 'Ready', status: 'True' },
        ],
      },
    };
    expect(
      firstOf({
        resources: [
          full,
          unplaced('web', '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.'),
        ],
      }),
    ).toBe('node.resource_pressure Node/worker-1');
  });

  it('about a volume in another zone ranks the claim second', () =>
    expect(
      diagnosisOf({ resources: [unplaced('web', '0/3 nodes are available: 3 node(s) had volume node affinity conflict.', claims)] })
        .causes.slice(0, 2)
        .map(({ code, object }) => `${code} ${object.kind}`),
    ).toEqual(['scheduling.node_affinity_mismatch Pod', 'storage.mount_failed PersistentVolumeClaim']));

  it('is missing if the scheduler does not work', () => {
    const waiting = plain('Pod', 'web', { spec: { containers: [{ name: 'main' }] }, status: { phase: 'Pending' } });
    expect(firstOf({ resources: [waiting] })).toBe('control_plane.scheduler_down Component/kube-scheduler');
  });

  it('says how many nodes were rejected for each reason, without the preemption after it', () =>
    expect(
      parseSchedulingMessage(
        "0/5 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate, 4 Insufficient cpu. preemption: 0/5 nodes are available: 5 No preemption victims found.",
      ),
    ).toMatchObject({
      total: 5,
      refusals: [
        { code: 'scheduling.taint_untolerated', nodes: 1, taint: 'a: b' },
        { code: 'scheduling.insufficient_cpu', nodes: 4 },
      ],
    }));
});

/** Verdicts about volumes, which blame the claim. */
describe.each([
  [
    'storage.claim_missing',
    '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
  ],
  ['storage.claim_missing', 'persistentvolumeclaim "data" not found'],
  [
    'storage.claim_missing',
    'error while running "VolumeBinding" filter plugin for pod "web": could not find v1.PersistentVolumeClaim "default/data"',
  ],
  ['storage.class_wrong', '0/3 nodes are available: 3 pod has unbound immediate PersistentVolumeClaims.'],
  ['storage.class_wrong', 'running "VolumeBinding" filter plugin for pod "web": pod has unbound immediate PersistentVolumeClaims'],
  ['storage.class_wrong', "0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind."],
  ['storage.class_wrong', 'running PreBind plugin "VolumeBinding": binding volumes: timed out waiting for the condition'],
  ['storage.class_wrong', 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded'],
  ['storage.capacity_mismatch', '0/3 nodes are available: 3 node(s) did not have enough free storage.'],
])('%s by "%s"', (code, message) => {
  it('blames the claim that the pod refers to', () =>
    expect(firstOf({ resources: [unplaced('web', message, claims)] })).toBe(`${code} PersistentVolumeClaim/data`));
});

/** The same causes without a verdict of the scheduler, from the requests of the pod and the state of the nodes. */
describe.each<[string, string, KubernetesObject, KubernetesObject[]]>([
  [`${S}node_selector_mismatch`, 'a selector that no node has', { nodeSelector: { disk: 'nvme' } }, [node('a'), node('b')]],
  [`${S}node_affinity_mismatch`, 'an affinity that no node meets', affinity, [node('a')]],
  [`${S}taint_untolerated`, 'taints', {}, [node('a', { spec: { taints: [{ key: 'gpu', value: 'only', effect: 'NoSchedule' }] } })]],
  [`${S}nodes_cordoned`, 'cordons', {}, [node('a', { spec: { unschedulable: true } })]],
  [
    `${S}insufficient_cpu`,
    'more CPU than any node offers',
    { containers: [{ name: 'main', resources: { requests: { cpu: '500' } } }] },
    [node('a'), node('b')],
  ],
  [
    `${S}pod_affinity_conflict`,
    'one pod a node, and a pod on each',
    {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['other'] }] },
            },
          ],
        },
      },
    },
    [
      node('worker-1'),
      lonePod('other', { state: { ready: true, state: { running: {} } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    ],
  ],
])('%s by %s', (code, _, spec, others) => {
  it('is derived without a verdict', () => {
    const pod = unplaced('web', '', spec);
    pod.status = { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False' }] };
    expect(firstOf({ resources: [pod, ...others] })).toBe(`${code} Pod/web`);
  });
});

it('names no cause if a node could run the pod and there is no verdict', () => {
  const pod = unplaced('web', '');
  pod.status = { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False' }] };
  expect(firstOf({ resources: [pod, node('a')] })).toMatch(/^no cause/);
});
