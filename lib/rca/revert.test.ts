import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { clusterOf } from './cluster/index.ts';
import { remedyOf } from './remedies.ts';
import { revertOf } from './revert.ts';
import { ago, deployment, node, service, snapshotOf, stamp, WINDOW } from './testing/snapshots.ts';
import type { ChangeRecord, FieldDiff } from './types.ts';

const WEB = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const IMAGE = '/spec/template/spec/containers/main/image';
const HASH = 'a'.repeat(40);
const change = (object: ChangeRecord['object'], fields: FieldDiff[], more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  ...{ id: 'c', object, at: ago(5), op: 'updated', fields },
  ...more,
});
const revert = (one: ChangeRecord, resources: KubernetesObject[] = deployment('web'), changes: ChangeRecord[] = [one]) =>
  remedyOf(revertOf(clusterOf(snapshotOf(resources, { changes }), WINDOW), one));
const image = (more: Partial<ChangeRecord> = {}) => change(WEB, [{ path: IMAGE, before: 'web:1', after: 'web:2' }], more);
const kept = (metadata: KubernetesObject) =>
  deployment('web').map((one) => (one.kind === 'Deployment' ? { ...one, metadata: { ...one.metadata, ...metadata } } : one));

describe('the command that takes a change back', () => {
  it('goes one revision back for a pod template', () =>
    expect(revert(image()).command).toBe('kubectl rollout undo deployment/web -n shop'));

  it('does not go one revision back when a later revision followed', () => {
    const later = image({ id: 'later', at: ago(2) });
    expect(revert(image(), deployment('web'), [image(), later]).command).toBe('kubectl rollout history deployment/web -n shop');
  });

  it.each<[string, ChangeRecord, KubernetesObject[], string | undefined]>([
    [
      'scales',
      change(WEB, [{ path: '/spec/replicas', before: '3', after: '0' }]),
      deployment('web'),
      'kubectl scale deployment web -n shop --replicas=3',
    ],
    [
      'uncordons',
      change({ kind: 'Node', name: 'n1' }, [{ path: '/spec/unschedulable', after: 'true' }]),
      [node('n1')],
      'kubectl uncordon n1',
    ],
    [
      'removes a taint',
      change({ kind: 'Node', name: 'n1' }, [{ path: '/spec/taints/example.com~1gpu/effect', after: 'NoSchedule' }]),
      [node('n1')],
      'kubectl taint nodes n1 example.com/gpu-',
    ],
    [
      'puts a selector back',
      change({ kind: 'Service', namespace: 'shop', name: 'web' }, [{ path: '/spec/selector/app', before: 'web', after: 'wbe' }]),
      [service('web')],
      `kubectl patch service web -n shop --type=merge -p '{"spec":{"selector":{"app":"web"}}}'`,
    ],
    ['deletes what was created', change(WEB, [], { op: 'created' }), [], 'kubectl delete deployment web -n shop'],
    ['is none for what was deleted', change(WEB, [], { op: 'deleted' }), [], undefined],
  ])('%s', (_, one, resources, expected) => expect(revert(one, resources).command).toBe(expected));

  it('opens the object where only hashes of the values are known, and says so', () => {
    const config = { kind: 'ConfigMap', namespace: 'shop', name: 'web' };
    const found = revert(change(config, [{ path: '/data/url', before: 'sha256:1', after: 'sha256:2' }]), []);
    expect(found.command).toBe('kubectl edit configmap web -n shop');
    expect(found.text).toMatch(/url back .* only their hashes do/);
  });

  it.each([
    ['a value with a control character', { path: '/metadata/labels/app', before: 'a\u202eb', after: 'c' }],
    ['a value that was cut', { path: '/metadata/labels/app', before: 'a'.repeat(300), after: 'c' }],
    ['a field within a list', { path: '/spec/ports/http/port', before: '80', after: '81' }],
    ['a removed field of unknown type', { path: '/spec/sessionAffinityConfig', before: '1' }],
  ])('patches nothing for %s', (_, field) =>
    expect(revert(change({ kind: 'Service', namespace: 'shop', name: 'web' }, [field]), [service('web')]).command).toBe(
      'kubectl edit service web -n shop',
    ),
  );
});

describe('a change to an object that GitOps or Helm keeps', () => {
  const argo = kept({ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } });
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd', uid: 'uid-application' },
    spec: { source: { repoURL: 'https://ada:secret@git.example.com/deploy.git', path: 'apps/shop' } },
    status: {
      history: [
        { revision: 'b'.repeat(40), deployedAt: stamp(60) },
        { revision: HASH, deployedAt: stamp(4.9) },
        { revision: 'c'.repeat(40), deployedAt: stamp(1) },
      ],
    },
  };

  it('is reverted in the commit that Argo CD deployed then, without the credentials of the repository', () => {
    const found = revert(image({ by: 'argocd-controller' }), [...argo, application]);
    expect(found.command).toBe(`git revert --no-edit ${HASH}`);
    expect(found.text).toContain('commit aaaaaaaaaa in https://git.example.com/deploy.git, path apps/shop');
  });

  it('names the application, and no command, where its commit is not known', () =>
    expect(revert(image({ by: 'argocd-controller' }), argo)).toEqual({ text: expect.stringContaining('the Argo CD application shop') }));

  it('is undone by a sync when a person made it in the cluster', () =>
    expect(revert(image({ by: 'kubectl-edit' }), argo).command).toBe('argocd app sync shop'));

  it('is reverted in the commit that Flux applied', () => {
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
    const kustomization = {
      ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
      metadata: { name: 'apps', namespace: 'flux-system', uid: 'uid-kustomization' },
      status: { lastAppliedRevision: `main@sha1:${HASH}` },
    };
    expect(revert(image({ by: 'kustomize-controller' }), [...kept({ labels }), kustomization]).command).toBe(
      `git revert --no-edit ${HASH}`,
    );
    expect(revert(image({ by: 'kubectl' }), kept({ labels })).command).toBe('flux reconcile kustomization apps -n flux-system');
  });

  it('goes back to the release before where Helm made it, and is undone in the cluster where a person did', () => {
    const helm = kept({ annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' } });
    expect(revert(image({ by: 'helm' }), helm).command).toBe('helm rollback web -n shop');
    expect(revert(image({ by: 'kubectl-set' }), helm).command).toBe('kubectl rollout undo deployment/web -n shop');
  });
});
