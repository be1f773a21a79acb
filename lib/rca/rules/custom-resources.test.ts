import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose, diagnoseGroups } from '../diagnose.ts';
import { diagnosisOf, firstOf, lonePod } from '../testing/minimal.ts';
import { snapshotOf, stamp, WINDOW } from '../testing/snapshots.ts';

/** A custom resource in the namespace default. */
const custom = (apiVersion: string, kind: string, name: string, body: KubernetesObject): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default', uid: `uid-${kind}-${name}` },
  ...body,
});
const OLM = 'operators.coreos.com/v1alpha1';
const catalog = custom(OLM, 'CatalogSource', 'community', { status: { connectionState: { lastObservedState: 'READY' } } });
const subscription = (body: KubernetesObject) => custom(OLM, 'Subscription', 'db', body);
const condition = (type: string, status: string, message: string) => ({ status: { conditions: [{ type, status, message }] } });
const issuer = (body: KubernetesObject) => custom('cert-manager.io/v1', 'Issuer', 'ca', body);
const certificate = custom('cert-manager.io/v1', 'Certificate', 'web', {
  spec: { issuerRef: { name: 'ca' } },
  ...condition('Ready', 'False', 'Issuing certificate as Secret does not exist'),
});

describe('a custom resource whose controller reports a failure is blamed', () => {
  it.each([
    [
      'a Subscription that cannot be resolved',
      [subscription(condition('ResolutionFailed', 'True', 'no operators found in channel beta'))],
      'operator.subscription_failed Subscription/db',
    ],
    [
      'a Subscription whose catalog does not exist',
      [catalog, subscription({ spec: { source: 'removed', sourceNamespace: 'default' } })],
      'operator.subscription_failed Subscription/db',
    ],
    [
      'a ClusterServiceVersion that failed',
      [custom(OLM, 'ClusterServiceVersion', 'db.v1', { status: { phase: 'Failed', message: 'install strategy failed' } })],
      'operator.subscription_failed ClusterServiceVersion/db.v1',
    ],
    [
      'an issuer, before the certificates that it cannot issue',
      [certificate, issuer(condition('Ready', 'False', 'Error getting keypair for CA issuer: secret "ca" not found'))],
      'certificate.issuer_not_ready Issuer/ca',
    ],
    [
      'the BuildConfig of a build that cannot fetch its source',
      [
        custom('build.openshift.io/v1', 'Build', 'web-3', {
          status: { phase: 'Failed', reason: 'FetchSourceFailed', message: 'Failed to fetch the input source.', config: { name: 'web' } },
        }),
      ],
      'build.source_invalid BuildConfig/web',
    ],
  ])('%s', (_, resources, answer) => expect(firstOf({ resources })).toBe(answer));

  it('with what its controller says', () => {
    const { reason } = diagnosisOf({
      resources: [subscription(condition('ResolutionFailed', 'True', 'no operators found in channel beta'))],
    });
    expect(reason).toContain('no operators found in channel beta');
  });
});

/** A condition that holds since some minutes. */
const since = (minutes: number, type: string, status: string, message: string, more: KubernetesObject = {}) => ({
  status: { conditions: [{ type, status, message, lastTransitionTime: stamp(minutes), ...more }] },
});
const parents = (type: string, message: string) => ({
  status: { parents: [{ conditions: [{ type, status: 'False', message, lastTransitionTime: stamp(9) }] }] },
});

