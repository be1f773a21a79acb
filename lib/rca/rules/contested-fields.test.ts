import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose, diagnoseGroups } from '../diagnose.ts';
import { ago, deployment, event, object, snapshotOf, stamp, WINDOW } from '../testing/snapshots.ts';
import type { ChangeRecord } from '../types.ts';

const WEB = { kind: 'Deployment', namespace: 'shop', name: 'web' };
/** Changes of a field, oldest first: who, to what, how many minutes ago. */
function writes(path: string, first: string, steps: [by: string, value: string, minutes: number][], of = WEB): ChangeRecord[] {
  return steps.map(([by, after, minutes], index) => ({
    ...{ id: `${path}-${index}`, object: of, at: ago(minutes), op: 'updated' as const, by },
    fields: [{ path, before: steps[index - 1]?.[1] ?? first, after }],
  }));
}
const causes = (changes: ChangeRecord[], more: KubernetesObject[] = []) => {
  const snapshot = snapshotOf([...deployment('web'), ...more], { changes });
  const groups = diagnoseGroups(snapshot, WINDOW);
  const first = diagnose(snapshot, WINDOW).causes.slice(0, 1);
  expect(groups.map((one) => one.causes[0]?.code)).toEqual(first.map(({ code }) => code));
  return first.map(({ code, object: { kind, name }, tier }) => `${code} ${kind}/${name} ${tier}`);
};

describe('a field that two managers write in turn', () => {
  it('is a conflict once each has been undone by the other', () =>
    expect(
      causes(
        writes('/spec/template/spec/containers/main/image', 'web:1', [
          ['argocd', 'web:2', 6],
          ['keel', 'web:1', 4],
          ['argocd', 'web:2', 2],
        ]),
      ),
    ).toEqual(['controller.conflict Deployment/web confirmed']));

  it('is a reset of replicas if it is their number', () =>
    expect(
      causes(
        writes('/spec/replicas', '6', [
          ['helm', '2', 6],
          ['kube-controller-manager', '6', 4],
          ['helm', '2', 2],
        ]),
      ),
    ).toEqual(['rollout.replicas_reset Deployment/web confirmed']));

  it('can be that of any object', () => {
    const settings = { kind: 'ConfigMap', namespace: 'shop', name: 'settings' };
    const changes = writes(
      '/data/level',
      'a1',
      [
        ['flux', 'b2', 6],
        ['operator', 'a1', 4],
        ['flux', 'b2', 2],
      ],
      settings,
    );
    expect(causes(changes, [object('ConfigMap', 'settings')])).toEqual(['controller.conflict ConfigMap/settings confirmed']);
  });

  it.each<[string, string, [string, string, number][]]>([
    [
      'an edit that GitOps takes back once',
      '/spec/replicas',
      [
        ['kubectl-edit', '1', 6],
        ['argocd', '3', 5],
      ],
    ],
    [
      'one manager that tries one thing and another',
      '/spec/replicas',
      [
        ['helm', '1', 6],
        ['helm', '3', 4],
        ['helm', '1', 2],
      ],
    ],
    [
      'values that are always new',
      '/spec/paused',
      [
        ['a', '1', 6],
        ['b', '2', 4],
        ['a', '3', 2],
      ],
    ],
    [
      'notes that controllers leave',
      '/metadata/annotations/leader',
      [
        ['a', '1', 6],
        ['b', '3', 4],
        ['a', '1', 2],
      ],
    ],
    [
      'a contest that is over',
      '/spec/replicas',
      [
        ['a', '1', 40],
        ['b', '3', 38],
        ['a', '1', 36],
      ],
    ],
  ])('is not %s', (_, path, steps) => expect(causes(writes(path, '3', steps))).toEqual([]));
});

/** ReplicaSets of web that were each the newest revision before, as their history says, or were just made. */
function replicaSets(sets: { name: string; revision: number; history?: string; minutes?: number }[]): KubernetesObject[] {
  return sets.map(({ name, revision, history, minutes = 60 }) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...{ name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp: stamp(minutes) },
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        ...(history && { 'deployment.kubernetes.io/revision-history': history }),
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true }],
    },
    spec: { replicas: 0, template: deployment('web')[0]!.spec.template },
    status: { replicas: 0 },
  }));
}
const scaled = event(WEB, 'ScalingReplicaSet', 'Scaled up replica set web-a to 1 from 0', { type: 'Normal' });
const rolledOut = (sets: KubernetesObject[], events: KubernetesObject[] = []) =>
  diagnose(snapshotOf([...deployment('web'), ...sets], { events }), WINDOW).causes.map(({ code, title }) => `${code}: ${title}`);

describe('a rollout without end', () => {
  const turns = replicaSets([
    { name: 'web-a', revision: 12, history: '6,8,10' },
    { name: 'web-b', revision: 13, history: '7,9,11' },
  ]);
  it('shows in revisions that take turns while the Deployment is still scaled', () => {
    expect(rolledOut(turns, [scaled])).toEqual(['controller.conflict: Rollout without end: Deployment web']);
    expect(rolledOut(turns)).toEqual([]);
  });

  it('shows in a new revision every few minutes', () => {
    const made = (each: number, count: number) =>
      replicaSets(Array.from({ length: count }, (_, index) => ({ name: `web-${index}`, revision: 50 - index, minutes: 1 + index * each })));
    expect(rolledOut(made(2, 6))).toEqual(['controller.conflict: Rollout without end: Deployment web']);
    expect(rolledOut(made(2, 4))).toEqual([]);
    expect(rolledOut(made(200, 6))).toEqual([]);
  });

  it('is not one rollback and its correction', () =>
    expect(
      rolledOut(
        replicaSets([
          { name: 'web-a', revision: 3, history: '1' },
          { name: 'web-b', revision: 4, history: '2' },
        ]),
        [scaled],
      ),
    ).toEqual([]));
});

describe('replicas that a manifest resets, where only managed fields tell it', () => {
  const scaler = object('HorizontalPodAutoscaler', 'web', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 12 },
    status: { currentReplicas: 8, desiredReplicas: 8 },
  });
  const written = (manager: string, minutes: number, subresource?: string) => {
    const [web, ...rest] = deployment('web', { replicas: 2 });
    const entry = { manager, time: stamp(minutes), fieldsV1: { 'f:spec': { 'f:replicas': {} } }, ...(subresource && { subresource }) };
    const resources = [{ ...web!, metadata: { ...web!.metadata, managedFields: [entry] } }, ...rest, scaler];
    return diagnose(snapshotOf(resources), WINDOW).causes.map(({ code }) => code);
  };
  it('are reset by who wrote them last, unless that was the autoscaler or long ago', () => {
    expect(written('helm', 2)).toEqual(['rollout.replicas_reset']);
    expect(written('kube-controller-manager', 2, 'scale')).toEqual([]);
    expect(written('helm', 200)).toEqual([]);
  });
});
