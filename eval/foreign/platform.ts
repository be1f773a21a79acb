import { eventAbout, logOf, plain, unplaced } from '#lib/rca/testing/minimal.ts';
import { stamp } from '#lib/rca/testing/snapshots.ts';
import { deployment, type ForeignCase, KUBE, notReady, podOf, ready, ref, setOf, wide } from './objects.ts';

/** What the cluster, the cloud and controllers provide. */
export const PLATFORM: readonly ForeignCase[] = [
  {
    truth: { id: 'load-balancer-refused', object: ref('Service', 'front'), accepted: ['resource.not_reconciled'] },
    from: 'https://github.com/jupyterhub/helm-chart/issues/111',
    resources: [
      plain('Service', 'front', {
        spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
        status: { loadBalancer: {} },
      }),
      deployment('web', {}, 1),
      setOf('web'),
      podOf('web', 'x2k4q', ready),
    ],
    events: [
      eventAbout(
        'Service',
        'front',
        'SyncLoadBalancerFailed',
        'Error syncing load balancer: failed to ensure load balancer: error waiting for load balancer to be deployed: context deadline exceeded',
      ),
    ],
  },
  {
    truth: { id: 'metrics-of-kubelets', object: 'app/metrics-server', accepted: ['tls.certificate_invalid'] },
    from: 'https://github.com/kubernetes-sigs/metrics-server/issues/1025',
    resources: [
      deployment('metrics-server'),
      setOf('metrics-server'),
      podOf('metrics-server', 'x2k4q', {
        state: { state: { running: { startedAt: stamp(20) } } },
        status: {
          phase: 'Running',
          conditions: [
            { type: 'PodScheduled', status: 'True' },
            { type: 'Ready', status: 'False', lastTransitionTime: stamp(20), message: 'containers with unready status: [main]' },
          ],
        },
      }),
      plain('Service', 'metrics-server', { spec: { selector: { app: 'metrics-server' }, ports: [{ port: 443 }] } }),
      {
        ...plain('APIService', 'v1beta1.metrics.k8s.io', {
          apiVersion: 'apiregistration.k8s.io/v1',
          spec: { service: { name: 'metrics-server', namespace: 'default' }, group: 'metrics.k8s.io', version: 'v1beta1' },
          status: {
            conditions: [
              {
                type: 'Available',
                status: 'False',
                reason: 'MissingEndpoints',
                message: 'endpoints for service/metrics-server in "default" have no addresses with port name "https"',
                lastTransitionTime: stamp(20),
              },
            ],
          },
        }),
      },
      plain('HorizontalPodAutoscaler', 'web', {
        apiVersion: 'autoscaling/v2',
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 4 },
        status: {
          conditions: [
            {
              type: 'ScalingActive',
              status: 'False',
              reason: 'FailedGetResourceMetric',
              message:
                'unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)',
            },
          ],
        },
      }),
    ],
    logs: [
      logOf(
        'metrics-server-7c9d8f6b5-x2k4q',
        Array.from(
          { length: 6 },
          (_, index) =>
            `E0511 23:14:${14 + index}.168158       1 scraper.go:140] "Failed to scrape node" err="Get \\"https://10.0.0.7:10250/metrics/resource\\": x509: cannot validate certificate for 10.0.0.7 because it doesn't contain any IP SANs" node="worker-1"`,
        ),
        false,
      ),
    ],
  },
  {
    truth: { id: 'gitops-waits-for-gitops', object: ref('HelmRelease', 'velero'), accepted: ['resource.not_reconciled'] },
    from: 'https://github.com/fluxcd/flux2/issues/3302',
    resources: [
      notReady('rabbitmq', 'HelmRelease', 'helm.toolkit.fluxcd.io/v2', 'DependencyNotReady', "dependency 'default/velero' is not ready", {
        dependsOn: [{ name: 'velero' }],
      }),
      notReady(
        'velero',
        'HelmRelease',
        'helm.toolkit.fluxcd.io/v2',
        'UpgradeFailed',
        'Helm upgrade failed for release default/velero with chart velero@2.32.1: context deadline exceeded',
      ),
    ],
  },
  {
    truth: {
      id: 'etcd-out-of-space',
      object: wide('Component', 'etcd'),
      accepted: ['control_plane.component_down', 'storage.volume_full', 'storage.fragmented'],
      any_namespace: true,
    },
    from: `${KUBE}/kubernetes/issues/45037`,
    resources: [deployment('web')],
    events: [eventAbout('ReplicaSet', 'web-7c9d8f6b5', 'FailedCreate', 'Error creating: etcdserver: mvcc: database space exceeded')],
  },
  {
    truth: {
      id: 'vault-denies',
      object: ref('ExternalSecret', 'db'),
      objects: [ref('Secret', 'db'), 'app/api'],
      accepted: ['resource.not_reconciled', 'config.secret_missing', 'rbac.forbidden'],
    },
    from: 'https://github.com/ministryofjustice/analytical-platform/issues/9999',
    resources: [
      deployment('api', { envFrom: [{ secretRef: { name: 'db' } }] }),
      setOf('api'),
      podOf('api', 'x2k4q', {
        waiting: ['CreateContainerConfigError', 'secret "db" not found'],
        container: { envFrom: [{ secretRef: { name: 'db' } }] },
      }),
      notReady(
        'db',
        'ExternalSecret',
        'external-secrets.io/v1',
        'SecretSyncedError',
        'could not get secret data from provider: AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue',
        { target: { name: 'db' } },
      ),
    ],
  },
  {
    truth: {
      id: 'cloud-denies-the-volume',
      object: ref('PersistentVolumeClaim', 'data'),
      objects: [ref('Pod', 'db')],
      accepted: ['rbac.forbidden', 'storage.class_wrong', 'storage.mount_failed', 'resource.not_reconciled'],
    },
    from: `${KUBE}-sigs/aws-ebs-csi-driver/issues/1449`,
    resources: [
      unplaced('db', '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.', {
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      }),
      plain('PersistentVolumeClaim', 'data', {
        spec: { storageClassName: 'gp3', accessModes: ['ReadWriteOnce'] },
        status: { phase: 'Pending' },
      }),
      plain('StorageClass', 'gp3', { apiVersion: 'storage.k8s.io/v1', provisioner: 'ebs.csi.aws.com', volumeBindingMode: 'Immediate' }),
    ],
    events: [
      eventAbout(
        'PersistentVolumeClaim',
        'data',
        'ProvisioningFailed',
        'failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not create volume "pvc-1": could not create volume in EC2: UnauthorizedOperation: You are not authorized to perform this operation.',
      ),
    ],
  },
];
