import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { PLATFORM_KINDS } from './custom-kinds-platform.ts';
import { anyOf, type CustomKind, conditions, consequence, of, phases, type Signal, told } from './custom-signals.ts';

const SUBSCRIPTION = 'operator.subscription_failed';

const ready = conditions('Ready=False');
const stalledOrNotReady = conditions('Stalled=True Ready=False');

/** The catalog that a Subscription names, if it does not exist. */
const missingCatalog: Signal = (object, _entity, cluster) => {
  const [name, namespace] = [text(dig(object, 'spec', 'source')), text(dig(object, 'spec', 'sourceNamespace'))];
  if (!name || !cluster.knows('CatalogSource', namespace) || cluster.find('CatalogSource', namespace, name)) return undefined;
  return {
    path: 'spec.source',
    value: name,
    message: `the CatalogSource ${namespace ? `${namespace}/` : ''}${name} that it names does not exist`,
  };
};

/** The conditions of an Application have no status: they exist while they hold, and errors end with Error. */
const applicationError: Signal = (object) => {
  const found = items(dig(object, 'status', 'conditions')).find(({ type }) => /Error$/.test(text(type) ?? ''));
  const type = text(found?.type);
  return type === undefined ? undefined : { path: 'status.conditions', value: type, message: text(found?.message) ?? type };
};

/** A catalog whose registry does not answer. */
const unreachableCatalog: Signal = (object) => {
  const state = text(dig(object, 'status', 'connectionState', 'lastObservedState'));
  if (state !== 'TRANSIENT_FAILURE') return undefined;
  return { path: 'status.connectionState', value: state, message: 'its registry pod does not answer' };
};

/** Of a Helm release or a Kustomization that waits for its workloads, or for another one, it is those that fail. */
const waiting: Signal = (object, entity, cluster) => {
  const failure = stalledOrNotReady(object, entity, cluster);
  const isWaiting = /^(HealthCheckFailed|DependencyNotReady)$/.test(
    text(items(dig(object, 'status', 'conditions')).find(({ type }) => type === 'Ready')?.reason) ?? '',
  );
  return (
    failure && {
      ...failure,
      ...((isWaiting || /timed out waiting|context deadline exceeded/i.test(failure.message)) && { isConsequence: true }),
    }
  );
};

/**
 * The kinds that are known, and what says that one of them fails. A line a kind, or several that say the same. Sources: the
 * documentation of each project (argo-cd.readthedocs.io, operator-manual/health; fluxcd.io/flux/components, "Conditions";
 * cert-manager.io/docs/concepts; keda.sh/docs/concepts; karpenter.sh/docs/concepts; external-secrets.io/latest/api;
 * gateway-api.sigs.k8s.io/reference/spec; docs.openshift.com; prometheus-operator.dev/docs/api-reference;
 * cloudnative-pg.io/documentation; strimzi.io/docs; knative.dev/docs; docs.crossplane.io; cluster-api.sigs.k8s.io; velero.io/docs)
 * and github.com/operator-framework/api, pkg/operators/v1alpha1.
 */
