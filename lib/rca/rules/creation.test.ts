import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, eventAbout, firstOf, type Minimal, plain, unplaced } from '../testing/minimal.ts';
import { node, stamp } from '../testing/snapshots.ts';

/** A Deployment of which nothing else is known, with one condition. */
function alone(name: string, [type, status, reason, message]: [string, string, string, string]): KubernetesObject {
  return plain('Deployment', name, {
    apiVersion: 'apps/v1',
    spec: {
      replicas: 1,
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'example.org/app:1' }] } },
    },
    status: {
      observedGeneration: 1,
      unavailableReplicas: 1,
      conditions: [{ type, status, reason, message, lastTransitionTime: stamp(3) }],
    },
  });
}
const replicaFailure = (message: string) => [alone('web', ['ReplicaFailure', 'True', 'FailedCreate', message])];
const noReplicaSet = (message: string) => [
  alone('web', ['Progressing', 'False', 'ReplicaSetCreateError', `Failed to create new replica set "web-6d8c": ${message}`]),
];
const NO_ENDPOINTS =
  'Internal error occurred: failed calling webhook "validate.policy.svc": failed to call webhook: Post "https://policy-svc.default.svc:443/validate?timeout=10s": no endpoints available for service "policy-svc"';

const REFUSALS: Minimal[] = [
  {
    what: 'a quota that is used up, told by the Deployment alone',
    resources: replicaFailure(
      'pods "web-6d8c-x" is forbidden: exceeded quota: compute, requested: limits.cpu=500m, used: limits.cpu=2, limited: limits.cpu=2',
    ),
    code: 'quota.cpu_exceeded',
    blamed: 'ResourceQuota/compute',
  },
  {
    what: 'a refusal that only an event about the Deployment tells',
    events: [
      eventAbout(
        'Deployment',
        'web',
        'ReplicaSetCreateError',
        'Failed to create new replica set "web-5d4f8": admission webhook "validate.policy.svc" denied the request: no',
      ),
    ],
    code: 'admission.denied',
    blamed: 'Deployment/web',
  },
  {
    what: 'a quota that refuses the ReplicaSet itself',
    resources: noReplicaSet(
      'replicasets.apps "web-6d8c" is forbidden: exceeded quota: objects, requested: count/replicasets.apps=1, used: count/replicasets.apps=10, limited: count/replicasets.apps=10',
    ),
    code: 'quota.object_count_exceeded',
    blamed: 'ResourceQuota/objects',
  },
  {
    what: 'a policy that denies the ReplicaSet itself',
    resources: noReplicaSet('admission webhook "validate.policy.svc" denied the request: the label team is required'),
    code: 'admission.denied',
    blamed: 'Deployment/web',
  },
  {
    what: 'a webhook whose configuration is not known: its Service',
    resources: noReplicaSet(NO_ENDPOINTS),
    code: 'admission.webhook_unavailable',
    blamed: 'Service/policy-svc',
  },
  {
    what: 'a priority class that does not exist',
    resources: replicaFailure('pods "web-6d8c-" is forbidden: no PriorityClass with name urgent was found'),
    code: 'admission.denied',
    blamed: 'Deployment/web',
  },
  {
    what: 'a runtime class that does not exist, in an event about a ReplicaSet that is not in the dump',
    resources: [plain('Deployment', 'web', { apiVersion: 'apps/v1', spec: { replicas: 1 }, status: {} })],
    events: [
      eventAbout(
        'ReplicaSet',
        'web-6d8c9',
        'FailedCreate',
        'Error creating: pods "web-6d8c9-" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
      ),
    ],
    code: 'admission.denied',
    blamed: 'Deployment/web',
  },
  {
    what: 'a default limit below the request',
    resources: replicaFailure(
      'Pod "web-6d8c-abc" is invalid: spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi',
    ),
    code: 'quota.limit_range_violated',
    blamed: 'Deployment/web',
  },
  {
    what: 'a namespace that is being deleted',
    resources: replicaFailure(
      'pods "web-6d8c-" is forbidden: unable to create new content in namespace default because it is being terminated',
    ),
    code: 'lifecycle.terminating_stuck',
    blamed: 'Namespace/default',
  },
  {
    what: 'an etcd that does not answer',
    resources: replicaFailure('etcdserver: request timed out'),
    code: 'control_plane.component_down',
    blamed: 'Component/etcd',
  },
  {
    what: 'a refusal that no rule knows',
    resources: replicaFailure('pods "web-6d8c-" is forbidden: the moon is full'),
    code: 'admission.denied',
    blamed: 'Deployment/web',
  },
  {
    what: 'a Job whose pods a limit range refuses',
    resources: [plain('Job', 'migrate', { apiVersion: 'batch/v1', status: {} })],
    events: [
      eventAbout(
        'Job',
        'migrate',
        'FailedCreate',
        'Error creating: pods "migrate-x" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
      ),
    ],
    code: 'quota.limit_range_violated',
    blamed: 'Job/migrate',
  },
];

