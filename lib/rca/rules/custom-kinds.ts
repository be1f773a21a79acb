import { dig, items, text } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { ref } from '#lib/kubernetes/refs.ts';
import type { Cluster, Entity } from '../cluster/index.ts';

/** What is wrong with a custom resource: the field that says so, its value, and what its controller says about it. */
export interface Failure {
  path: string;
  value: string;
  message: string;
}

/** A kind of custom resource and how its controller reports that it fails. */
export interface CustomKind {
  kind: string;
  /** The API group, such as `cert-manager.io`: other projects use the same kinds. */
  group: string;
  code: string;
  failure(object: KubernetesObject, entity: Entity, cluster: Cluster): Failure | undefined;
  /** What to do about it, a whole sentence. */
  remedy: string;
}

/** The first condition of a type that has the status, as a failure. */
function conditionIs(object: KubernetesObject, types: readonly string[], status: 'True' | 'False'): Failure | undefined {
  for (const type of types) {
    const one = items(dig(object, 'status', 'conditions')).find((condition) => condition.type === type && condition.status === status);
    if (one) return { path: `status.conditions[${type}]`, value: status, message: text(one.message) ?? text(one.reason) ?? type };
  }
  return undefined;
}

/** A phase that means failure, with the message or reason beside it. */
function phaseIs(object: KubernetesObject, phases: readonly string[]): Failure | undefined {
  const phase = text(dig(object, 'status', 'phase'));
  if (phase === undefined || !phases.includes(phase)) return undefined;
  return {
    path: 'status.phase',
    value: phase,
    message: text(dig(object, 'status', 'message')) ?? text(dig(object, 'status', 'reason')) ?? phase,
  };
}

const OLM = 'operators.coreos.com';
const CERT_MANAGER = 'cert-manager.io';

/** The catalog that a Subscription names, if it does not exist. */
function missingCatalog(object: KubernetesObject, _entity: Entity, cluster: Cluster): Failure | undefined {
  const [name, namespace] = [text(dig(object, 'spec', 'source')), text(dig(object, 'spec', 'sourceNamespace'))];
  if (!name || !cluster.knows('CatalogSource', namespace) || cluster.find('CatalogSource', namespace, name)) return undefined;
  return {
    path: 'spec.source',
    value: name,
    message: `the CatalogSource ${namespace ? `${namespace}/` : ''}${name} that it names does not exist`,
  };
}

/**
 * The kinds that are known. Sources: github.com/operator-framework/api, pkg/operators/v1alpha1 (conditions and phases of the
 * Operator Lifecycle Manager); cert-manager.io/docs/concepts/issuer; docs.openshift.com, "Build strategies" (phases and reasons).
 */
export const CUSTOM_KINDS: readonly CustomKind[] = [
  {
    kind: 'Subscription',
    group: OLM,
    code: 'operator.subscription_failed',
    failure: (object, entity, cluster) =>
      missingCatalog(object, entity, cluster) ??
      conditionIs(
        object,
        ['ResolutionFailed', 'CatalogSourcesUnhealthy', 'InstallPlanFailed', 'BundleUnpackFailed', 'InstallPlanMissing'],
        'True',
      ),
    remedy: 'Correct the catalog, the channel or the package that it names, or the catalog itself.',
  },
  {
    kind: 'InstallPlan',
    group: OLM,
    code: 'operator.subscription_failed',
    failure: (object) => phaseIs(object, ['Failed']),
    remedy: 'Correct what its message names, then delete it: the Subscription makes another one.',
  },
  {
    kind: 'ClusterServiceVersion',
    group: OLM,
    code: 'operator.subscription_failed',
    failure: (object) => phaseIs(object, ['Failed']),
    remedy: 'Correct the requirement or the deployment that its message names.',
  },
  {
    kind: 'CatalogSource',
    group: OLM,
    code: 'operator.subscription_failed',
    failure(object) {
      const state = text(dig(object, 'status', 'connectionState', 'lastObservedState'));
      if (state !== 'TRANSIENT_FAILURE') return undefined;
      return { path: 'status.connectionState', value: state, message: 'its registry pod does not answer' };
    },
    remedy: 'Look at the pod of the catalog and at its image.',
  },
  ...['Issuer', 'ClusterIssuer'].map((kind) => ({
    kind,
    group: CERT_MANAGER,
    code: 'certificate.issuer_not_ready',
    failure: (object: KubernetesObject) => conditionIs(object, ['Ready'], 'False'),
    remedy: 'Correct the account, the credentials or the Secret of the certificate authority that its message names.',
  })),
  {
    kind: 'Build',
    group: 'build.openshift.io',
    code: 'build.failed',
    failure: (object) => phaseIs(object, ['Failed', 'Error']),
    remedy: 'Correct the build configuration, then start the build again.',
  },
];

/** The entry for an object; undefined for a kind that is not known. */
export function customKindOf({ ref: { kind }, object }: Entity): CustomKind | undefined {
  const group = (text(object.apiVersion) ?? '').split('/')[0];
  return CUSTOM_KINDS.find((one) => one.kind === kind && one.group === group);
}

/** The issuer that a cert-manager Certificate names. */
export function issuerOf({ ref: own, object }: Entity) {
  const name = text(dig(object, 'spec', 'issuerRef', 'name'));
  const kind = text(dig(object, 'spec', 'issuerRef', 'kind')) ?? 'Issuer';
  return name === undefined ? undefined : ref(kind, kind === 'ClusterIssuer' ? undefined : own.namespace, name);
}
