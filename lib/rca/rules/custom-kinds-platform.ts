import { dig, text } from '#lib/kubernetes/fields.ts';
import { anyOf, type CustomKind, conditions, consequence, nestedConditions, of, phases, told } from './custom-signals.ts';

const ROUTE = 'gateway.route_wrong';

/** The second part of the table in custom-kinds-table.ts, which names the sources: gateways, platforms, data and backups. */
export const PLATFORM_KINDS: readonly CustomKind[] = [
  ...of(
    'gateway.networking.k8s.io',
    'GatewayClass',
    conditions('Accepted=False'),
    'Correct the class, or install the controller that it names.',
    ROUTE,
  ),
  ...of(
    'gateway.networking.k8s.io',
    'Gateway',
    anyOf(
      conditions('Accepted=False Programmed=False'),
      nestedConditions('ResolvedRefs=False Accepted=False Programmed=False', 'status', 'listeners'),
    ),
    'Correct the listener, its certificate or its class.',
    ROUTE,
  ),
  ...of(
    'gateway.networking.k8s.io',
    'HTTPRoute GRPCRoute',
    nestedConditions('Accepted=False ResolvedRefs=False', 'status', 'parents'),
    'Correct the gateway, the host name or the backend that the route names; for one in another namespace add a ReferenceGrant.',
    ROUTE,
  ),
  ...of(
    'route.openshift.io',
    'Route',
    nestedConditions('Admitted=False', 'status', 'ingress'),
    'Correct the host (another route may have claimed it) or the certificate.',
    ROUTE,
  ),
  ...of(
    'config.openshift.io',
    'ClusterOperator',
    conditions('Available=False Degraded=True'),
    'Look at the operator and at what its message names.',
  ),
  ...of(
    'config.openshift.io',
    'ClusterVersion',
    conditions('Failing=True Available=False'),
    'Look at the cluster operator that its message names.',
  ),
  ...of('apps.openshift.io', 'DeploymentConfig', consequence(conditions('Progressing=False Available=False')), 'Look at its pods.'),
  ...of(
    'machineconfiguration.openshift.io',
    'MachineConfigPool',
    conditions('RenderDegraded=True NodeDegraded=True Degraded=True'),
    'Correct the machine configuration or the node that its message names.',
  ),
  ...of(
    'monitoring.coreos.com',
    'Prometheus Alertmanager',
    anyOf(conditions('Reconciled=False'), consequence(conditions('Available=False'))),
    'Correct what its message names: a Secret, a rule or a field.',
  ),
  ...of(
    'postgresql.cnpg.io',
    'Cluster',
    anyOf(conditions('ContinuousArchiving=False LastBackupSucceeded=False'), consequence(conditions('Ready=False'))),
    'Correct the credentials or the address of the backup store, or look at the instances.',
  ),
  ...of(
    'postgresql.cnpg.io',
    'Backup',
    told(['status', 'phase'], ['failed', 'walArchivingFailing'], 'status', 'error'),
    'Correct the store of the backups, then back up again.',
  ),
  ...of(
    'kafka.strimzi.io',
    'Kafka KafkaNodePool KafkaTopic KafkaUser KafkaConnect KafkaConnector KafkaBridge KafkaMirrorMaker2',
    conditions('NotReady=True Ready=False'),
    'Correct what its message names; the operator tries again by itself.',
  ),
  ...of(
    'serving.knative.dev',
    'Configuration Revision Route',
    consequence(conditions('Ready=False')),
    'Look at the revision that its message names, and at its pods.',
  ),
  ...of(
    'pkg.crossplane.io',
    'Provider Configuration Function',
    conditions('Installed=False Healthy=False'),
    'Correct the package, or the credentials for its registry.',
  ),
  ...of(
    'apiextensions.crossplane.io',
    'CompositeResourceDefinition',
    conditions('Established=False Offered=False'),
    'Correct the definition.',
  ),
  ...of(
    'cluster.x-k8s.io',
    'Cluster MachineDeployment MachineSet Machine MachinePool',
    anyOf(phases('Failed'), conditions('Ready=False Available=False')),
    'Look at the infrastructure object that it refers to: the cloud gave the reason there.',
  ),
  ...of(
    'controlplane.cluster.x-k8s.io',
    'KubeadmControlPlane',
    conditions('Ready=False Available=False'),
    'Look at the machine that its message names.',
  ),
  ...of(
    'velero.io',
    'Backup Restore Schedule',
    told(['status', 'phase'], ['Failed', 'PartiallyFailed', 'FailedValidation'], 'status', 'failureReason'),
    'Read why: velero backup describe, or velero restore describe.',
  ),
  ...of(
    'velero.io',
    'BackupStorageLocation',
    phases('Unavailable'),
    'Correct the bucket or the credentials: nothing is backed up until then.',
  ),
  ...of(
    'snapshot.storage.k8s.io',
    'VolumeSnapshot VolumeSnapshotContent',
    (object) => {
      const message = text(dig(object, 'status', 'error', 'message'));
      return message === undefined ? undefined : { path: 'status.error', value: message, message };
    },
    'Correct the snapshot class or the driver that the message names.',
  ),
];
