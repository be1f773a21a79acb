import { isClusterWide } from '#lib/kubernetes/custom-kinds.ts';
import { dig, type Fields, fields, items, text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Entity, Inventory } from './entities.ts';

/** Where a kind refers to another object by name. */
interface ReferencePath {
  group: string;
  kinds: readonly string[];
  /** The steps to the reference; `[]` after a step stands for every item of a list. */
  at: readonly string[];
  /** The kind that is meant, where the reference does not say it. */
  to: string;
}

const row = (group: string, kinds: string, at: string, to: string): ReferencePath => ({
  group,
  kinds: kinds.split(' '),
  at: at.split(' '),
  to,
});

const FLUX_SOURCE = 'source.toolkit.fluxcd.io';
const FLUX_HELM = 'helm.toolkit.fluxcd.io';
const FLUX_KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const GATEWAY = 'gateway.networking.k8s.io';

/**
 * The references that are followed, by the API documentation of each project. A reference is a name, or an object with a
 * `name` that may also say `kind` and `namespace`. References whose target a controller makes, or whose kind depends on the
 * cloud, are left out.
 */
const REFERENCE_PATHS: readonly ReferencePath[] = [
  row('cert-manager.io', 'Certificate CertificateRequest', 'spec issuerRef', 'Issuer'),
  row('cert-manager.io', 'Issuer', 'spec ca secretName', 'Secret'),
  row('external-secrets.io', 'ExternalSecret', 'spec secretStoreRef', 'SecretStore'),
  row('external-secrets.io', 'PushSecret', 'spec secretStoreRefs[]', 'SecretStore'),
  row(FLUX_SOURCE, 'GitRepository OCIRepository HelmRepository Bucket', 'spec secretRef', 'Secret'),
  row(FLUX_SOURCE, 'HelmChart', 'spec sourceRef', 'HelmRepository'),
  row(FLUX_KUSTOMIZE, 'Kustomization', 'spec sourceRef', 'GitRepository'),
  row(FLUX_KUSTOMIZE, 'Kustomization', 'spec dependsOn[]', 'Kustomization'),
  row(FLUX_KUSTOMIZE, 'Kustomization', 'spec decryption secretRef', 'Secret'),
  row(FLUX_KUSTOMIZE, 'Kustomization', 'spec postBuild substituteFrom[]', 'ConfigMap'),
  row(FLUX_HELM, 'HelmRelease', 'spec chart spec sourceRef', 'HelmRepository'),
  row(FLUX_HELM, 'HelmRelease', 'spec chartRef', 'OCIRepository'),
  row(FLUX_HELM, 'HelmRelease', 'spec dependsOn[]', 'HelmRelease'),
  row(FLUX_HELM, 'HelmRelease', 'spec valuesFrom[]', 'ConfigMap'),
  row('keda.sh', 'ScaledObject', 'spec scaleTargetRef', 'Deployment'),
  row('keda.sh', 'ScaledObject ScaledJob', 'spec triggers[] authenticationRef', 'TriggerAuthentication'),
  row('keda.sh', 'TriggerAuthentication', 'spec secretTargetRef[]', 'Secret'),
  row('argoproj.io', 'Rollout', 'spec workloadRef', 'Deployment'),
  row('argoproj.io', 'Rollout', 'spec strategy canary canaryService', 'Service'),
  row('argoproj.io', 'Rollout', 'spec strategy canary stableService', 'Service'),
  row('argoproj.io', 'Rollout', 'spec strategy blueGreen activeService', 'Service'),
  row('argoproj.io', 'Rollout', 'spec strategy blueGreen previewService', 'Service'),
  row('karpenter.sh', 'NodePool', 'spec template spec nodeClassRef', 'EC2NodeClass'),
  row('route.openshift.io', 'Route', 'spec to', 'Service'),
  row('build.openshift.io', 'BuildConfig', 'spec source sourceSecret', 'Secret'),
  row('monitoring.coreos.com', 'Prometheus Alertmanager', 'spec serviceAccountName', 'ServiceAccount'),
  row('postgresql.cnpg.io', 'Backup ScheduledBackup Pooler', 'spec cluster', 'Cluster'),
  row('postgresql.cnpg.io', 'Cluster', 'spec superuserSecret', 'Secret'),
  row('postgresql.cnpg.io', 'Cluster', 'spec bootstrap initdb secret', 'Secret'),
  row('kafka.strimzi.io', 'KafkaTopic KafkaUser KafkaNodePool', 'metadata labels strimzi.io/cluster', 'Kafka'),
  row('kafka.strimzi.io', 'KafkaConnector', 'metadata labels strimzi.io/cluster', 'KafkaConnect'),
  row('velero.io', 'Backup', 'spec storageLocation', 'BackupStorageLocation'),
  row('velero.io', 'Schedule', 'spec template storageLocation', 'BackupStorageLocation'),
  row('velero.io', 'Restore', 'spec backupName', 'Backup'),
  row('cluster.x-k8s.io', 'MachineDeployment MachineSet Machine MachinePool', 'spec clusterName', 'Cluster'),
  row('snapshot.storage.k8s.io', 'VolumeSnapshot', 'spec source persistentVolumeClaimName', 'PersistentVolumeClaim'),
  row(GATEWAY, 'Gateway', 'spec gatewayClassName', 'GatewayClass'),
  row(GATEWAY, 'Gateway', 'spec listeners[] tls certificateRefs[]', 'Secret'),
  row(GATEWAY, 'HTTPRoute GRPCRoute', 'spec parentRefs[]', 'Gateway'),
];