export const CUSTOM_KINDS: readonly CustomKind[] = [
  ...of(
    'operators.coreos.com',
    'Subscription',
    anyOf(
      missingCatalog,
      conditions(
        'ResolutionFailed=True CatalogSourcesUnhealthy=True InstallPlanFailed=True BundleUnpackFailed=True InstallPlanMissing=True',
      ),
    ),
    'Correct the catalog, the channel or the package that it names, or the catalog itself.',
    SUBSCRIPTION,
  ),
  ...of(
    'operators.coreos.com',
    'InstallPlan',
    phases('Failed'),
    'Correct what its message names, then delete it: the Subscription makes another one.',
    SUBSCRIPTION,
  ),
  ...of(
    'operators.coreos.com',
    'ClusterServiceVersion',
    phases('Failed'),
    'Correct the requirement or the deployment that its message names.',
    SUBSCRIPTION,
  ),
  ...of('operators.coreos.com', 'CatalogSource', unreachableCatalog, 'Look at the pod of the catalog and at its image.', SUBSCRIPTION),
  ...of(
    'cert-manager.io',
    'Issuer ClusterIssuer',
    ready,
    'Correct the account, the credentials or the Secret of the certificate authority that its message names.',
    'certificate.issuer_not_ready',
  ),
  ...of(
    'cert-manager.io',
    'CertificateRequest',
    consequence(conditions('InvalidRequest=True Denied=True Ready=False')),
    'Correct the Certificate or its issuer; cert-manager asks again by itself.',
    'tls.certificate_invalid',
  ),
  ...of(
    'acme.cert-manager.io',
    'Order Challenge',
    told(['status', 'state'], ['invalid', 'errored', 'expired'], 'status', 'reason'),
    'Make the domain answer the challenge (its DNS record, or the path that the authority asks for), then delete the order.',
    'tls.certificate_invalid',
  ),
  ...of(
    'build.openshift.io',
    'Build',
    phases('Failed', 'Error'),
    'Correct the build configuration, then start the build again.',
    'build.failed',
  ),
  ...of(
    'argoproj.io',
    'Application',
    anyOf(applicationError, told(['status', 'operationState', 'phase'], ['Failed', 'Error'], 'status', 'operationState', 'message')),
    'Correct in the Git repository what the message names, or the access to the repository; then sync the application.',
  ),
  ...of('argoproj.io', 'ApplicationSet', conditions('ErrorOccurred=True'), 'Correct the generator or the template that its message names.'),
  ...of(
    'argoproj.io',
    'Rollout',
    anyOf(conditions('InvalidSpec=True'), consequence(phases('Degraded'))),
    'Correct what its message names; an aborted rollout goes on with: kubectl argo rollouts retry.',
  ),
  ...of('argoproj.io', 'AnalysisRun', consequence(phases('Failed', 'Error')), 'Look at the measurement that failed: it stops the rollout.'),
  ...of(
    'source.toolkit.fluxcd.io',
    'GitRepository OCIRepository HelmRepository HelmChart Bucket',
    conditions('Stalled=True FetchFailed=True Ready=False'),
    'Correct the address, the reference or the credentials of the source; nothing new is applied until it can be fetched.',
  ),
  ...of(
    'kustomize.toolkit.fluxcd.io',
    'Kustomization',
    waiting,
    'Correct in the Git repository what the message names, then reconcile: what is applied by hand is undone.',
  ),
  ...of(
    'helm.toolkit.fluxcd.io',
    'HelmRelease',
    waiting,
    'Correct the values or the chart in the Git repository, then reconcile the release.',
  ),
  ...of('keda.sh', 'ScaledObject ScaledJob', ready, 'Correct the trigger, its credentials or the target that its message names.'),
  ...of(
    'karpenter.sh',
    'NodePool',
    conditions('ValidationSucceeded=False NodeClassReady=False Ready=False'),
    'Correct the pool or its node class: without it no node is added.',
  ),
  ...of(
    'karpenter.sh',
    'NodeClaim',
    conditions('Launched=False Registered=False Initialized=False'),
    'Look at what the cloud answered: capacity, quota, image or permission.',
  ),
  ...of(
    'karpenter.k8s.aws',
    'EC2NodeClass',
    conditions(
      'ValidationSucceeded=False SubnetsReady=False SecurityGroupsReady=False AMIsReady=False InstanceProfileReady=False Ready=False',
    ),
    'Correct the selector (subnets, security groups, images) or the role that its message names.',
  ),
  ...of(
    'external-secrets.io',
    'ExternalSecret PushSecret ClusterExternalSecret',
    ready,
    'Correct the key, the store or its credentials: until then the Secret is missing or stays old.',
  ),
  ...of('external-secrets.io', 'SecretStore ClusterSecretStore', ready, 'Correct the address or the credentials of the store.'),
  ...PLATFORM_KINDS,
];