describe('pods that the API server refuses to create', () => {
  it.each(REFUSALS)('$what: $code of $blamed', (dump) => expect(firstOf(dump)).toBe(`${dump.code} ${dump.blamed}`));

  it('quotes a refusal that no rule knows to its end', () => {
    const reason = `${'a long explanation, '.repeat(30)}and at its end the cause`;
    expect(diagnosisOf({ resources: replicaFailure(`pods "web-" is forbidden: ${reason}`) }).causes[0]?.summary).toContain(reason);
  });

  it('says of a request that a quota demands that it is missing, and not that the quota is used up', () => {
    const [first] = diagnosisOf({
      resources: replicaFailure(
        'pods "web-x" is forbidden: failed quota: compute: must specify limits.cpu for: main; requests.memory for: sidecar',
      ),
    }).causes;
    expect(first).toMatchObject({
      code: 'quota.cpu_exceeded',
      title: 'Quota demands requests or limits that the pods do not specify: ResourceQuota compute',
    });
    expect(first?.summary).toContain('limits.cpu for: main; requests.memory for: sidecar');
    expect(first?.remedies[0]?.text).toContain('requests.memory for: sidecar');
  });
});

const POLICY_SERVICE = plain('Service', 'policy-svc', { spec: { selector: { app: 'policy' }, ports: [{ port: 443 }] } });
const CONFIGURATION = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'policy', creationTimestamp: stamp(60) },
  webhooks: [
    { name: 'validate.policy.svc', failurePolicy: 'Fail', clientConfig: { service: { namespace: 'default', name: 'policy-svc' } } },
  ],
};

describe('an admission webhook that cannot be called', () => {
  it('is a deadlock if it must admit its own pods, and its configuration is to blame', () => {
    const [first] = diagnosisOf({
      resources: [alone('policy', ['ReplicaFailure', 'True', 'FailedCreate', NO_ENDPOINTS]), POLICY_SERVICE, CONFIGURATION],
    }).causes;
    expect(`${first?.code} ${first?.object.kind}/${first?.object.name}`).toBe(
      'admission.webhook_unavailable ValidatingWebhookConfiguration/policy',
    );
    expect(first?.summary).toContain('its own pods');
  });

  it('is a deadlock if its pods wait for nodes whose network plugin it refuses, not a fault of the nodes', () => {
    const { causes } = diagnosisOf({
      resources: [
        node('node-a', {
          ready: {
            type: 'Ready',
            status: 'False',
            reason: 'KubeletNotReady',
            message: 'cni plugin not initialized',
            lastTransitionTime: stamp(9),
          },
        }),
        plain('DaemonSet', 'kindnet', {
          apiVersion: 'apps/v1',
          spec: {
            template: { spec: { hostNetwork: true, containers: [{ name: 'kindnet-cni', image: 'docker.io/kindest/kindnetd:v1' }] } },
          },
          status: { desiredNumberScheduled: 1, currentNumberScheduled: 0, numberUnavailable: 1 },
        }),
        unplaced('policy', '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.'),
        POLICY_SERVICE,
        CONFIGURATION,
      ],
      events: [eventAbout('DaemonSet', 'kindnet', 'FailedCreate', `Error creating: ${NO_ENDPOINTS}`)],
    });
    const [first] = causes;
    expect(`${first?.code} ${first?.object.kind}/${first?.object.name} ${first?.tier}`).toBe(
      'admission.webhook_unavailable ValidatingWebhookConfiguration/policy confirmed',
    );
    expect(first?.summary).toContain('what its own pods (Pod default/policy) wait for');
    expect(first?.remedies[0]?.text).toContain('namespaceSelector');
    expect(first?.chain.map(({ to }) => `${to.kind}/${to.name}`)).toEqual(
      expect.arrayContaining(['DaemonSet/kindnet', 'Node/node-a', 'Pod/policy', 'Service/policy-svc']),
    );
  });

  it('gives way to what is wrong with its pods, and the chain leads from there to what it refuses', () => {
    const { causes } = diagnosisOf({
      resources: [
        ...replicaFailure(NO_ENDPOINTS),
        POLICY_SERVICE,
        CONFIGURATION,
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'policy', namespace: 'default', labels: { app: 'policy' }, creationTimestamp: stamp(20) },
          spec: { nodeName: 'n', containers: [{ name: 'main', image: 'example.org/policy:2' }] },
          status: {
            phase: 'Pending',
            containerStatuses: [
              { name: 'main', ready: false, state: { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } } },
            ],
          },
        },
      ],
    });
    expect(causes.map(({ code, object }) => `${code} ${object.kind}/${object.name}`).slice(0, 1)).toEqual([
      'image.reference_invalid Pod/policy',
    ]);
    expect(causes[0]?.chain.map(({ to }) => `${to.kind}/${to.name}`)).toEqual(
      expect.arrayContaining(['Service/policy-svc', 'ValidatingWebhookConfiguration/policy', 'Deployment/web']),
    );
  });
});
