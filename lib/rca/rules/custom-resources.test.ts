import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, firstOf } from '../testing/minimal.ts';

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
