import { describe, expect, it } from 'vitest';
import { healthyCluster } from '../testing/driven.ts';
import { eventsOf } from '../testing/health.ts';
import { edit } from '../testing/objects.ts';

describe('a StatefulSet', () => {
  it('creates its pods and claims in order, and removes pods in reverse, keeping the claims', () => {
    const driven = healthyCluster();
    const made: string[] = [];
    driven.store.listen(({ type, object }) => {
      if (object.kind === 'Pod' && object.metadata.labels?.app === 'postgres' && type !== 'MODIFIED')
        made.push(`${type} ${object.metadata.name}`);
    });
    const scale = (replicas: number) =>
      edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
        spec.replicas = replicas;
      });
    scale(3);
    driven.pass(40);
    scale(1);
    driven.pass(20);
    expect(made).toEqual(['ADDED postgres-1', 'ADDED postgres-2', 'DELETED postgres-2', 'DELETED postgres-1']);
    expect(driven.store.find('PersistentVolumeClaim', 'shop', 'data-postgres-2')?.status.phase).toBe('Bound');
    expect(eventsOf(driven.store, 'StatefulSet', 'postgres')).toEqual(
      expect.arrayContaining([
        'Normal SuccessfulCreate create Claim data-postgres-1 Pod postgres-1 in StatefulSet postgres success',
        'Normal SuccessfulCreate create Pod postgres-1 in StatefulSet postgres successful',
        'Normal SuccessfulDelete delete Pod postgres-2 in StatefulSet postgres successful',
      ]),
    );
  });

  it('replaces its pods when the template changes', () => {
    const driven = healthyCluster();
    edit(driven, 'StatefulSet', 'shop', 'postgres', ({ spec }) => {
      spec.template.metadata.annotations = { note: 'new' };
    });
    driven.pass(25);
    const { status } = driven.store.get('StatefulSet', 'shop', 'postgres');
    expect(status.currentRevision).toBe(status.updateRevision);
    expect(driven.store.get('Pod', 'shop', 'postgres-0').metadata.annotations).toEqual({ note: 'new' });
  });
});
