import { describe, expect, it } from 'vitest';
import { diagnose } from './diagnose.ts';
import { crashing, deployment, event, service, snapshotOf, WINDOW } from './testing/snapshots.ts';

const calls = (name: string) => ({ env: [{ name: 'TARGET', value: `http://${name}:8080` }] });

describe('the impact of a fault', () => {
  it('is sorted by how bad it is, of equals the nearest first', () => {
    const resources = [
      ...deployment('cart', { replicas: 1, ready: false, containerStatus: crashed() }),
      service('cart'),
      ...deployment('shop', calls('cart')),
      service('shop'),
      ...deployment('site', calls('shop')),
    ];
    const { affected } = diagnose(snapshotOf(resources), WINDOW).blastRadius;
    const order = ['failing', 'degraded', 'at-risk'];
    const impacts = affected.map(({ impact }) => order.indexOf(impact));
    expect(new Set(impacts).size).toBeGreaterThan(1);
    expect(impacts).toEqual(impacts.toSorted((a, b) => a - b));
    for (const impact of order) {
      const hops = affected.filter((one) => one.impact === impact).map((one) => one.hops);
      expect(hops).toEqual(hops.toSorted((a, b) => a - b));
    }
  });

  it('on a Service whose pods are all ready is that it is still served, never that it has fewer endpoints', () => {
    const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota: pods' };
    const cart = deployment('cart', { replicas: 2 }).map((object) =>
      object.kind === 'Deployment'
        ? { ...object, spec: { ...object.spec, replicas: 3 }, status: { ...object.status, conditions: [failure] } }
        : object,
    );
    const set = { kind: 'ReplicaSet', namespace: 'shop', name: 'cart-7d9c5b6f4' };
    const message = 'pods "cart-7d9c5b6f4-x" is forbidden: exceeded quota: shop-quota, requested: pods=1, used: pods=2, limited: pods=2';
    const events = [event(set, 'FailedCreate', `Error creating: ${message}`)];
    const { affected } = diagnose(snapshotOf([...cart, service('cart')], { events }), WINDOW).blastRadius;
    expect(affected.find(({ object }) => object.kind === 'Service')).toMatchObject({
      impact: 'at-risk',
      via: { mechanism: 'still served' },
    });
  });
});

function crashed() {
  return crashing(1) as object;
}
