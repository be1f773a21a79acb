import { describe, expect, it } from 'vitest';
import { drawingOf, restId } from './drawing.ts';
import { layout } from './layout.ts';
import { clusterNode, edge, large, node } from './testing.ts';
import type { TopologyNode } from './types.ts';

const shop = [
  node('Service', 'cart'),
  node('Deployment', 'cart'),
  node('Deployment', 'ads'),
  node('Ingress', 'shop'),
  clusterNode('Node', 'n1'),
];
const laidOut = (nodes: TopologyNode[], toggled: string[] = []) => layout(drawingOf({ nodes, edges: [] }, { toggled: new Set(toggled) }));

describe('layout', () => {
  it('puts objects that requests pass first on the left', () => {
    const { places } = laidOut(shop);
    const x = (key: string) => places.get(key)?.x ?? Number.NaN;
    expect(x('c/Ingress-shop')).toBeLessThan(x('c/Service-cart'));
    expect(x('c/Service-cart')).toBeLessThan(x('c/Deployment-cart'));
  });

  it('gives everything its own place, inside the frame of its namespace', () => {
    const nodes = large(7, 30, (i) => (i % 9 === 0 ? { health: 'failing' } : {}));
    const { places, frames } = laidOut(nodes, ['c/ns-3']);
    expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(places.size);
    for (const one of nodes) {
      const frame = frames.find(({ group }) => group.namespace === one.namespace);
      const place = places.get(one.key) ?? places.get(restId(`c/${one.namespace}`));
      expect(
        frame && place && place.x > frame.x && place.x < frame.x + frame.width && place.y > frame.y && place.y < frame.y + frame.height,
      ).toBe(true);
    }
  });

  it('gives the same result for the same objects in any order', () => {
    const sorted = (nodes: TopologyNode[]) => [...laidOut(nodes).places].sort(([a], [b]) => a.localeCompare(b));
    expect(sorted([...shop].reverse())).toEqual(sorted(shop));
  });

  it('does not let frames overlap', () => {
    const { frames } = laidOut(
      large(30, 9, (i) => (i % 5 === 0 ? { health: 'degraded' } : {})),
      ['c/ns-4', 'c/ns-17'],
    );
    for (const a of frames) {
      for (const b of frames) {
        if (a.group.id >= b.group.id) continue;
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect([a.group.id, b.group.id, apart]).toEqual([a.group.id, b.group.id, true]);
      }
    }
  });

  it('leaves a group that is opened where it is, and all that comes before it', () => {
    const nodes = large(9, 20);
    const corners = (toggled: string[]) => new Map(laidOut(nodes, toggled).frames.map(({ group, x, y }) => [group.id, `${x},${y}`]));
    const [folded, open] = [corners([]), corners(['c/ns-4'])];
    const moved = [...folded].flatMap(([id, corner]) => (open.get(id) === corner ? [] : [id]));
    expect(moved).toEqual(['c/ns-7', 'c/ns-2', 'c/ns-5', 'c/ns-8']);
  });

  it('puts pods right below their workload', () => {
    const [cart, zoo] = [node('Deployment', 'cart'), node('Deployment', 'zoo')];
    const pods = [node('Pod', 'x-1'), node('Pod', 'x-2')];
    const { places } = layout(
      drawingOf({ nodes: [zoo, ...pods, cart], edges: pods.map((pod) => edge(cart, 'OWNS', pod)) }, { expanded: new Set([cart.key]) }),
    );
    const order = [...places].sort(([, a], [, b]) => a.y - b.y).map(([key]) => key);
    expect(order).toEqual([cart.key, ...pods.map(({ key }) => key), zoo.key]);
  });
});
