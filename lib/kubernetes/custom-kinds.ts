import { STATE_KINDS } from './kinds.ts';

/** The kinds of custom resources that people run and that the product knows, by API group. */

/** A kind of a group: its name, its plural in the path of the API, and whether its objects are outside of namespaces. */
export interface CustomKindRow<Name extends string = string> {
  kind: Name;
  resource: string;
  isClusterWide: boolean;
}

const inNamespaces = <Name extends string>(kind: Name, resource = `${kind.toLowerCase()}s`): CustomKindRow<Name> => ({
  kind,
  resource,
  isClusterWide: false,
});
const outside = <Name extends string>(kind: Name, resource = `${kind.toLowerCase()}s`): CustomKindRow<Name> => ({
  kind,
  resource,
  isClusterWide: true,
});

/**
 * What is read of each group: agent, chart and command line follow this table, whichever version of a group a cluster
 * serves. Left out are kinds that only repeat what others say, that are large (PrometheusRule), or that have the name of a
 * kind of Kubernetes itself: a Service of Knative has a Service of the same name, and its Configuration, Revision and Route
 * say what is wrong with it. A name of a group here is a default of `customResources.groups` in the chart's values.
 */
const GROUPS = {
  'argoproj.io': [inNamespaces('Application'), inNamespaces('ApplicationSet'), inNamespaces('Rollout'), inNamespaces('AnalysisRun')],
  'source.toolkit.fluxcd.io': [
    inNamespaces('GitRepository', 'gitrepositories'),
    inNamespaces('OCIRepository', 'ocirepositories'),
    inNamespaces('HelmRepository', 'helmrepositories'),
    inNamespaces('HelmChart'),
    inNamespaces('Bucket'),
  ],
  'kustomize.toolkit.fluxcd.io': [inNamespaces('Kustomization')],
  'helm.toolkit.fluxcd.io': [inNamespaces('HelmRelease')],
  'cert-manager.io': [inNamespaces('Certificate'), inNamespaces('CertificateRequest'), inNamespaces('Issuer'), outside('ClusterIssuer')],
  'acme.cert-manager.io': [inNamespaces('Order'), inNamespaces('Challenge')],
  'keda.sh': [
    inNamespaces('ScaledObject'),
    inNamespaces('ScaledJob'),
    inNamespaces('TriggerAuthentication'),
    outside('ClusterTriggerAuthentication'),
  ],
  'karpenter.sh': [outside('NodePool'), outside('NodeClaim')],
  'karpenter.k8s.aws': [outside('EC2NodeClass', 'ec2nodeclasses')],
  'external-secrets.io': [
    inNamespaces('ExternalSecret'),
    inNamespaces('PushSecret'),
    inNamespaces('SecretStore'),
    outside('ClusterSecretStore'),
    outside('ClusterExternalSecret'),
  ],
  'operators.coreos.com': [
    inNamespaces('Subscription'),
    inNamespaces('InstallPlan'),
    inNamespaces('ClusterServiceVersion'),
    inNamespaces('CatalogSource'),
    inNamespaces('OperatorGroup'),
  ],
  'networking.istio.io': [inNamespaces('VirtualService'), inNamespaces('DestinationRule'), inNamespaces('ServiceEntry', 'serviceentries')],
  'security.istio.io': [
    inNamespaces('AuthorizationPolicy', 'authorizationpolicies'),
    inNamespaces('PeerAuthentication'),
    inNamespaces('RequestAuthentication'),
  ],
  'route.openshift.io': [inNamespaces('Route')],
  'build.openshift.io': [inNamespaces('Build'), inNamespaces('BuildConfig')],
  'apps.openshift.io': [inNamespaces('DeploymentConfig')],
  'security.openshift.io': [outside('SecurityContextConstraints', 'securitycontextconstraints')],
  'config.openshift.io': [outside('ClusterOperator'), outside('ClusterVersion')],
  'machineconfiguration.openshift.io': [outside('MachineConfigPool')],
  'monitoring.coreos.com': [
    inNamespaces('Prometheus', 'prometheuses'),
    inNamespaces('Alertmanager'),
    inNamespaces('ServiceMonitor'),
    inNamespaces('PodMonitor'),
  ],
  'postgresql.cnpg.io': [inNamespaces('Cluster'), inNamespaces('Backup'), inNamespaces('ScheduledBackup'), inNamespaces('Pooler')],
  'kafka.strimzi.io': [
    inNamespaces('Kafka'),
    inNamespaces('KafkaNodePool'),
    inNamespaces('KafkaTopic'),
    inNamespaces('KafkaUser'),
    inNamespaces('KafkaConnect'),
    inNamespaces('KafkaConnector'),
    inNamespaces('KafkaBridge'),
    inNamespaces('KafkaMirrorMaker2'),
  ],
  'serving.knative.dev': [inNamespaces('Configuration'), inNamespaces('Revision'), inNamespaces('Route')],
  'pkg.crossplane.io': [outside('Provider'), outside('Configuration'), outside('Function')],
  'apiextensions.crossplane.io': [outside('CompositeResourceDefinition')],
  'cluster.x-k8s.io': [
    inNamespaces('Cluster'),
    inNamespaces('MachineDeployment'),
    inNamespaces('MachineSet'),
    inNamespaces('Machine'),
    inNamespaces('MachinePool'),
  ],
  'controlplane.cluster.x-k8s.io': [inNamespaces('KubeadmControlPlane')],
  'velero.io': [inNamespaces('Backup'), inNamespaces('Restore'), inNamespaces('Schedule'), inNamespaces('BackupStorageLocation')],
  'snapshot.storage.k8s.io': [inNamespaces('VolumeSnapshot'), outside('VolumeSnapshotContent')],
} as const;

/** The name of a kind in the table. */
export type CustomKindName = (typeof GROUPS)[keyof typeof GROUPS][number]['kind'];

const TABLE: ReadonlyMap<string, readonly CustomKindRow[]> = new Map(Object.entries(GROUPS));

const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  ...STATE_KINDS.filter(({ namespaced }) => !namespaced).map(({ kind }) => kind),
  ...[...TABLE.values()].flatMap((rows) => rows.filter((one) => one.isClusterWide).map(({ kind }) => kind)),
]);

/** Whether objects of a kind, of Kubernetes or of the table, are outside of namespaces. */
export function isClusterWide(kind: string): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** The groups of the table, in its order. */
export const CUSTOM_GROUPS: readonly string[] = [...TABLE.keys()];

/** The kinds of a group that are read; undefined for a group that the table does not have: then all of its kinds are. */
export function customKindsOf(group: string): readonly CustomKindRow[] | undefined {
  return TABLE.get(group);
}
