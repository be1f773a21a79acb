import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, firstOf, logOf, lonePod, plain } from '../testing/minimal.ts';

const running = { ready: false, restartCount: 0, state: { running: { startedAt: '2026-03-01T11:00:00Z' } } };
const collector = lonePod('collector', { spec: { serviceAccountName: 'collector' }, state: running });
const other = plain('RoleBinding', 'deployers', {
  roleRef: { kind: 'ClusterRole', name: 'system:deployer' },
  subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'default' }],
});
const binding = (role: string, subject: KubernetesObject = { kind: 'ServiceAccount', name: 'collector' }) =>
  plain('RoleBinding', 'collector', { roleRef: { kind: 'Role', name: role }, subjects: [subject] });
const logs = [logOf('collector', ['10:00 ok', '10:10 FORBIDDEN', '10:20 FORBIDDEN', '10:30 FORBIDDEN'], false)];

describe('a program that says in its own words that it is denied something', () => {
  it('lacks a role when no binding names its service account', () => {
    expect(firstOf({ resources: [collector, other], logs })).toBe('rbac.forbidden Pod/collector');
    expect(diagnosisOf({ resources: [collector, other], logs }).reason).toContain(
      'no RoleBinding gives a role to ServiceAccount default/collector',
    );
  });

  it('lacks a role when its binding names one that does not exist', () => {
    const resources = [collector, binding('reader'), plain('Role', 'writer')];
    expect(diagnosisOf({ resources, logs }).reason).toContain('Role default/reader, which does not exist');
  });

  it.each([
    ['its binding and role exist', [collector, binding('reader'), plain('Role', 'reader')]],
    [
      'its group is bound',
      [collector, binding('reader', { kind: 'Group', name: 'system:serviceaccounts:default' }), plain('Role', 'reader')],
    ],
    ['the bindings are not known', [collector]],
    ['it has the default account', [lonePod('collector', { state: running }), other]],
  ])('is not told to lack a role when %s', (_, resources) =>
    expect(diagnosisOf({ resources, logs }).causes.map(({ code }) => code)).not.toContain('rbac.forbidden'),
  );
});