const BY_KIND = Map.groupBy(
  REFERENCE_PATHS.flatMap((path) => path.kinds.map((kind) => ({ path, id: `${path.group}/${kind}` }))),
  ({ id }) => id,
);

/** A reference of a custom resource: where it stands, and what it means. */
export interface CustomReference {
  path: string;
  target: ObjectRef;
}

/** What a custom resource refers to, by the table; without references that may be missing. */
export function customReferencesOf({ ref: own, object }: Pick<Entity, 'ref' | 'object'>): CustomReference[] {
  const group = (text(object.apiVersion) ?? '').split('/')[0];
  return (BY_KIND.get(`${group}/${text(object.kind) ?? own.kind}`) ?? []).flatMap(({ path: { at, to } }) =>
    valuesAt(object, at).flatMap((value) => {
      const target = targetOf(value, to, own.namespace);
      return target ? [{ path: at.join('.'), target }] : [];
    }),
  );
}

/** The references whose target does not exist: only where all objects of its kind in that namespace were read. */
export function danglingReferences(inventory: Inventory, entity: Entity): CustomReference[] {
  return customReferencesOf(entity).filter(
    ({ target }) => inventory.isWhole(target.kind, target.namespace) && !inventory.find(target.kind, target.namespace, target.name),
  );
}

function targetOf(value: unknown, to: string, namespace: string | undefined): ObjectRef | undefined {
  if (typeof value === 'string') return value === '' ? undefined : place(to, namespace, value);
  const reference: Fields = fields(value);
  const name = text(reference.name);
  if (name === undefined || name === '' || reference.optional === true) return undefined;
  return place(text(reference.kind) ?? to, text(reference.namespace) ?? namespace, name);
}

function place(kind: string, namespace: string | undefined, name: string): ObjectRef | undefined {
  if (isClusterWide(kind)) return ref(kind, undefined, name);
  return namespace === undefined ? undefined : ref(kind, namespace, name);
}

function valuesAt(object: unknown, steps: readonly string[]): unknown[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [object];
  if (!step.endsWith('[]')) return valuesAt(dig(object, step), rest);
  const list = dig(object, step.slice(0, -2));
  return items(list).flatMap((item) => valuesAt(item, rest));
}
