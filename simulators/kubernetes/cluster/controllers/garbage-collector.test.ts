import { describe, expect, it } from 'vitest';
import { healthyCluster } from '../testing/driven.ts';
import { podsOf } from '../testing/health.ts';

const going = { deletionTimestamp: '2025-11-20T10:02:00Z', deletionGracePeriodSeconds: 0 };

describe('garbage collection', () => {
  it('keeps the dependents of an owner that is deleted with orphan propagation', () => {
    const driven = healthyCluster();
    const owner = driven.store.get('Deployment', 'shop', 'ads');
    driven.store.update({ ...owner, metadata: { ...owner.metadata, ...going, finalizers: ['orphan'] } });
    driven.pass(5);
    expect(driven.store.find('Deployment', 'shop', 'ads')).toBeUndefined();
    const sets = driven.store.list('ReplicaSet', 'shop').filter((one) => one.metadata.labels?.app === 'ads');
    expect(sets.map((one) => one.metadata.ownerReferences)).toEqual([[]]);
    expect(podsOf(driven.store, 'ads')).toHaveLength(1);
  });

  it('deletes dependents before an owner that is deleted in the foreground', () => {
    const driven = healthyCluster();
    const gone: string[] = [];
    driven.store.listen(({ type, object }) => type === 'DELETED' && object.metadata.name.startsWith('ads') && gone.push(object.kind));
    const owner = driven.store.get('Deployment', 'shop', 'ads');
    driven.store.update({ ...owner, metadata: { ...owner.metadata, ...going, finalizers: ['foregroundDeletion'] } });
    driven.pass(8);
    expect(gone.indexOf('ReplicaSet')).toBeLessThan(gone.indexOf('Deployment'));
    expect(podsOf(driven.store, 'ads')).toEqual([]);
  });
});
