import { describe, expect, it } from 'vitest';
import { relationOf } from './relations.ts';

describe('relationOf', () => {
  it.each([
    ['Node', 'Deployment', 'RUNS_ON'],
    ['Node', 'Pod', 'RUNS_ON'],
    ['Deployment', 'Pod', 'OWNS'],
    ['CronJob', 'Job', 'OWNS'],
    ['ConfigMap', 'Deployment', 'USES_CONFIG'],
    ['Secret', 'StatefulSet', 'USES_SECRET'],
    ['ServiceAccount', 'Deployment', 'USES_ACCOUNT'],
    ['PersistentVolumeClaim', 'StatefulSet', 'MOUNTS'],
    ['StorageClass', 'PersistentVolumeClaim', 'BINDS'],
    ['ResourceQuota', 'Deployment', 'LIMITS'],
    ['NetworkPolicy', 'Deployment', 'RESTRICTS'],
    ['HorizontalPodAutoscaler', 'Deployment', 'SCALES'],
    ['Deployment', 'Service', 'SELECTS'],
    ['Service', 'Deployment', 'CALLS'],
    ['Deployment', 'Deployment', 'CALLS'],
    ['Service', 'Ingress', 'ROUTES_TO'],
    ['ValidatingWebhookConfiguration', 'Deployment', null],
    ['External', 'Node', null],
  ])('joins %s and %s by %s', (from, to, relation) => {
    expect(relationOf({ kind: from, name: 'a' }, { kind: to, name: 'b' })).toBe(relation);
  });
});
