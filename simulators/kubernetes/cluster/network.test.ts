import { describe, expect, it } from 'vitest';
import { healthyCluster } from './testing/driven.ts';
import { podsOf } from './testing/health.ts';
import { edit } from './testing/objects.ts';

describe('a network policy', () => {
  it('blocks pods that it does not allow: their connections time out', () => {
    const driven = healthyCluster();
    edit(driven, 'NetworkPolicy', 'shop', 'postgres', ({ spec }) => {
      spec.ingress[0].from = [{ podSelector: { matchLabels: { app: 'catalog' } } }];
    });
    driven.pass(6);
    const log = (app: string) =>
      driven.cluster.logs.lines('shop', podsOf(driven.store, app)[0]?.metadata.name ?? '', app, { sinceSeconds: 6 }).join('\n');
    expect(log('orders')).toContain('failed to connect to database at postgres:5432: context deadline exceeded');
    expect(log('catalog')).not.toContain('failed to connect');
  });
});

describe('cluster DNS', () => {
  it('does not answer while it has no ready pod', () => {
    const driven = healthyCluster();
    edit(driven, 'Deployment', 'kube-system', 'coredns', ({ spec }) => {
      spec.replicas = 0;
    });
    driven.pass(8);
    const name = podsOf(driven.store, 'frontend')[0]?.metadata.name ?? '';
    expect(driven.cluster.logs.lines('shop', name, 'frontend').join('\n')).toMatch(
      /lookup catalog on 10\.96\.0\.10:53: read udp 10\.244\.\d+\.\d+:\d+->10\.96\.0\.10:53: i\/o timeout/,
    );
  });
});
