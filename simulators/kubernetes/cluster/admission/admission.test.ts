import { describe, expect, it } from 'vitest';
import type { NewObj } from '../../store/object.ts';
import { drivenCluster } from '../testing/driven.ts';
import { apply, edit, pod } from '../testing/objects.ts';
import { AdmissionError } from './error.ts';

/** The message of a refused write. */
function refusal(write: () => unknown): { code: number; message: string } {
  try {
    write();
  } catch (error) {
    if (error instanceof AdmissionError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was admitted');
}

describe('admission', () => {
  it('writes resources in their canonical form, and leaves the service account of a template to its pods', () => {
    const driven = drivenCluster();
    const resources = { requests: { cpu: 0.1, memory: '1024Mi' } };
    const spec = { containers: [{ name: 'main', image: 'nginx', resources }] };
    const made = apply(driven, {
      kind: 'Deployment',
      metadata: { name: 'plain', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'plain' } }, template: { metadata: { labels: { app: 'plain' } }, spec } },
    });
    expect(made.spec.template.spec.containers[0].resources).toEqual({ requests: { cpu: '100m', memory: '1Gi' } });
    expect(made.spec.template.spec.serviceAccountName).toBeUndefined();
  });

  it('refuses to assign a pending pod to a node by update, and to change containers except for the image', () => {
    const driven = drivenCluster();
    apply(driven, pod('plain', { nodeSelector: { disk: 'nvme' } }));
    const change = (what: (spec: NewObj) => void) => refusal(() => edit(driven, 'Pod', 'default', 'plain', ({ spec }) => what(spec)));
    for (const refused of [
      change((spec) => Object.assign(spec, { nodeName: 'kg-worker' })),
      change((spec) => Object.assign(spec, { hostname: 'other' })),
    ]) {
      expect(refused.code).toBe(422);
      expect(refused.message).toContain('spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`');
    }
  });

  it('sets the defaults of the API server', () => {
    const driven = drivenCluster();
    const made = apply(
      driven,
      pod('plain', {
        containers: [{ name: 'main', image: 'nginx', ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } }],
      }),
    );
    expect(made).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        restartPolicy: 'Always',
        dnsPolicy: 'ClusterFirst',
        serviceAccountName: 'default',
        schedulerName: 'default-scheduler',
        terminationGracePeriodSeconds: 30,
        tolerations: [
          { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
          { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
        ],
        volumes: [{ name: expect.stringMatching(/^kube-api-access-[a-z0-9]{5}$/), projected: expect.anything() }],
        containers: [
          {
            imagePullPolicy: 'Always',
            volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            readinessProbe: {
              httpGet: { path: '/', scheme: 'HTTP' },
              periodSeconds: 10,
              timeoutSeconds: 1,
              failureThreshold: 3,
              successThreshold: 1,
            },
          },
        ],
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
    const service = apply(driven, { kind: 'Service', metadata: { name: 'plain', namespace: 'default' }, spec: { ports: [{ port: 80 }] } });
    expect(service.spec).toMatchObject({
      type: 'ClusterIP',
      clusterIP: expect.stringMatching(/^10\.96\./),
      ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    });
  });

  it('refuses a pod whose ServiceAccount does not exist', () => {
    const driven = drivenCluster();
    expect(refusal(() => apply(driven, pod('lost', { serviceAccountName: 'ghost' })))).toEqual({
      code: 403,
      message: 'pods "lost" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
    });
  });

  it('applies a LimitRange: sets defaults and refuses values outside its bounds', () => {
    const driven = drivenCluster();
    const inShop = (name: string, resources?: object): NewObj => ({
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: { containers: [{ name: 'main', image: 'nginx:1.27', ...(resources && { resources }) }] },
    });
    expect(apply(driven, inShop('modest')).spec.containers[0].resources).toEqual({
      limits: { memory: '256Mi' },
      requests: { cpu: '100m', memory: '128Mi' },
    });
    expect(refusal(() => apply(driven, inShop('greedy', { limits: { memory: '4Gi' } })))).toEqual({
      code: 403,
      message: 'pods "greedy" is forbidden: maximum memory usage per Container is 2Gi, but limit is 4Gi',
    });
  });

  it('enforces a ResourceQuota, and requires values for what it limits', () => {
    const driven = drivenCluster();
    apply(driven, {
      kind: 'ResourceQuota',
      metadata: { name: 'small', namespace: 'default' },
      spec: { hard: { pods: '1', 'requests.memory': '1Gi' } },
    });
    expect(refusal(() => apply(driven, pod('vague')))).toEqual({
      code: 403,
      message: 'pods "vague" is forbidden: failed quota: small: must specify requests.memory for: main',
    });
    const sized = (name: string) =>
      pod(name, { containers: [{ name: 'main', image: 'nginx:1.27', resources: { requests: { memory: '600Mi' } } }] });
    apply(driven, sized('first'));
    expect(refusal(() => apply(driven, sized('second'))).message).toBe(
      'pods "second" is forbidden: exceeded quota: small, requested: pods=1,requests.memory=600Mi, used: pods=1,requests.memory=600Mi, limited: pods=1,requests.memory=1Gi',
    );
  });

  it('refuses changes of immutable fields', () => {
    const driven = drivenCluster();
    driven.pass(1);
    const selector = refusal(() =>
      edit(driven, 'Deployment', 'shop', 'cart', ({ spec }) => {
        spec.selector.matchLabels = { app: 'other' };
        spec.template.metadata.labels = { app: 'other' };
      }),
    );
    expect(selector.code).toBe(422);
    expect(selector.message).toMatch(/^Deployment\.apps "cart" is invalid: spec\.selector: Invalid value: .*: field is immutable$/);
    const claim = refusal(() =>
      edit(driven, 'PersistentVolumeClaim', 'shop', 'redis-data', ({ spec }) => {
        spec.storageClassName = 'fast';
      }),
    );
    expect(claim.message).toContain('spec: Forbidden: spec is immutable after creation except resources.requests');
    const set = refusal(() =>
      edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
        spec.serviceName = 'other';
      }),
    );
    expect(set.message).toContain('updates to statefulset spec for fields other than');
  });

  it.each([
    [
      'no containers',
      { kind: 'Pod', metadata: { name: 'x', namespace: 'default' }, spec: {} },
      'Pod "x" is invalid: spec.containers: Required value',
    ],
    [
      'an invalid quantity',
      pod('x', { containers: [{ name: 'main', image: 'nginx', resources: { requests: { cpu: 'lots' } } }] }),
      'Pod "x" is invalid: spec.containers[0].resources.requests[cpu]: Invalid value: "lots"',
    ],
    [
      'a request over its limit',
      pod('x', { containers: [{ name: 'main', image: 'nginx', resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }] }),
      'must be less than or equal to memory limit of 1Gi',
    ],
    [
      'a template that does not match its selector',
      {
        kind: 'Deployment',
        metadata: { name: 'x', namespace: 'default' },
        spec: {
          selector: { matchLabels: { app: 'x' } },
          template: { metadata: { labels: { app: 'y' } }, spec: { containers: [{ name: 'm', image: 'nginx' }] } },
        },
      },
      '`selector` does not match template `labels`',
    ],
    [
      'a Deployment without a template',
      { kind: 'Deployment', metadata: { name: 'x', namespace: 'default' }, spec: {} },
      'Deployment.apps "x" is invalid: spec.template.spec.containers: Required value',
    ],
    [
      'a Service without ports',
      { kind: 'Service', metadata: { name: 'x', namespace: 'default' }, spec: { selector: { app: 'x' } } },
      'Service "x" is invalid: spec.ports: Required value',
    ],
  ] as [string, NewObj, string][])('refuses %s', (_, object, text) => {
    const found = refusal(() => apply(drivenCluster(), object));
    expect(found.code).toBe(422);
    expect(found.message).toContain(text);
  });

  it('protects the system namespaces from deletion', () => {
    const driven = drivenCluster();
    driven.pass(1);
    const going = driven.store.get('Namespace', undefined, 'kube-system');
    expect(refusal(() => driven.cluster.admit('DELETE', going))).toEqual({
      code: 403,
      message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    });
    expect(driven.cluster.admit('DELETE', driven.store.get('Namespace', undefined, 'shop')).metadata.name).toBe('shop');
  });

  it('increments the generation when the spec changes, and only then', () => {
    const driven = drivenCluster();
    const labelled = edit(driven, 'Deployment', 'shop', 'ads', ({ metadata }) => {
      metadata.labels = { ...metadata.labels, tier: 'front' };
    });
    expect(labelled.metadata.generation).toBe(1);
    const scaled = edit(driven, 'Deployment', 'shop', 'ads', ({ spec }) => {
      spec.replicas = 2;
    });
    expect(scaled.metadata.generation).toBe(2);
  });
});
