import { eventAbout, logOf, lonePod, plain, unplaced } from '#lib/rca/testing/minimal.ts';
import { crashing, node, stamp } from '#lib/rca/testing/snapshots.ts';
import { deployment, type ForeignCase, KUBE, podOf, ref, rejected, setOf } from './objects.ts';

/** Programs and their pods. */
export const WORKLOADS: readonly ForeignCase[] = [
  {
    truth: { id: 'scratch-space-limit', object: 'app/export', accepted: ['storage.volume_full'] },
    from: `${KUBE}/kubernetes/issues/122160`,
    resources: [
      deployment('export', { resources: { limits: { 'ephemeral-storage': '500Mi' } } }),
      setOf('export'),
      ...['aaaaa', 'bbbbb'].map((suffix) =>
        podOf('export', suffix, rejected('Evicted', 'Pod ephemeral local storage usage exceeds the total limit of containers 500Mi. ')),
      ),
      node('worker-1'),
    ],
    events: [
      eventAbout(
        'Pod',
        'export-7c9d8f6b5-bbbbb',
        'Evicted',
        'Pod ephemeral local storage usage exceeds the total limit of containers 500Mi. ',
      ),
    ],
  },
  {
    truth: {
      id: 'node-group-at-maximum',
      object: 'Pod/report',
      objects: [ref('Pod', 'report')],
      accepted: ['scheduling.insufficient_cpu'],
    },
    from: `${KUBE}/autoscaler/issues/5692`,
    resources: [
      unplaced(
        'report',
        '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
      ),
    ],
    events: [eventAbout('Pod', 'report', 'NotTriggerScaleUp', "pod didn't trigger scale-up: 1 max node group size reached", 'Normal')],
  },
  {
    truth: {
      id: 'run-that-never-ends',
      object: ref('CronJob', 'backup'),
      objects: [ref('Job', 'backup-28400000')],
      accepted: ['job.not_scheduled', 'job.failed'],
    },
    from: `${KUBE}/kubernetes/issues/108023`,
    resources: [
      plain('CronJob', 'backup', {
        apiVersion: 'batch/v1',
        spec: {
          schedule: '*/5 * * * *',
          concurrencyPolicy: 'Forbid',
          jobTemplate: { spec: { template: { spec: { containers: [{ name: 'main', image: 'example.org/backup:1' }] } } } },
        },
        status: { active: [{ kind: 'Job', name: 'backup-28400000' }], lastScheduleTime: stamp(300) },
      }),
    ],
    events: [
      eventAbout(
        'CronJob',
        'backup',
        'JobAlreadyActive',
        'Not starting job because prior execution is running and concurrency policy is Forbid',
        'Normal',
      ),
    ],
  },
  {
    truth: {
      id: 'waits-for-a-name',
      object: 'app/api',
      objects: [ref('Service', 'postgres')],
      accepted: ['service.missing', 'config.dependency_address_wrong', 'dependency.db_address_wrong'],
    },
    from: 'https://github.com/apache/superset/issues/14538',
    resources: [
      deployment('api'),
      setOf('api'),
      podOf('api', 'x2k4q', {
        spec: {
          initContainers: [
            {
              name: 'wait',
              image: 'busybox:1.36',
              command: ['sh', '-c', 'until nc -z postgres 5432; do echo waiting for postgres; sleep 2; done'],
            },
          ],
        },
        status: {
          phase: 'Pending',
          conditions: [
            { type: 'PodScheduled', status: 'True' },
            { type: 'Initialized', status: 'False' },
            { type: 'Ready', status: 'False' },
          ],
          initContainerStatuses: [{ name: 'wait', ready: false, restartCount: 0, state: { running: { startedAt: stamp(19) } } }],
          containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } }],
        },
      }),
      plain('Service', 'api', { spec: { selector: { app: 'api' }, ports: [{ port: 80 }] } }),
    ],
    logs: [
      {
        ...{ namespace: 'default', pod: 'api-7c9d8f6b5-x2k4q', container: 'wait', previous: false },
        lines: Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? "nc: bad address 'postgres'" : 'waiting for postgres')),
      },
    ],
  },
  {
    truth: {
      id: 'image-of-another-architecture',
      object: 'Pod/exporter',
      objects: [ref('Pod', 'exporter')],
      accepted: ['image.reference_invalid', 'container.command_invalid'],
    },
    from: 'https://github.com/aquasecurity/tracee/issues/2757',
    resources: [lonePod('exporter', { state: { ...crashing(255), restartCount: 4 } }), node('worker-1')],
    logs: [logOf('exporter', ['exec /bin/exporter: exec format error'])],
  },
  {
    truth: { id: 'mesh-without-control-plane', object: 'app/istiod', accepted: ['workload.scaled_to_zero', 'dependency.unavailable'] },
    from: 'https://github.com/istio/istio/issues/23410',
    resources: [
      deployment('istiod', {}, 0, 0),
      plain('Service', 'istiod', { spec: { clusterIP: '10.96.44.1', selector: { app: 'istiod' }, ports: [{ port: 15012 }] } }),
      deployment('orders'),
      setOf('orders'),
      podOf('orders', 'x2k4q', {
        spec: {
          containers: [
            { name: 'main', image: 'example.org/orders:1' },
            { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.20.0' },
          ],
        },
        status: {
          phase: 'Running',
          conditions: [
            { type: 'Ready', status: 'False', lastTransitionTime: stamp(20), message: 'containers with unready status: [istio-proxy]' },
          ],
          containerStatuses: [
            { name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: stamp(20) } } },
            { name: 'istio-proxy', ready: false, restartCount: 0, state: { running: { startedAt: stamp(20) } } },
          ],
        },
      }),
    ],
    events: [eventAbout('Pod', 'orders-7c9d8f6b5-x2k4q', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')],
    logs: [
      {
        ...{ namespace: 'default', pod: 'orders-7c9d8f6b5-x2k4q', container: 'istio-proxy', previous: false },
        lines: [
          `${stamp(0.2)}\twarning\tenvoy config\tStreamAggregatedResources gRPC config stream closed: 14, connection error: desc = "transport: Error while dialing: dial tcp 10.96.44.1:15012: connect: connection refused"`,
          ...Array.from(
            { length: 4 },
            () =>
              `${stamp(0.2)}\twarn\tEnvoy proxy is NOT ready: config not received from XDS server (is Istiod running?): cds updates: 0 successful, 0 rejected; lds updates: 0 successful, 0 rejected`,
          ),
        ],
      },
    ],
  },
];
