import { describe, expect, it } from 'vitest';
import { layout, type TopologyNode } from './layout.ts';

const node = (kind: string, name: string, namespace: string | undefined = 'shop'): TopologyNode => ({
  key: `c/${kind}-${name}`,
  kind,
  name,
  cluster: 'c',
  health: 'healthy',
  ...(namespace ? { namespace } : {}),
});
const shop = [
  node('Service', 'cart'),
  node('Deployment', 'cart'),
  node('Deployment', 'ads'),
  node('Ingress', 'shop'),
  node('Node', 'n1', ''),
];

describe('layout', () => {
  it('puts objects that requests pass first on the left', () => {
    const { places } = layout(shop);
    const x = (key: string) => places.get(key)?.x ?? Number.NaN;
    expect(x('c/Ingress-shop')).toBeLessThan(x('c/Service-cart'));
    expect(x('c/Service-cart')).toBeLessThan(x('c/Deployment-cart'));
  });

  it('gives every node its own place, inside the frame of its namespace', () => {
    const { places, frames } = layout(shop);
    expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(shop.length);
    for (const one of shop) {
      const frame = frames.find(({ id }) => id === `c/${one.namespace ?? ''}`);
      const place = places.get(one.key);
      expect(
        frame && place && place.x > frame.x && place.x < frame.x + frame.width && place.y > frame.y && place.y < frame.y + frame.height,
      ).toBe(true);
    }
  });

  it('gives the same result for the same nodes in any order', () => {
    const sorted = (nodes: TopologyNode[]) => [...layout(nodes).places].sort(([a], [b]) => a.localeCompare(b));
    expect(sorted([...shop].reverse())).toEqual(sorted(shop));
  });

  it('does not let frames overlap', () => {
    const many = Array.from({ length: 30 }, (_, i) => node('Deployment', `d${i}`, `ns-${i}`));
    const { frames } = layout(many);
    for (const a of frames) {
      for (const b of frames) {
        if (a.id >= b.id) continue;
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect([a.id, b.id, apart]).toEqual([a.id, b.id, true]);
      }
    }
  });
});
