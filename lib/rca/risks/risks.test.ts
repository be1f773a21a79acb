import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { CASES } from '../testing/cases.ts';
import { mutated, random } from '../testing/mutations.ts';
import { deployment, snapshotOf, stamp } from '../testing/snapshots.ts';
import { RISKS, risksOf } from './index.ts';
import { POD_MAKERS } from './templates.ts';

const object = (kind: string, name: string, body: KubernetesObject = {}, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  ...body,
  metadata: { name, namespace: 'shop', uid: `uid-${kind}-${name}`, creationTimestamp: stamp(60), ...(body.metadata as object | undefined) },
});
const spec = (kind: string, name: string, body: object) => object(kind, name, { spec: body });
const wide = (kind: string, name: string, body: KubernetesObject = {}) => {
  const { metadata, ...rest } = object(kind, name, body);
  return { ...rest, metadata: { ...metadata, namespace: undefined } };
};

/** `severity code Kind/name` of every risk; everything of these kinds was read. */
function risks(resources: KubernetesObject[], kinds: readonly string[] = []): string[] {
  return risksOf(snapshotOf(resources, { read: { kinds: [...kinds] } })).risks.map(
    ({ severity, code, object }) => `${severity} ${code} ${object.kind}/${object.name}`,
  );
}
const web = (more: Parameters<typeof deployment>[1] = {}) => deployment('web', more);
const withSpec = (podSpec: KubernetesObject) => web({ podSpec });

