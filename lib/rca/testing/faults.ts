import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { MetricPoint, Snapshot } from '../types.ts';
import {
  change,
  crashing,
  deployment,
  event,
  log,
  NOW,
  node,
  object,
  pod,
  service,
  snapshotOf,
  stamp,
  unschedulable,
  waiting,
} from './snapshots.ts';

export const nodes = [node('node-a'), node('node-b')];
const crash = (lines: string[], options: Parameters<typeof deployment>[1] = {}): Snapshot =>
  snapshotOf([...nodes, ...deployment('cart', { ready: false, containerStatus: crashing(), ...options }), service('cart')], {
    logs: [log('cart', lines, true)],
  });
export const notPulled = (message: string, image = 'registry.example.com/cart:1.0'): Snapshot =>
  snapshotOf([...nodes, ...deployment('cart', { image, ...waiting('ImagePullBackOff') })], {
    events: [event(pod('cart'), 'Failed', `Failed to pull image "${image}": ${message}`)],
  });
const pending = (message: string, options: Parameters<typeof deployment>[1] = {}, all: KubernetesObject[] = nodes): Snapshot =>
  snapshotOf([...all, ...deployment('cart', { ...options, ...unschedulable(message) })]);
const refused = (message: string, more: KubernetesObject[] = []): Snapshot =>
  snapshotOf([...nodes, ...more, ...deployment('cart', { ready: false }).slice(0, 2)], {
    events: [event({ kind: 'ReplicaSet', namespace: 'shop', name: 'cart-7d9c5b6f4' }, 'FailedCreate', `Error creating: ${message}`)],
  });
const probed = (kind: string, probe: KubernetesObject, message: string, extra: KubernetesObject = {}): Snapshot =>
  snapshotOf(
    [
      ...nodes,
      ...deployment('cart', {
        ready: false,
        container: { [`${kind}Probe`]: probe, ...extra },
        ...(kind === 'liveness' ? { containerStatus: crashing(137) } : { ageMinutes: 10 }),
      }),
      service('cart'),
    ],
    {
      events: [
        event(pod('cart'), 'Unhealthy', `${kind === 'liveness' ? 'Liveness' : 'Readiness'} probe failed: ${message}`),
        ...(kind === 'liveness'
          ? [event(pod('cart'), 'Killing', 'Container main failed liveness probe, will be restarted', { type: 'Normal' })]
          : []),
      ],
    },
  );