describe('the kinds that people run are read as their projects document them', () => {
  it.each<[string, string, KubernetesObject, string]>([
    [
      'argoproj.io/v1alpha1',
      'Application',
      { status: { conditions: [{ type: 'ComparisonError', message: 'repository not found' }] } },
      'resource.not_reconciled',
    ],
    [
      'argoproj.io/v1alpha1',
      'Application',
      { status: { operationState: { phase: 'Failed', message: 'one or more objects failed to apply' } } },
      'resource.not_reconciled',
    ],
    ['argoproj.io/v1alpha1', 'Rollout', since(9, 'InvalidSpec', 'True', 'the strategy is missing'), 'resource.not_reconciled'],
    ['source.toolkit.fluxcd.io/v1', 'GitRepository', since(9, 'Ready', 'False', 'authentication required'), 'resource.not_reconciled'],
    [
      'kustomize.toolkit.fluxcd.io/v1',
      'Kustomization',
      since(9, 'Ready', 'False', 'kustomization path not found'),
      'resource.not_reconciled',
    ],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', since(9, 'Stalled', 'True', 'exhausted retries'), 'resource.not_reconciled'],
    ['keda.sh/v1alpha1', 'ScaledObject', since(9, 'Ready', 'False', 'error parsing metadata'), 'resource.not_reconciled'],
    ['karpenter.sh/v1', 'NodePool', since(9, 'NodeClassReady', 'False', 'node class not found'), 'resource.not_reconciled'],
    ['karpenter.k8s.aws/v1', 'EC2NodeClass', since(9, 'SubnetsReady', 'False', 'no subnets found'), 'resource.not_reconciled'],
    ['external-secrets.io/v1', 'ExternalSecret', since(9, 'Ready', 'False', 'could not get secret data'), 'resource.not_reconciled'],
    ['gateway.networking.k8s.io/v1', 'Gateway', since(9, 'Programmed', 'False', 'no address'), 'gateway.route_wrong'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', parents('ResolvedRefs', 'backend not found'), 'gateway.route_wrong'],
    [
      'route.openshift.io/v1',
      'Route',
      { status: { ingress: [{ conditions: [{ type: 'Admitted', status: 'False', message: 'host already claimed' }] }] } },
      'gateway.route_wrong',
    ],
    ['config.openshift.io/v1', 'ClusterOperator', since(9, 'Degraded', 'True', 'etcd is degraded'), 'resource.not_reconciled'],
    ['monitoring.coreos.com/v1', 'Prometheus', since(9, 'Reconciled', 'False', 'secret not found'), 'resource.not_reconciled'],
    ['postgresql.cnpg.io/v1', 'Cluster', since(9, 'ContinuousArchiving', 'False', 'access denied'), 'resource.not_reconciled'],
    ['kafka.strimzi.io/v1beta2', 'Kafka', since(9, 'NotReady', 'True', 'invalid listener'), 'resource.not_reconciled'],
    ['pkg.crossplane.io/v1', 'Provider', since(9, 'Installed', 'False', 'cannot unpack package'), 'resource.not_reconciled'],
    ['cluster.x-k8s.io/v1beta1', 'Machine', { status: { phase: 'Failed', message: 'no capacity' } }, 'resource.not_reconciled'],
    ['velero.io/v1', 'BackupStorageLocation', { status: { phase: 'Unavailable', message: 'bucket not found' } }, 'resource.not_reconciled'],
    ['acme.cert-manager.io/v1', 'Challenge', { status: { state: 'invalid', reason: 'DNS record not found' } }, 'tls.certificate_invalid'],
    ['example.com/v1', 'Widget', since(9, 'Ready', 'False', 'failed to reach the backend'), 'resource.not_reconciled'],
  ])('%s %s', (apiVersion, kind, body, code) => {
    expect(firstOf({ resources: [custom(apiVersion, kind, 'web', body)] })).toBe(`${code} ${kind}/web`);
  });

  it.each<[string, string, KubernetesObject]>([
    ['a condition that is only just so', 'Kustomization', since(1, 'Ready', 'False', 'failed')],
    [
      'a condition about an older generation',
      'Kustomization',
      { ...since(9, 'Ready', 'False', 'failed', { observedGeneration: 1 }), generation: 2 },
    ],
    ['a controller that is at work', 'Kustomization', since(9, 'Ready', 'False', 'Reconciliation in progress', { reason: 'Progressing' })],
    ['a resource that was suspended', 'Kustomization', { ...since(9, 'Ready', 'False', 'failed'), spec: { suspend: true } }],
    [
      'a resource that only waits for its workloads',
      'Kustomization',
      since(9, 'Ready', 'False', 'timeout waiting for: [Deployment/web]', { reason: 'HealthCheckFailed' }),
    ],
  ])('%s is no incident of its own', (_, kind, { generation, ...body }) => {
    const object = custom('kustomize.toolkit.fluxcd.io/v1', kind, 'web', body);
    if (generation !== undefined) (object.metadata as KubernetesObject).generation = generation;
    expect(diagnoseGroups(snapshotOf([object]), WINDOW)).toEqual([]);
  });

  it('a kind that nobody described and that does not say that it failed is no incident', () => {
    const widget = custom('example.com/v1', 'Widget', 'web', since(9, 'Ready', 'False', 'two of three parts are there'));
    expect(diagnosisOf({ resources: [widget] }).verdict).toBe('no_incident');
  });

  it('a Service of Knative and the Service of the same name are two objects', () => {
    const core = custom('v1', 'Service', 'web', { spec: { selector: { app: 'web' } } });
    const knative = custom('serving.knative.dev/v1', 'Service', 'web', since(9, 'Ready', 'False', 'Revision failed'));
    const { causes } = diagnosisOf({ resources: [core, knative] });
    expect(causes.some(({ object }) => object.kind === 'Service.serving.knative.dev')).toBe(true);
  });
});

describe('a custom resource that refers to something which does not exist', () => {
  const release = custom('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'web', {
    spec: { chart: { spec: { sourceRef: { kind: 'HelmRepository', name: 'charts' } } } },
  });
  const read = (...kinds: string[]) => ({ read: { kinds } });

  it('is blamed, with the name that is missing', () => {
    const [first] = diagnose(snapshotOf([release], read('HelmRepository')), WINDOW).causes;
    expect(first).toMatchObject({ code: 'resource.not_reconciled', object: { kind: 'HelmRelease', name: 'web' } });
    expect(first?.summary).toContain('HelmRepository default/charts, which does not exist');
  });

  it.each<[string, KubernetesObject[], object]>([
    ['while nobody has read all objects of that kind', [release], {}],
    ['while the name exists', [release, custom('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'charts', {})], read('HelmRepository')],
    ['while its controller says that all is well', [{ ...release, ...condition('Ready', 'True', 'ok') }], read('HelmRepository')],
    [
      'in a namespace of which nothing was read',
      [custom('keda.sh/v1alpha1', 'ScaledObject', 'web', { spec: { scaleTargetRef: { name: 'web', namespace: 'elsewhere' } } })],
      read('Deployment'),
    ],
  ])('is not blamed %s', (_, resources, more) => {
    expect(diagnose(snapshotOf(resources, more), WINDOW).verdict).toBe('no_incident');
  });

  it('gives way to what it refers to, where that fails', () => {
    const source = custom('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'charts', since(9, 'Ready', 'False', 'failed to fetch index'));
    const failing = { ...release, ...since(8, 'Ready', 'False', 'chart not found') };
    expect(firstOf({ resources: [failing, source] })).toBe('resource.not_reconciled HelmRepository/charts');
  });

  it('an ExternalSecret that fails explains the pods that wait for its Secret', () => {
    const external = custom('external-secrets.io/v1', 'ExternalSecret', 'db', since(9, 'Ready', 'False', 'could not get secret data'));
    const pod = lonePod('api', {
      waiting: ['CreateContainerConfigError', 'secret "db" not found'],
      container: { envFrom: [{ secretRef: { name: 'db' } }] },
    });
    expect(firstOf({ resources: [pod, external] })).toBe('resource.not_reconciled ExternalSecret/db');
  });
});

describe('nothing is wrong', () => {
  it.each([
    [
      'while its conditions are good',
      [
        catalog,
        subscription({
          spec: { source: 'community', sourceNamespace: 'default' },
          ...condition('CatalogSourcesUnhealthy', 'False', 'all are healthy'),
        }),
      ],
    ],
    ['while nobody has listed the catalogs', [subscription({ spec: { source: 'removed', sourceNamespace: 'default' } })]],
    [
      'with a kind of the same name of another project',
      [custom('messaging.example.com/v1', 'Subscription', 'db', condition('ResolutionFailed', 'True', 'x'))],
    ],
    ['with an issuer that is ready', [issuer(condition('Ready', 'True', 'Signing CA verified'))]],
  ])('%s', (_, resources) => expect(diagnosisOf({ resources }).verdict).toBe('no_incident'));
});