describe('a risk is found', () => {
  it.each<[string, KubernetesObject[], string[], string]>([
    [
      'a Secret that does not exist',
      web({ container: { envFrom: [{ secretRef: { name: 'db' } }] } }),
      ['Secret'],
      'high reference.missing Deployment/web',
    ],
    [
      'a ConfigMap that does not exist',
      withSpec({ volumes: [{ name: 'c', configMap: { name: 'c' } }] }),
      ['ConfigMap'],
      'high reference.missing Deployment/web',
    ],
    [
      'a claim that does not exist',
      withSpec({ volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] }),
      ['PersistentVolumeClaim'],
      'high reference.missing Deployment/web',
    ],
    [
      'a priority class that does not exist',
      withSpec({ priorityClassName: 'gold' }),
      ['PriorityClass'],
      'high reference.missing Deployment/web',
    ],
    [
      'a headless Service that does not exist',
      [spec('StatefulSet', 'db', { serviceName: 'db', template: { spec: { containers: [] } } })],
      ['Service'],
      'medium reference.missing StatefulSet/db',
    ],
    [
      'a class of an Ingress that does not exist',
      [spec('Ingress', 'web', { ingressClassName: 'nginx' })],
      ['IngressClass'],
      'high reference.missing Ingress/web',
    ],
    [
      'a class of a claim that does not exist',
      [spec('PersistentVolumeClaim', 'data', { storageClassName: 'fast' })],
      ['StorageClass'],
      'high reference.missing PersistentVolumeClaim/data',
    ],
    [
      'a role that does not exist',
      [object('RoleBinding', 'ops', { roleRef: { kind: 'Role', name: 'ops' } })],
      ['Role'],
      'medium reference.missing RoleBinding/ops',
    ],
    [
      'a Service of a webhook that does not exist',
      [
        wide('ValidatingWebhookConfiguration', 'policy', {
          webhooks: [{ clientConfig: { service: { name: 'policy', namespace: 'shop' } } }],
        }),
        spec('Service', 'other', {}),
      ],
      ['Service'],
      'high reference.missing ValidatingWebhookConfiguration/policy',
    ],
    [
      'a source that does not exist, of a release that works still',
      [
        object(
          'HelmRelease',
          'web',
          { spec: { chartRef: { name: 'web' } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } },
          'helm.toolkit.fluxcd.io/v2',
        ),
      ],
      ['OCIRepository'],
      'medium reference.missing HelmRelease/web',
    ],
    [
      'a Service that selects nothing',
      [spec('Service', 'web', { selector: { app: 'wbe' } }), ...web()],
      POD_MAKERS as unknown as string[],
      'medium selector.matches_nothing Service/web',
    ],
    [
      'a policy that selects nothing',
      [spec('NetworkPolicy', 'deny', { podSelector: { matchLabels: { app: 'wbe' } } }), ...web()],
      POD_MAKERS as unknown as string[],
      'medium selector.matches_nothing NetworkPolicy/deny',
    ],
    [
      'a budget that allows no disruption by what must be there',
      [spec('PodDisruptionBudget', 'web', { minAvailable: 2, selector: { matchLabels: { app: 'web' } } }), ...web({ replicas: 2 })],
      [],
      'medium budget.never_allows PodDisruptionBudget/web',
    ],
    [
      'a budget that allows no disruption by a share',
      [spec('PodDisruptionBudget', 'web', { minAvailable: '60%', selector: { matchLabels: { app: 'web' } } }), ...web({ replicas: 1 })],
      [],
      'medium budget.never_allows PodDisruptionBudget/web',
    ],
    [
      'a budget that allows no disruption by what may be gone',
      [spec('PodDisruptionBudget', 'web', { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } }), ...web({ replicas: 5 })],
      [],
      'medium budget.never_allows PodDisruptionBudget/web',
    ],
    [
      'a probe on a name that no port has',
      web({ container: { readinessProbe: { httpGet: { port: 'htp' } } } }),
      [],
      'high port.undeclared Deployment/web',
    ],
    [
      'a probe on another number, while no pod is ready',
      web({ ready: false, container: { livenessProbe: { tcpSocket: { port: 9 } } } }),
      [],
      'medium port.undeclared Deployment/web',
    ],
    [
      'a Service that leads to a name that no port has',
      [spec('Service', 'web', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'htp' }] }), ...web()],
      [],
      'high port.undeclared Service/web',
    ],
    [
      'several replicas on a volume for one node',
      [
        spec('PersistentVolumeClaim', 'data', { accessModes: ['ReadWriteOnce'], volumeName: 'pv' }),
        ...web({ replicas: 2, podSpec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] } }),
      ],
      [],
      'medium volume.shared_by_replicas Deployment/web',
    ],
    [
      'an autoscaler whose target requests nothing',
      [spec('HorizontalPodAutoscaler', 'web', { scaleTargetRef: { kind: 'Deployment', name: 'web' } }), ...web()],
      [],
      'medium autoscaler.target_without_requests HorizontalPodAutoscaler/web',
    ],
    [
      'a certificate that was not renewed',
      [object('Certificate', 'web', { status: { notAfter: stamp(-7000), renewalTime: stamp(120) } }, 'cert-manager.io/v1')],
      [],
      'medium certificate.ends_soon Certificate/web',
    ],
    [
      'a certificate that is over',
      [object('Certificate', 'web', { status: { notAfter: stamp(5) } }, 'cert-manager.io/v1')],
      [],
      'high certificate.ends_soon Certificate/web',
    ],
    [
      'the certificate of an Ingress that somebody has to replace',
      [object('Secret', 'tls', { tls: { notAfter: stamp(-7000) } }), spec('Ingress', 'web', { tls: [{ secretName: 'tls' }] })],
      [],
      'medium certificate.ends_soon Secret/tls',
    ],
    [
      'a load balancer without an address',
      [object('Service', 'web', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } })],
      [],
      'medium load_balancer.no_address Service/web',
    ],
    [
      'a ConfigMap that is newer than the pods that read it',
      [
        object('ConfigMap', 'settings', { metadata: { creationTimestamp: stamp(30) } }),
        ...web({ container: { envFrom: [{ configMapRef: { name: 'settings' } }] } }),
      ],
      [],
      'low configuration.newer_than_pods Deployment/web',
    ],
    [
      'a variable that is set twice',
      web({ env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }] }),
      [],
      'low environment.duplicate_name Deployment/web',
    ],
    [
      'several default classes',
      ['fast', 'slow'].map((name) =>
        wide('StorageClass', name, { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }),
      ),
      [],
      'low class.several_defaults StorageClass/fast',
    ],
  ])('%s', (_, resources, kinds, expected) => expect(risks(resources, kinds)).toEqual([expected]));
});

describe('no risk is found', () => {
  it.each<[string, KubernetesObject[], string[]]>([
    ['for a Secret that is optional', web({ container: { envFrom: [{ secretRef: { name: 'db', optional: true } }] } }), ['Secret']],
    [
      'for a claim that is bound without its class',
      [object('PersistentVolumeClaim', 'data', { spec: { storageClassName: 'x' }, status: { phase: 'Bound' } })],
      ['StorageClass'],
    ],
    [
      'for a budget that spares one',
      [spec('PodDisruptionBudget', 'web', { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } }), ...web({ replicas: 2 })],
      [],
    ],
    [
      'for a workload that is scaled to zero and its Service',
      [spec('Service', 'web', { selector: { app: 'web' } }), ...web({ replicas: 0 })],
      POD_MAKERS as unknown as string[],
    ],
    ['for a policy about all pods', [spec('NetworkPolicy', 'deny', { podSelector: {} })], POD_MAKERS as unknown as string[]],
    [
      'for a probe on a number that is not declared, while the pods are ready',
      web({ container: { livenessProbe: { httpGet: { port: 8081 } } } }),
      [],
    ],
    [
      'for replicas on a volume for many nodes',
      [
        spec('PersistentVolumeClaim', 'data', { accessModes: ['ReadWriteMany'], volumeName: 'pv' }),
        ...web({ replicas: 2, podSpec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] } }),
      ],
      [],
    ],
    [
      'for a short certificate that is renewed in time',
      [object('Certificate', 'web', { status: { notAfter: stamp(-600), renewalTime: stamp(-300) } }, 'cert-manager.io/v1')],
      [],
    ],
    ['for a Secret that nobody uses', [object('Secret', 'old', { tls: { notAfter: stamp(-7000) } })], []],
    [
      'for a load balancer that was made just now',
      [
        object('Service', 'web', {
          metadata: { creationTimestamp: stamp(2) },
          spec: { type: 'LoadBalancer' },
          status: { loadBalancer: {} },
        }),
      ],
      [],
    ],
    [
      'for a ConfigMap that was made together with the pods',
      [
        object('ConfigMap', 'settings', { metadata: { creationTimestamp: stamp(600) } }),
        ...web({ container: { envFrom: [{ configMapRef: { name: 'settings' } }] } }),
      ],
      [],
    ],
    [
      'for one default class',
      [wide('StorageClass', 'fast', { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } })],
      [],
    ],
  ])('%s', (_, resources, kinds) => expect(risks(resources, kinds)).toEqual([]));
});

