import { describe, expect, it } from 'vitest';
import { withOnset } from './culprit.ts';
import { diagnose } from './diagnose.ts';
import { ago, deployment, service, snapshotOf, stamp, WINDOW } from './testing/snapshots.ts';
import type { ChangeRecord } from './types.ts';

const SECRET = { kind: 'Secret', namespace: 'shop', name: 'db' };
const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const ONSET = 2;
const changed = (object: ChangeRecord['object'], minutes: number, more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  id: `${object.kind} ${minutes}`,
  object,
  at: ago(minutes),
  op: 'updated',
  fields: [{ path: '/data/password', before: 'sha256:1', after: 'sha256:2' }],
  by: 'kubectl-edit',
  ...more,
});
const crashed = {
  restartCount: 2,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: stamp(ONSET), finishedAt: stamp(1) } },
};
const crashing = (options: object = {}) => [
  ...deployment('cart', {
    ready: false,
    container: { envFrom: [{ secretRef: { name: 'db' } }] },
    containerStatus: crashed,
    podStatus,
    ...options,
  }),
  { apiVersion: 'v1', kind: 'Secret', metadata: { ...SECRET, uid: 'uid-db', creationTimestamp: stamp(600) }, data: { password: '' } },
  service('cart'),
];
/** Ready until the first failure. */
const podStatus = { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: stamp(ONSET) }] };
const diagnosisOf = (changes: ChangeRecord[], options: object = {}) => diagnose(snapshotOf(crashing(options), { changes }), WINDOW);

describe('the change that began a trouble', () => {
  it('is told with its fields, who made it and how long before the first failure, as the first evidence', () => {
    const { culprit, causes } = diagnosisOf([changed(SECRET, ONSET + 35 / 60)]);
    expect(culprit).toMatchObject({ object: SECRET, op: 'updated', by: 'kubectl-edit', beforeMs: 35_000 });
    expect(culprit?.text).toMatch(/Secret .*db was updated by kubectl-edit 35 s before the first failure: .*password sha256:1 → sha256:2/);
    expect(causes[0]?.evidenceFor[0]).toMatchObject({ text: culprit?.text, source: { type: 'change', object: SECRET } });
    expect(causes[0]?.evidenceFor.filter(({ source }) => source.type === 'change')).toHaveLength(1);
  });

  it('is the last one before the first failure', () => {
    const image = { fields: [{ path: '/spec/template/spec/containers/main/image', before: 'a:1', after: 'a:2' }] };
    const changes = [changed(CART, 20, image), changed(CART, 10, image), changed(CART, 1, image)];
    const { culprit, causes } = diagnosisOf(changes);
    expect(causes[0]?.object).toEqual(CART);
    expect(culprit).toMatchObject({ object: CART, at: ago(10) });
  });

  it.each([
    ['that came after the first failure', changed(SECRET, 0.5)],
    [
      'of replicas by an autoscaler',
      changed(CART, 5, { by: 'horizontal-pod-autoscaler', fields: [{ path: '/spec/replicas', before: '1', after: '2' }] }),
    ],
    ['to an object that it does not read', changed({ ...SECRET, name: 'other' }, 3)],
  ])('is none %s', (_, change) => expect(diagnosisOf([change])).not.toHaveProperty('culprit'));

  it('is the creation of an object only for what was well before', () => {
    const creation = changed(SECRET, 3, { op: 'created', fields: [] });
    expect(diagnosisOf([creation]).culprit).toMatchObject({ op: 'created', object: SECRET });
    expect(diagnosisOf([creation], { ageMinutes: ONSET + 0.5, podStatus: {} })).not.toHaveProperty('culprit');
  });

  it('is told from the onset that a trouble is given, and left out if it came after that', () => {
    const diagnosis = diagnosisOf([changed(SECRET, 4)]);
    const earlier = withOnset(diagnosis, { at: ago(3) });
    expect(earlier.culprit).toMatchObject({ beforeMs: 60_000 });
    expect(earlier.causes[0]?.evidenceFor[0]?.text).toBe(earlier.culprit?.text);
    expect(withOnset(diagnosis, { at: ago(5) })).not.toHaveProperty('culprit');
  });
});
