import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, eventAbout, lonePod, looping, type Minimal, plain } from './testing/minimal.ts';
import { deployment, event, node, object, pod, stamp, unschedulable, waiting } from './testing/snapshots.ts';

const remedies = (dump: Pick<Minimal, 'resources' | 'events' | 'logs'>) => diagnosisOf(dump).causes[0]?.remedies ?? [];
const commands = (dump: Pick<Minimal, 'resources' | 'events' | 'logs'>) => remedies(dump).map(({ command }) => command ?? '');

describe('a remedy does not advise what the API server refuses', () => {
  it('for a bare pod, which cannot be edited', () => {
    const [first] = remedies({ resources: [lonePod('web', { state: looping(137, 'OOMKilled') })] });
    expect(first?.text).toContain('delete the pod, and create it again');
    expect(first?.command).toBe('kubectl get pod web -n default -o yaml');
  });

  it('for a pod of a custom controller, whose owner has to be changed', () => {
    const one = lonePod('cluster-1', { state: looping(137, 'OOMKilled') });
    const owned = { ...one, metadata: { ...one.metadata, ownerReferences: [{ kind: 'Cluster', name: 'cluster', controller: true }] } };
    expect(remedies({ resources: [owned] })[0]?.text).toContain('change Cluster cluster, which creates it');
  });

  it('for a Job, whose pod template is fixed', () => {
    const one = lonePod('migrate-abcde', { waiting: ['ImagePullBackOff', 'not found'] });
    const owned = { ...one, metadata: { ...one.metadata, ownerReferences: [{ kind: 'Job', name: 'migrate', controller: true }] } };
    expect(remedies({ resources: [plain('Job', 'migrate', { status: { active: 1 } }), owned] })[0]?.text).toContain('delete the Job');
  });
});

it('a pod of an old revision is deleted, and the template that is right by now is left alone', () => {
  const one = lonePod('db-0', { waiting: ['ImagePullBackOff', 'not found'], container: { image: 'example.org/db:bad' } });
  const set = plain('StatefulSet', 'db', {
    spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image: 'example.org/db:good' }] } } },
    status: { currentRevision: 'db-1', updateRevision: 'db-2' },
  });
  const old = {
    ...one,
    metadata: {
      ...one.metadata,
      labels: { 'controller-revision-hash': 'db-1' },
      ownerReferences: [{ kind: 'StatefulSet', name: 'db', controller: true }],
    },
  };
  expect(
    commands({
      resources: [set, old],
      events: [eventAbout('Pod', 'db-0', 'Failed', 'Failed to pull image "example.org/db:bad": not found')],
    }),
  ).toEqual(['kubectl delete pod db-0 -n default']);
});

describe('a remedy for an object that something else writes', () => {
  const broken = (metadata: KubernetesObject) =>
    deployment('web', { ...waiting('ImagePullBackOff', 'manifest unknown') }).map((one) =>
      one.kind === 'Deployment' ? { ...one, metadata: { ...one.metadata, ...metadata } } : one,
    );

  it('names the Argo CD application, and has no command that would be undone', () => {
    const [first] = remedies({ resources: broken({ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } }) });
    expect(first?.text).toContain('Argo CD application shop');
    expect(first?.command).toBeUndefined();
  });

  it('names the Flux Kustomization', () => {
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
    expect(remedies({ resources: broken({ labels }) })[0]).toMatchObject({
      text: expect.stringContaining('Flux Kustomization apps'),
      command: 'kubectl describe kustomization apps -n flux-system',
    });
  });

  it('names the Helm release', () =>
    expect(remedies({ resources: broken({ annotations: { 'meta.helm.sh/release-name': 'web' } }) })[0]?.text).toContain(
      'Helm release web',
    ));
});

describe('a pull that fails is remedied by what the registry says', () => {
  const pull = (message: string) => ({
    resources: deployment('web', { image: 'registry.example.com/web:1', ...waiting('ImagePullBackOff') }),
    events: [event(pod('web'), 'Failed', `Failed to pull image "registry.example.com/web:1": ${message}`)],
  });

  it.each([
    ['429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit', /limits the rate/, /credentials/],
    ['no match for platform in manifest: not found', /architecture/, /architecture/],
    ['tls: failed to verify certificate: x509: certificate signed by unknown authority', /do not trust/, /authority/],
    ['http: server gave HTTP response to HTTPS client', /speaks HTTP/, /HTTPS/],
  ])('%s', (message, title, remedy) => {
    const [first] = diagnosisOf(pull(message)).causes;
    expect(first?.title).toMatch(title);
    expect(first?.remedies.map(({ text }) => text).join()).toMatch(remedy);
    expect(first?.remedies.map(({ command }) => command ?? '').join()).not.toContain('set image');
  });
});

describe('titles say what the summaries say', () => {
  it('for a key that a Secret lacks', () =>
    expect(
      diagnosisOf({
        resources: [
          lonePod('web', {
            waiting: ['CreateContainerConfigError', "couldn't find key password in Secret default/db"],
            container: { env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
          }),
          plain('Secret', 'db', { data: { user: '' } }),
        ],
      }).causes[0]?.title,
    ).toBe('Key is missing in the Secret: Secret db'));

  it('for memory that runs out without a limit', () =>
    expect(diagnosisOf({ resources: [lonePod('web', { state: looping(137, 'OOMKilled') })] }).causes[0]?.title).not.toContain(
      'its memory limit',
    ));

  it('for a container whose limit is too small to start it', () =>
    expect(
      diagnosisOf({
        resources: [
          lonePod('web', {
            waiting: [
              'RunContainerError',
              'runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?)',
            ],
            container: { resources: { limits: { memory: '4Mi' } } },
          }),
        ],
      }).causes[0],
    ).toMatchObject({ code: 'oom.limit_too_low', title: 'Container exceeds its memory limit: Pod web' }));

  it('for a node that had no memory left', () =>
    expect(
      diagnosisOf({
        resources: [node('worker-1'), lonePod('web', { state: looping(137, 'OOMKilled') })],
        events: [eventAbout('Node', 'worker-1', 'SystemOOM', 'System OOM encountered, victim process: java, pid: 1234')],
      }).causes[0],
    ).toMatchObject({ code: 'node.resource_pressure', object: { kind: 'Node', name: 'worker-1' } }));
});

describe('a pod that no node can run', () => {
  it('is told the label that no node has, and how to set it', () => {
    const found = diagnosisOf({
      resources: [
        node('node-a', { labels: { tier: 'web' } }),
        ...deployment('web', {
          podSpec: { nodeSelector: { tier: 'web', disktype: 'ssd' } },
          ...unschedulable("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."),
        }),
      ],
    }).causes[0];
    expect(found?.evidenceFor.map(({ text }) => text).join()).toContain('disktype=ssd');
    expect(found?.remedies.map(({ command }) => command)).toContain('kubectl label nodes NODE disktype=ssd');
  });

  it('is told where its volume can be used', () => {
    const expression = { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['zone-b'] };
    const found = diagnosisOf({
      resources: [
        node('node-a'),
        ...deployment('web', {
          podSpec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
          ...unschedulable('0/1 nodes are available: 1 node(s) had volume node affinity conflict.'),
        }),
        object('PersistentVolumeClaim', 'data', { spec: { volumeName: 'pv1' }, status: { phase: 'Bound' } }),
        {
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name: 'pv1', creationTimestamp: stamp(60) },
          spec: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } } },
        },
      ],
    }).causes[0];
    expect(found?.title).toBe('Volume can be used on other nodes only: Deployment web');
    expect(found?.remedies[0]?.text).toContain('zone-b');
  });
});