describe('what was not read', () => {
  const pod = withSpec({ priorityClassName: 'gold' });

  it('is told as not checked, and not as missing', () => {
    const { risks: found, unchecked } = risksOf(snapshotOf(pod, { read: { kinds: ['Deployment', 'Pod'] } }));
    expect(found).toEqual([]);
    expect(unchecked).toEqual(['Not all objects of the kind PriorityClass were read: what refers to them was not checked.']);
  });

  it('is a namespace of which nothing was read', () => {
    const autoscaler = spec('HorizontalPodAutoscaler', 'web', { scaleTargetRef: { kind: 'Deployment', name: 'gone' } });
    const webhook = wide('MutatingWebhookConfiguration', 'm', {
      webhooks: [{ clientConfig: { service: { name: 's', namespace: 'elsewhere' } } }],
    });
    const { risks: found, unchecked } = risksOf(snapshotOf([autoscaler, webhook], { read: { kinds: ['Service', 'Deployment'] } }));
    expect(found.map(({ object: { name } }) => name)).toEqual(['web']);
    expect(unchecked).toHaveLength(1);
  });

  it('is said of nothing that no object refers to', () => {
    expect(risksOf(snapshotOf(web())).unchecked).toEqual([]);
  });
});

it('the same objects in another order give the same bytes', () => {
  const all = [...withSpec({ priorityClassName: 'gold', serviceAccountName: 'x' }), spec('Ingress', 'web', { ingressClassName: 'nginx' })];
  const read = { kinds: ['PriorityClass', 'ServiceAccount', 'IngressClass'] };
  const report = (resources: KubernetesObject[]) => JSON.stringify(risksOf(snapshotOf(resources, { read })));
  expect(report(all.toReversed())).toBe(report(all));
  expect(JSON.parse(report(all)).risks).toHaveLength(3);
});

it('malformed objects do no harm', () => {
  const kinds = [
    'Deployment',
    'Service',
    'Ingress',
    'PodDisruptionBudget',
    'HorizontalPodAutoscaler',
    'RoleBinding',
    'StatefulSet',
    'Certificate',
  ];
  for (const value of [null, 1, 'x', [], [null], { spec: null }, { spec: { template: { spec: { containers: [null, 1] } } } }])
    for (const kind of kinds) {
      const broken = { ...object(kind, 'x'), spec: value, status: value, webhooks: value } as KubernetesObject;
      expect(() => risksOf(snapshotOf([broken], { read: { kinds } }))).not.toThrow();
    }
});

it('no snapshot makes it throw, and a hostile name enters no command', () => {
  for (const [seed, { snapshot }] of Object.values(CASES).entries()) {
    const next = random(seed);
    expect(() => risksOf(mutated(snapshot, next) as typeof snapshot)).not.toThrow();
  }
  const hostile = web({ container: { envFrom: [{ secretRef: { name: 'x' } }] } }).map((one) => ({
    ...one,
    metadata: { ...(one.metadata as object), name: '$(curl evil.example)' },
  }));
  const { risks: found } = risksOf(snapshotOf(hostile as KubernetesObject[], { read: { kinds: ['Secret'] } }));
  expect(found.length).toBeGreaterThan(0);
  expect(found.map(({ remedy }) => remedy.command ?? '').join('\n')).not.toContain('curl');
});

it('every code is unique, and has a title', () => {
  expect(new Set(RISKS.map(({ code }) => code)).size).toBe(RISKS.length);
  for (const { title } of RISKS) expect(title).toMatch(/^[A-Z]/);
});
