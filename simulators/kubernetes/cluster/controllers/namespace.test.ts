import { describe, expect, it } from 'vitest';
import { drivenCluster } from '../testing/driven.ts';
import { apply } from '../testing/objects.ts';

describe('a namespace', () => {
  it('gets its default ServiceAccount, and is deleted together with its content', () => {
    const driven = drivenCluster();
    apply(driven, { kind: 'Namespace', metadata: { name: 'trial' } });
    apply(driven, { kind: 'Namespace', metadata: { name: 'idle' } });
    // The first pod does not have to wait for a tick.
    apply(driven, {
      kind: 'Pod',
      metadata: { name: 'one', namespace: 'trial' },
      spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] },
    });
    driven.pass(5);
    expect(driven.store.find('ServiceAccount', 'trial', 'default')).toBeDefined();
    expect(driven.store.find('ServiceAccount', 'idle', 'default')).toBeDefined();
    const namespace = driven.store.get('Namespace', undefined, 'trial');
    driven.store.update({ ...namespace, status: { phase: 'Terminating' } });
    driven.pass(10);
    expect(driven.store.find('Namespace', undefined, 'trial')).toBeUndefined();
    expect(driven.store.list('Pod', 'trial')).toEqual([]);
  });
});
