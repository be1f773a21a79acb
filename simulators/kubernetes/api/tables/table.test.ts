import { describe, expect, test } from 'vitest';
import type { Obj } from '../../store/object.ts';
import { humanDuration } from './columns.ts';
import { summaryOf } from './pod.ts';
import { tableOf } from './table.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

/** The cells of a row by column name. */
function row(kind: string, object: object): Record<string, unknown> {
  const { metadata, ...content } = object as Partial<Obj>;
  const whole = { ...content, kind, metadata: { ...metadata, name: 'x', creationTimestamp: ago(300) } } as unknown as Obj;
  const table = tableOf(kind, [whole], { now: NOW, include: 'None', metadata: {} }) as {
    columnDefinitions: { name: string }[];
    rows: { cells: unknown[] }[];
  };
  return Object.fromEntries(table.columnDefinitions.map(({ name }, index) => [name, table.rows[0]!.cells[index]]));
}

test.each([
  [-5_000, '<invalid>'],
  [-1_000, '0s'],
  [0, '0s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [150_000, '2m30s'],
  [599_000, '9m59s'],
  [601_000, '10m'],
  [179 * 60_000, '179m'],
  [180 * 60_000, '3h'],
  [200 * 60_000, '3h20m'],
  [9 * 3_600_000, '9h'],
  [47 * 3_600_000, '47h'],
  [48 * 3_600_000, '2d'],
  [50 * 3_600_000, '2d2h'],
  [12 * 86_400_000, '12d'],
  [800 * 86_400_000, '2y70d'],
  [9 * 365 * 86_400_000, '9y'],
])('%i ms is written as %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

describe('the status of a pod is', () => {
  const waiting = (reason: string) => ({ name: 'c', ready: false, restartCount: 0, state: { waiting: { reason } } });
  const running = { name: 'c', ready: true, started: true, restartCount: 0, state: { running: {} } };
  const terminated = (state: object) => ({ name: 'c', ready: false, restartCount: 0, state: { terminated: state } });
  const pod = (status: object, spec: object = {}, metadata: object = {}) =>
    ({ kind: 'Pod', metadata, spec: { containers: [{ name: 'c' }], ...spec }, status: { phase: 'Running', ...status } }) as unknown as Obj;
  const ready = [{ type: 'Ready', status: 'True' }];

  test.each([
    ['Running', pod({ containerStatuses: [running] }), '1/1'],
    ['Pending', pod({ phase: 'Pending' }), '0/1'],
    ['ContainerCreating', pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] }), '0/1'],
    ['CrashLoopBackOff', pod({ containerStatuses: [waiting('CrashLoopBackOff')] }), '0/1'],
    ['ImagePullBackOff', pod({ phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] }), '0/1'],
    ['CreateContainerConfigError', pod({ phase: 'Pending', containerStatuses: [waiting('CreateContainerConfigError')] }), '0/1'],
    ['OOMKilled', pod({ containerStatuses: [terminated({ reason: 'OOMKilled', exitCode: 137 })] }), '0/1'],
    ['Error', pod({ containerStatuses: [terminated({ reason: 'Error', exitCode: 1 })] }), '0/1'],
    ['ExitCode:3', pod({ containerStatuses: [terminated({ exitCode: 3 })] }), '0/1'],
    ['Signal:9', pod({ containerStatuses: [terminated({ exitCode: 137, signal: 9 })] }), '0/1'],
    ['Completed', pod({ phase: 'Succeeded', containerStatuses: [terminated({ reason: 'Completed', exitCode: 0 })] }), '0/1'],
    [
      'Running',
      pod({ conditions: ready, containerStatuses: [terminated({ reason: 'Completed', exitCode: 0 }), running] }, { containers: [{}, {}] }),
      '1/2',
    ],
    ['NotReady', pod({ containerStatuses: [terminated({ reason: 'Completed', exitCode: 0 }), running] }, { containers: [{}, {}] }), '1/2'],
    ['Evicted', pod({ phase: 'Failed', reason: 'Evicted' }), '0/1'],
    ['Terminating', pod({ containerStatuses: [running] }, {}, { deletionTimestamp: ago(1) }), '1/1'],
    ['Unknown', pod({ reason: 'NodeLost', containerStatuses: [running] }, {}, { deletionTimestamp: ago(1) }), '1/1'],
    [
      'SchedulingGated',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
      '0/1',
    ],
    [
      'Init:0/2',
      pod(
        { phase: 'Pending', initContainerStatuses: [{ name: 'a', state: { running: {} } }] },
        { initContainers: [{ name: 'a' }, { name: 'b' }] },
      ),
      '0/1',
    ],
    [
      'Init:1/2',
      pod(
        {
          phase: 'Pending',
          initContainerStatuses: [
            { name: 'a', state: { terminated: { exitCode: 0 } } },
            { name: 'b', state: { waiting: { reason: 'PodInitializing' } } },
          ],
        },
        { initContainers: [{ name: 'a' }, { name: 'b' }] },
      ),
      '0/1',
    ],
    [
      'Init:CrashLoopBackOff',
      pod(
        { phase: 'Pending', initContainerStatuses: [{ name: 'a', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
        { initContainers: [{ name: 'a' }] },
      ),
      '0/1',
    ],
    [
      'Init:Error',
      pod(
        { phase: 'Pending', initContainerStatuses: [{ name: 'a', state: { terminated: { reason: 'Error', exitCode: 1 } } }] },
        { initContainers: [{ name: 'a' }] },
      ),
      '0/1',
    ],
    [
      'Running',
      pod(
        {
          conditions: [{ type: 'Initialized', status: 'True' }],
          initContainerStatuses: [{ name: 's', started: true, ready: true, state: { running: {} } }],
          containerStatuses: [running],
        },
        { initContainers: [{ name: 's', restartPolicy: 'Always' }] },
      ),
      '2/2',
    ],
  ])('%s', (status, object, readiness) => {
    const summary = summaryOf(object);
    expect([summary.status, `${summary.ready}/${summary.total}`]).toEqual([status, readiness]);
  });

  test('restarts include when the last one was', () => {
    const restarted = { ...running, restartCount: 2, lastState: { terminated: { finishedAt: ago(65) } } };
    expect(row('Pod', pod({ containerStatuses: [restarted] })).Restarts).toBe('2 (65s ago)');
    expect(row('Pod', pod({ containerStatuses: [running] })).Restarts).toBe('0');
  });
});

test('a node shows readiness, cordon, roles and addresses', () => {
  const node = {
    metadata: { labels: { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '' } },
    spec: { unschedulable: true },
    status: {
      conditions: [{ type: 'Ready', status: 'Unknown' }],
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
      nodeInfo: { kubeletVersion: 'v1' },
    },
  };
  expect(row('Node', node)).toMatchObject({
    Status: 'NotReady,SchedulingDisabled',
    Roles: 'control-plane,worker',
    Version: 'v1',
    'Internal-IP': '10.0.0.1',
    'External-IP': '<none>',
    'OS-Image': '<unknown>',
    Age: '5m',
  });
  expect(row('Node', { status: {} })).toMatchObject({ Status: 'Unknown', Roles: '<none>' });
});

test('an event shows when it was last seen, which object it is about, and its count', () => {
  const event = {
    type: 'Warning',
    reason: 'BackOff',
    message: ' x \n',
    involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{c}' },
    source: { component: 'kubelet', host: 'node-1' },
    firstTimestamp: ago(600),
    lastTimestamp: ago(60),
    count: 7,
  };
  expect(row('Event', event)).toMatchObject({
    'Last Seen': '60s',
    Object: 'pod/web',
    Subobject: 'spec.containers{c}',
    Source: 'kubelet, node-1',
    Message: 'x',
    'First Seen': '10m',
    Count: 7,
  });
  const single = { eventTime: ago(30), reportingComponent: 'default-scheduler', involvedObject: { kind: 'Pod', name: 'web' } };
  expect(row('Event', single)).toMatchObject({ 'Last Seen': '30s', Source: 'default-scheduler', Count: 1 });
  const series = { ...single, series: { count: 4, lastObservedTime: ago(3) } };
  expect(row('Event', series)).toMatchObject({ 'Last Seen': '3s', 'First Seen': '30s', Count: 4 });
});

test.each([
  [
    'Deployment',
    { spec: { replicas: 3 }, status: { readyReplicas: 2, updatedReplicas: 3 } },
    { Ready: '2/3', 'Up-to-date': 3, Available: 0 },
  ],
  [
    'ReplicaSet',
    {
      spec: {
        replicas: 1,
        template: {
          spec: {
            containers: [
              { name: 'a', image: 'i' },
              { name: 'b', image: 'j' },
            ],
          },
        },
      },
      status: {},
    },
    { Desired: 1, Current: 0, Containers: 'a,b', Images: 'i,j' },
  ],
  ['StatefulSet', { spec: { replicas: 2 }, status: { readyReplicas: 1 } }, { Ready: '1/2' }],
  ['DaemonSet', { status: { desiredNumberScheduled: 4, numberReady: 3 } }, { Desired: 4, Ready: 3, 'Node Selector': '<none>' }],
  [
    'Job',
    { spec: { completions: 3 }, status: { succeeded: 1, startTime: ago(90) } },
    { Status: 'Running', Completions: '1/3', Duration: '90s' },
  ],
  [
    'Job',
    { spec: {}, status: { conditions: [{ type: 'Failed', status: 'True' }] } },
    { Status: 'Failed', Completions: '0/1', Duration: '' },
  ],
  [
    'CronJob',
    { spec: { schedule: '* * * * *', suspend: false } },
    { Suspend: 'False', Active: 0, 'Last Schedule': '<none>', Timezone: '<none>' },
  ],
  [
    'Service',
    {
      spec: {
        type: 'NodePort',
        clusterIPs: ['10.0.0.9'],
        ports: [
          { port: 80, nodePort: 30080, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
      },
    },
    { 'Cluster-IP': '10.0.0.9', 'External-IP': '<none>', 'Port(s)': '80:30080/TCP,53/UDP', Selector: '<none>' },
  ],
  ['Service', { spec: { type: 'LoadBalancer' } }, { 'External-IP': '<pending>', 'Port(s)': '<none>' }],
  [
    'Service',
    { spec: { type: 'ExternalName', externalName: 'db.example.com' } },
    { 'External-IP': 'db.example.com', 'Cluster-IP': '<none>' },
  ],
  ['Endpoints', {}, { Endpoints: '<none>' }],
  [
    'Endpoints',
    { subsets: [{ addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }], ports: [{ port: 80 }, { port: 81 }] }] },
    { Endpoints: '10.0.0.1:80,10.0.0.2:80,10.0.0.1:81 + 1 more...' },
  ],
  ['EndpointSlice', { addressType: 'IPv4', ports: [{ port: 80 }], endpoints: [] }, { Ports: '80', Endpoints: '<unset>' }],
  [
    'Ingress',
    { spec: { rules: [{ host: 'a.example' }], tls: [{}] } },
    { Class: '<none>', Hosts: 'a.example', Ports: '80, 443', Address: '' },
  ],
  ['NetworkPolicy', { spec: { podSelector: {} } }, { 'Pod-Selector': '<none>' }],
  [
    'NetworkPolicy',
    { spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['y', 'x'] }], matchLabels: { b: 'c' } } } },
    { 'Pod-Selector': 'a notin (x,y),b=c' },
  ],
  [
    'PersistentVolumeClaim',
    { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } },
    { Status: 'Pending', Volume: '', Capacity: '', StorageClass: 'fast' },
  ],
  [
    'PersistentVolumeClaim',
    {
      spec: { volumeName: 'v' },
      status: { phase: 'Bound', capacity: { storage: '5Gi' }, accessModes: ['ReadWriteMany', 'ReadWriteOnce'] },
    },
    { Status: 'Bound', Capacity: '5Gi', 'Access Modes': 'RWO,RWX' },
  ],
  [
    'PersistentVolume',
    { spec: { claimRef: { namespace: 'shop', name: 'data' } }, status: { phase: 'Bound' } },
    { Claim: 'shop/data', VolumeMode: '<unset>' },
  ],
  [
    'StorageClass',
    { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }, provisioner: 'p' },
    { Name: 'x (default)', ReclaimPolicy: 'Delete', VolumeBindingMode: 'Immediate', AllowVolumeExpansion: false },
  ],
  ['ConfigMap', { data: { a: '1' }, binaryData: { b: '2' } }, { Data: 2 }],
  ['Secret', { type: 'Opaque', data: { a: '1' } }, { Type: 'Opaque', Data: 1 }],
  ['ServiceAccount', {}, { Secrets: 0 }],
  ['Namespace', { status: { phase: 'Active' } }, { Status: 'Active' }],
  [
    'ResourceQuota',
    { status: { hard: { pods: '4', 'limits.cpu': '2' }, used: { pods: '4' } } },
    { Request: 'pods: 4/4', Limit: 'limits.cpu: 0/2' },
  ],
  ['LimitRange', {}, { 'Created At': ago(300) }],
  [
    'HorizontalPodAutoscaler',
    {
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'web' },
        maxReplicas: 5,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 80 } } }],
      },
      status: { currentMetrics: [{ resource: { current: { averageUtilization: 40 } } }] },
    },
    { Reference: 'Deployment/web', Targets: 'cpu: 40%/80%', MinPods: '<unset>', MaxPods: 5, Replicas: 0 },
  ],
  [
    'HorizontalPodAutoscaler',
    { spec: { scaleTargetRef: {}, metrics: [{ type: 'External', external: { target: { averageValue: '5' } } }] } },
    { Targets: '<unknown>/5 (avg)' },
  ],
  ['PodDisruptionBudget', { spec: { minAvailable: 0 } }, { 'Min Available': '0', 'Max Unavailable': 'N/A', 'Allowed Disruptions': 0 }],
  ['Lease', { spec: { holderIdentity: 'node-1' } }, { Holder: 'node-1' }],
  ['ValidatingWebhookConfiguration', { webhooks: [{}, {}] }, { Webhooks: 2 }],
  [
    'RoleBinding',
    {
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'ServiceAccount', namespace: 'n', name: 's' },
        { kind: 'ServiceAccount', name: 'here' },
        { kind: 'User', name: 'u' },
      ],
    },
    { Role: 'Role/r', ServiceAccounts: 'n/s, /here', Users: 'u', Groups: '' },
  ],
])('%s %o shows %o', (kind, object, cells) => {
  expect(row(kind, object)).toMatchObject(cells);
});
