import { describe, expect, it } from 'vitest';
import { healthyCluster } from '../testing/driven.ts';
import { apply, pod } from '../testing/objects.ts';

describe('named target ports', () => {
  it('are resolved in the pods', () => {
    const driven = healthyCluster();
    apply(driven, pod('named', { containers: [{ name: 'main', image: 'nginx:1.27', ports: [{ name: 'web', containerPort: 80 }] }] }));
    apply(driven, {
      kind: 'Service',
      metadata: { name: 'named', namespace: 'default' },
      spec: { selector: { app: 'named' }, ports: [{ port: 8000, targetPort: 'web' }] },
    });
    driven.pass(4);
    const slice = driven.store
      .list('EndpointSlice', 'default')
      .find((one) => one.metadata.labels?.['kubernetes.io/service-name'] === 'named');
    expect(slice?.ports).toEqual([{ name: '', port: 80, protocol: 'TCP' }]);
    expect(driven.store.get('Endpoints', 'default', 'named').subsets).toMatchObject([
      { addresses: [{ ip: slice?.endpoints[0].addresses[0] }], ports: [{ port: 80 }] },
    ]);
  });
});