const calling = (lines: string[], env: KubernetesObject[], others: KubernetesObject[], more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf([...nodes, ...deployment('cart', { env }), service('cart'), ...others], { logs: [log('cart', lines)], ...more });
const claim = (spec: KubernetesObject, others: KubernetesObject[], message?: string): Snapshot =>
  snapshotOf(
    [
      ...nodes,
      ...others,
      object('PersistentVolumeClaim', 'data', {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, ...spec },
        status: { phase: 'Pending' },
      }),
      ...deployment('cart', {
        podSpec: {
          containers: [{ name: 'main', image: 'cart:1' }],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
        },
        ...unschedulable('0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
      }),
    ],
    message
      ? {
          events: [event({ kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' }, 'FailedBinding', message, { type: 'Normal' })],
        }
      : {},
  );
const volume = (name: string, spec: KubernetesObject, labels: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name, uid: name, labels },
  spec: { storageClassName: 'manual', capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
  status: { phase: 'Available' },
});
const downNode = (message: string, reason = 'KubeletNotReady', status = 'False'): KubernetesObject =>
  node('node-a', { ready: { type: 'Ready', status, reason, message, lastTransitionTime: stamp(5) } });
const database = [
  ...deployment('db', { image: 'postgres:16', container: { ports: [{ containerPort: 5432 }] } }),
  service('db', { port: 5432, targetPort: 5432 }),
];
const databaseEnv = [{ name: 'DATABASE_URL', value: 'postgres://db:5432/shop' }];

function metric(name: string, kind: string, of: string, before: number, after: number): MetricPoint[] {
  return Array.from({ length: 20 }, (_, index) => ({
    time: NOW - (20 - index) * 5000,
    kind,
    ...(kind !== 'Node' && { namespace: 'shop' }),
    name: of,
    metric: name,
    value: index < 8 ? before : after,
  }));
}

const taint = (key: string) => ({ spec: { taints: [{ key, value: 'yes', effect: 'NoSchedule' }] } });

/** Faults by what is wrong: the snapshot, the code of the cause, and `Kind/name` of the object to blame. */
export const FAULTS: [string, Snapshot, string, string][] = [
  // Images and registries
  [
    'a repository that needs credentials',
    notPulled('failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized'),
    'image.pull_secret_missing',
    'Deployment/cart',
  ],
  [
    'a manifest that is unknown',
    notPulled(
      'rpc error: code = Unknown desc = Error response from daemon: manifest for registry.example.com/cart:1.0 not found: manifest unknown',
    ),
    'image.reference_invalid',
    'Deployment/cart',
  ],
  [
    'an official image that a mirror refuses',
    notPulled('unexpected status from HEAD request to https://mirror.example.com/v2/library/redis/manifests/8x: 403 Forbidden', 'redis:8x'),
    'image.reference_invalid',
    'Deployment/cart',
  ],
  [
    'a registry host that no name server knows',
    notPulled(
      'failed to do request: Head "https://regisrty.example.com/v2/cart/manifests/1.0": dial tcp: lookup regisrty.example.com: no such host',
    ),
    'registry.dns_failure',
    'Deployment/cart',
  ],
  [
    'a registry that times out',
    notPulled('failed to do request: Head "https://registry.example.com/v2/": dial tcp 192.0.2.1:443: i/o timeout'),
    'registry.unreachable',
    'Deployment/cart',
  ],
  [
    'a registry that limits the rate',
    notPulled('429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit'),
    'registry.unreachable',
    'Deployment/cart',
  ],
  [
    'a malformed image name',
    snapshotOf([
      ...nodes,
      ...deployment('cart', {
        image: 'Cart:1.0',
        ...waiting(
          'InvalidImageName',
          'Failed to apply default image tag "Cart:1.0": couldn\'t parse image name: invalid reference format: repository name must be lowercase',
        ),
      }),
    ]),
    'image.reference_invalid',
    'Deployment/cart',
  ],

  // Configuration
  [
    'a missing ConfigMap that a volume needs',
    snapshotOf(
      [
        ...nodes,
        object('ConfigMap', 'other'),
        ...deployment('cart', {
          podSpec: { volumes: [{ name: 'c', configMap: { name: 'cart-files' } }] },
          ...waiting('ContainerCreating'),
        }),
      ],
      { events: [event(pod('cart'), 'FailedMount', 'MountVolume.SetUp failed for volume "c" : configmap "cart-files" not found')] },
    ),
    'config.configmap_missing',
    'ConfigMap/cart-files',
  ],
  [
    'a key that a Secret lacks',
    snapshotOf([
      ...nodes,
      object('Secret', 'cart-db', { data: { user: 'sha256:1' } }),
      ...deployment('cart', {
        env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'cart-db', key: 'password' } } }],
        ...waiting('CreateContainerConfigError', "couldn't find key password in Secret shop/cart-db"),
      }),
    ]),
    'config.secret_missing',
    'Secret/cart-db',
  ],
  [
    'a setting that the program requires',
    crash(['panic: environment variable DATABASE_URL is not set']),
    'config.env_missing',
    'Deployment/cart',
  ],
  [
    'a value that the program cannot parse',
    crash(['time=x level=fatal msg="strconv.Atoi: parsing \\"eighty\\": invalid syntax"'], { env: [{ name: 'PORT', value: 'eighty' }] }),
    'config.value_invalid',
    'Deployment/cart',
  ],

  // Start of containers
  [
    'a command that does not exist',
    snapshotOf([
      ...nodes,
      ...deployment('cart', {
        ready: false,
        containerStatus: {
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: {
            terminated: {
              exitCode: 128,
              reason: 'StartError',
              message:
                'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "cartd": executable file not found in $PATH: unknown',
            },
          },
        },
      }),
    ]),
    'container.command_invalid',
    'Deployment/cart',
  ],
  [
    'a container that runs as root although that is forbidden',
    snapshotOf([
      ...nodes,
      ...deployment(
        'cart',
        waiting('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root (pod: "cart", container: main)'),
      ),
    ]),
    'container.security_context_invalid',
    'Deployment/cart',
  ],
  [
    'a port that is in use',
    crash(['Error: listen EADDRINUSE: address already in use :::8080']),
    'container.port_conflict',
    'Deployment/cart',
  ],
  [
    'a volume that is full',
    crash(['FATAL: could not write to file "pg_wal/xlogtemp.29": No space left on device']),
    'storage.volume_full',
    'Deployment/cart',
  ],
  [
    'a mounted directory without permission',
    crash(['mkdir: cannot create directory: /data/db: Permission denied'], {
      container: { volumeMounts: [{ name: 'd', mountPath: '/data' }] },
    }),
    'storage.permission_denied',
    'Deployment/cart',
  ],
  [
    'a certificate that has expired',
    crash(['fatal: tls: failed to verify certificate: x509: certificate has expired or is not yet valid']),
    'tls.certificate_invalid',
    'Deployment/cart',
  ],
  [
    'a permission that the account lacks',
    crash([
      'E0301 leases.coordination.k8s.io is forbidden: User "system:serviceaccount:shop:cart" cannot get resource "leases" in API group',
    ]),
    'rbac.forbidden',
    'Deployment/cart',
  ],
  [
    'a crash without a known reason',
    crash(['Traceback (most recent call last):', 'ZeroDivisionError: division by zero']),
    'app.crash',
    'Deployment/cart',
  ],
  [
    'an init container that fails',
    snapshotOf([
      ...nodes,
      ...deployment('cart', {
        ready: false,
        ageMinutes: 10,
        podSpec: { initContainers: [{ name: 'migrate', image: 'm:1' }] },
        podStatus: {
          phase: 'Pending',
          initContainerStatuses: [{ name: 'migrate', ...crashing() }],
          containerStatuses: [{ name: 'main', state: { waiting: { reason: 'PodInitializing' } } }],
        },
      }),
    ]),
    'container.init_failed',
    'Deployment/cart',
  ],

  // Probes
  [
    'HTTP to a gRPC port',
    probed(
      'readiness',
      { httpGet: { path: '/', port: 8080 } },
      'Get "http://10.1.0.10:8080/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00"',
    ),
    'probe.readiness_protocol_wrong',
    'Deployment/cart',
  ],
  [
    'gRPC to an HTTP port, in the liveness probe',
    probed('liveness', { grpc: { port: 8080 } }, 'error reading server preface: http2: frame too large'),
    'probe.liveness_protocol_wrong',
    'Deployment/cart',
  ],
  [
    'a probed path that returns 404',
    probed('readiness', { httpGet: { path: '/healthy', port: 8080 } }, 'HTTP probe failed with statuscode: 404'),
    'probe.check_wrong',
    'Deployment/cart',
  ],
  [
    'a liveness probe with too strict timing',
    probed(
      'liveness',
      { httpGet: { path: '/', port: 8080 }, initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1 },
      'Get "http://10.1.0.10:8080/": dial tcp 10.1.0.10:8080: connect: connection refused',
    ),
    'probe.liveness_timing_wrong',
    'Deployment/cart',
  ],

  // Scheduling
  ['too little memory', pending('0/2 nodes are available: 2 Insufficient memory.'), 'scheduling.insufficient_memory', 'Deployment/cart'],
  [
    'too few GPUs',
    pending('0/2 nodes are available: 2 Insufficient nvidia.com/gpu.'),
    'scheduling.insufficient_other_resource',
    'Deployment/cart',
  ],
  [
    'a node selector that no node meets',
    pending("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.", {
      podSpec: { nodeSelector: { disk: 'ssd' } },
    }),
    'scheduling.node_selector_mismatch',
    'Deployment/cart',
  ],
  [
    'a node affinity that no node meets',
    pending("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.", {
      podSpec: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['z'] }] }],
            },
          },
        },
      },
    }),
    'scheduling.node_affinity_mismatch',
    'Deployment/cart',
  ],
  [
    'anti-affinity to every node',
    pending("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules."),
    'scheduling.pod_affinity_conflict',
    'Deployment/cart',
  ],
  [
    'a taint on the one node that is selected',
    pending(
      "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint {only: gpu}.",
      { podSpec: { nodeSelector: { disk: 'ssd' } } },
      [node('node-a'), node('node-b', { ...taint('only'), labels: { disk: 'ssd' } })],
    ),
    'scheduling.taint_untolerated',
    'Deployment/cart',
  ],
  [
    'cordoned nodes',
    pending('0/2 nodes are available: 2 node(s) were unschedulable.', {}, [
      node('node-a', { spec: { unschedulable: true } }),
      node('node-b', { spec: { unschedulable: true } }),
    ]),
    'scheduling.nodes_cordoned',
    'Deployment/cart',
  ],
  [
    'a scheduler that does not work',
    snapshotOf([
      ...nodes,
      ...deployment('cart', {
        ready: false,
        node: null,
        ageMinutes: 10,
        podStatus: { phase: 'Pending', conditions: [], containerStatuses: [] },
      }),
    ]),
    'control_plane.scheduler_down',
    'Component/kube-scheduler',
  ],

  // Creation refused by the API server
  [
    'a used-up CPU quota',
    refused('pods "cart-x" is forbidden: exceeded quota: q, requested: limits.cpu=1, used: limits.cpu=4, limited: limits.cpu=4'),
    'quota.cpu_exceeded',
    'ResourceQuota/q',
  ],
  [
    'a used-up memory quota',
    refused(
      'pods "cart-x" is forbidden: exceeded quota: q, requested: requests.memory=1Gi, used: requests.memory=4Gi, limited: requests.memory=4Gi',
    ),
    'quota.memory_exceeded',
    'ResourceQuota/q',
  ],
  [
    'a limit range',
    refused('pods "cart-x" is forbidden: maximum memory usage per Container is 512Mi, but limit is 1Gi', [object('LimitRange', 'limits')]),
    'quota.limit_range_violated',
    'LimitRange/limits',
  ],
  [
    'a missing service account',
    refused('pods "cart-" is forbidden: error looking up service account shop/cart: serviceaccount "cart" not found'),
    'rbac.service_account_missing',
    'ServiceAccount/cart',
  ],
  [
    'a webhook that is down',
    refused(
      'Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://hook.shop.svc:443/": dial tcp 10.96.3.4:443: connect: connection refused',
      [{ kind: 'ValidatingWebhookConfiguration', metadata: { name: 'checks' }, webhooks: [{ name: 'check.example.com' }] }],
    ),
    'admission.webhook_unavailable',
    'ValidatingWebhookConfiguration/checks',
  ],
  [
    'a webhook that denies',
    refused('admission webhook "policy.example.com" denied the request: images must come from registry.example.com'),
    'admission.denied',
    'Deployment/cart',
  ],
  [
    'Pod Security',
    refused('pods "cart-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false'),
    'admission.denied',
    'Deployment/cart',
  ],

  // Storage
  [
    'a claim that does not exist',
    pending('0/2 nodes are available: persistentvolumeclaim "data" not found.', {
      podSpec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
    }),
    'storage.claim_missing',
    'PersistentVolumeClaim/data',
  ],
  [
    'an access mode that no volume supports',
    claim(
      { storageClassName: 'manual', accessModes: ['ReadWriteMany'] },
      [volume('v', {})],
      'no persistent volumes available for this claim and no storage class is set',
    ),
    'storage.access_mode_mismatch',
    'PersistentVolumeClaim/data',
  ],
  [
    'a size that no volume has',
    claim({ storageClassName: 'manual', resources: { requests: { storage: '50Gi' } } }, [volume('v', {})]),
    'storage.capacity_mismatch',
    'PersistentVolumeClaim/data',
  ],
  [
    'a selector that no volume matches',
    claim({ storageClassName: 'manual', selector: { matchLabels: { tier: 'gold' } } }, [volume('v', {}, { tier: 'lead' })]),
    'storage.selector_mismatch',
    'PersistentVolumeClaim/data',
  ],
  [
    'a volume that another claim holds',
    claim({ storageClassName: 'manual' }, [volume('v', { claimRef: { namespace: 'other', name: 'theirs' } })]),
    'storage.volume_occupied',
    'PersistentVolumeClaim/data',
  ],
  [
    'a volume attached elsewhere',
    snapshotOf(
      [
        ...nodes,
        object('PersistentVolumeClaim', 'data', { spec: { volumeName: 'v' }, status: { phase: 'Bound' } }),
        ...deployment('cart', {
          podSpec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
          ...waiting('ContainerCreating'),
        }),
      ],
      {
        events: [
          event(
            pod('cart'),
            'FailedAttachVolume',
            'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
          ),
        ],
      },
    ),
    'storage.mount_failed',
    'PersistentVolumeClaim/data',
  ],

  // Nodes
  [
    'a container runtime that is down',
    snapshotOf([downNode('container runtime is down'), node('node-b'), ...deployment('cart')]),
    'node.container_runtime_down',
    'Node/node-a',
  ],
  [
    'a network plugin that is not ready',
    snapshotOf([
      downNode(
        'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
      ),
      node('node-b'),
      ...deployment('cart'),
    ]),
    'node.network_plugin_down',
    'Node/node-a',
  ],
  [
    'disk pressure',
    snapshotOf([
      {
        ...node('node-a'),
        status: {
          conditions: [
            { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure' },
            { type: 'Ready', status: 'True' },
          ],
        },
      },
      node('node-b'),
      ...deployment('cart'),
    ]),
    'node.resource_pressure',
    'Node/node-a',
  ],

  // Services and calls
  [
    'a target port that no container has',
    calling(Array(5).fill('dial tcp: db:5432: connect: connection refused'), databaseEnv, [
      ...deployment('db', { container: { ports: [{ containerPort: 5432 }] } }),
      service('db', { port: 5432, targetPort: 5433 }),
    ]),
    'service.port_mismatch',
    'Service/db',
  ],
  [
    'UDP for a TCP port',
    calling(Array(5).fill('dial tcp: lookup: db:5432: i/o timeout'), databaseEnv, [
      ...deployment('db', { container: { ports: [{ containerPort: 5432, protocol: 'TCP' }] } }),
      service('db', { port: 5432, targetPort: 5432, more: { protocol: 'UDP' } }),
    ]),
    'service.protocol_mismatch',
    'Service/db',
  ],
  [
    'a workload scaled to zero',
    calling(Array(5).fill('connect ECONNREFUSED db:5432'), databaseEnv, [
      ...deployment('db', { replicas: 0 }),
      service('db', { port: 5432, targetPort: 5432 }),
    ]),
    'workload.scaled_to_zero',
    'Deployment/db',
  ],
  [
    'a Service that was deleted',
    calling(Array(5).fill('dial tcp: lookup db on 10.96.0.10:53: no such host'), databaseEnv, deployment('db'), {
      changes: [change({ kind: 'Service', namespace: 'shop', name: 'db' }, 5, [], 'deleted')],
    }),
    'service.missing',
    'Service/db',
  ],
  [
    'a port that the Service does not have',
    calling(
      Array(5).fill('dial tcp 10.96.0.4:8081: connect: connection refused'),
      [{ name: 'CATALOG_ADDR', value: 'catalog:8081' }],
      [...deployment('catalog'), service('catalog')],
    ),
    'config.dependency_address_wrong',
    'Deployment/cart',
  ],
  [
    'credentials that the database rejects',
    crash(['FATAL: password authentication failed for user "shop"']),
    'dependency.db_credentials_invalid',
    'Deployment/cart',
  ],
  [
    'a database without connections',
    calling(Array(5).fill('pq: sorry, too many clients already'), databaseEnv, database),
    'dependency.db_connections_exhausted',
    'Deployment/db',
  ],
  [
    'a database that is read-only',
    calling(Array(5).fill('ERROR: cannot execute INSERT in a read-only transaction'), databaseEnv, database),
    'dependency.db_read_only',
    'Deployment/db',
  ],
  [
    'a policy that drops the traffic',
    calling(
      Array(5).fill('Get "http://catalog:8080/items": dial tcp 10.96.0.7:8080: i/o timeout'),
      [{ name: 'CATALOG_ADDR', value: 'catalog:8080' }],
      [
        ...deployment('catalog'),
        service('catalog'),
        object('NetworkPolicy', 'deny', { spec: { podSelector: { matchLabels: { app: 'catalog' } }, policyTypes: ['Ingress'] } }),
      ],
    ),
    'network.policy_blocking',
    'NetworkPolicy/deny',
  ],
  [
    "name servers that are not the cluster's",
    crash(['java.net.UnknownHostException: db: Temporary failure in name resolution'], {
      podSpec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } },
    }),
    'dns.resolution_failure',
    'Deployment/cart',
  ],
  [
    'an Ingress to a Service that does not exist',
    snapshotOf([
      ...nodes,
      ...deployment('cart'),
      service('cart'),
      object('Ingress', 'shop', {
        spec: { rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'kart', port: { number: 80 } } } }] } }] },
      }),
    ]),
    'ingress.misconfigured',
    'Ingress/shop',
  ],

  // Jobs and the rest
  [
    'a Job that gave up',
    snapshotOf([
      ...nodes,
      object('Job', 'migrate', {
        status: {
          failed: 7,
          conditions: [
            { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' },
          ],
        },
      }),
    ]),
    'job.failed',
    'Job/migrate',
  ],
  [
    'a CronJob that was suspended recently',
    snapshotOf([...nodes, ...deployment('cart'), object('CronJob', 'report', { spec: { schedule: '0 * * * *', suspend: true } })], {
      changes: [
        change({ kind: 'CronJob', namespace: 'shop', name: 'report' }, 9, [{ path: '/spec/suspend', before: 'false', after: 'true' }]),
      ],
    }),
    'job.not_scheduled',
    'CronJob/report',
  ],
  [
    'a namespace that cannot be deleted',
    snapshotOf([
      ...nodes,
      {
        kind: 'Namespace',
        metadata: { name: 'old', deletionTimestamp: stamp(30) },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Terminating' },
      },
    ]),
    'lifecycle.terminating_stuck',
    'Namespace/old',
  ],
  [
    'a namespace whose conditions say what blocks its deletion',
    snapshotOf([
      ...nodes,
      {
        kind: 'Namespace',
        metadata: { name: 'old', deletionTimestamp: stamp(1) },
        spec: { finalizers: ['kubernetes'] },
        status: {
          phase: 'Terminating',
          conditions: [
            {
              type: 'NamespaceFinalizersRemaining',
              status: 'True',
              reason: 'SomeFinalizersRemain',
              message: 'Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances',
            },
          ],
        },
      },
    ]),
    'lifecycle.terminating_stuck',
    'Namespace/old',
  ],
  [
    'a Deployment whose new spec no controller observes',
    snapshotOf([
      ...nodes,
      ...deployment('cart').map((one) =>
        one.kind === 'Deployment'
          ? {
              ...one,
              metadata: {
                ...one.metadata,
                generation: 3,
                managedFields: [{ manager: 'kubectl', operation: 'Update', subresource: 'scale', time: stamp(1) }],
              },
              status: { ...one.status, observedGeneration: 2 },
            }
          : one,
      ),
    ]),
    'control_plane.component_down',
    'Component/kube-controller-manager',
  ],
  [
    'a budget that blocks a drain',
    snapshotOf(
      [
        ...nodes,
        ...deployment('cart'),
        object('PodDisruptionBudget', 'cart', {
          spec: { minAvailable: 1 },
          status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1 },
        }),
      ],
      { events: [event(pod('cart'), 'EvictionFailed', "Cannot evict pod as it would violate the pod's disruption budget.")] },
    ),
    'lifecycle.eviction_blocked',
    'PodDisruptionBudget/cart',
  ],
  [
    'an autoscaler without metrics',
    snapshotOf([
      ...nodes,
      ...deployment('cart'),
      object('HorizontalPodAutoscaler', 'cart', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' } },
        status: {
          conditions: [
            {
              type: 'ScalingActive',
              status: 'False',
              reason: 'FailedGetResourceMetric',
              message: 'the HPA was unable to compute the replica count: failed to get cpu utilization',
            },
          ],
        },
      }),
    ]),
    'autoscaling.ineffective',
    'HorizontalPodAutoscaler/cart',
  ],
  [
    'an expired certificate',
    snapshotOf([
      ...nodes,
      ...deployment('cart'),
      service('cart'),
      object('Secret', 'tls', { data: {}, tls: { notAfter: stamp(60) } }),
      object('Ingress', 'shop', { spec: { tls: [{ secretName: 'tls' }] } }),
    ]),
    'tls.certificate_invalid',
    'Secret/tls',
  ],
  [
    'CPU at its limit',
    snapshotOf([...nodes, ...deployment('cart', { container: { resources: { limits: { cpu: '200m' } } } }), service('cart')], {
      metrics: [
        ...metric('cpu_cores', 'Service', 'cart', 0.02, 0.19),
        ...metric('cpu_throttled_seconds', 'Service', 'cart', 0, 0.6),
        ...metric('latency_p90_ms', 'Service', 'cart', 10, 200),
      ],
    }),
    'cpu.saturated',
    'Deployment/cart',
  ],
  [
    'a slow network of one pod',
    snapshotOf(
      [
        ...nodes,
        ...deployment('cart'),
        service('cart'),
        ...deployment('web', { env: [{ name: 'CART_ADDR', value: 'cart:8080' }] }),
        service('web'),
      ],
      {
        metrics: [
          ...metric('latency_p90_ms', 'Service', 'cart', 10, 900),
          ...metric('latency_p90_ms', 'Service', 'web', 20, 2000),
          ...metric('cpu_cores', 'Service', 'cart', 0.02, 0.02),
        ],
      },
    ),
    'network.pod_latency',
    'Deployment/cart',
  ],
];
