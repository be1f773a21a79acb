import { describe, expect, it } from 'vitest';
import { mapLayout, NODE_HEIGHT, NODE_WIDTH } from './map-layout.ts';

const object = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
const edge = (from: string, to: string) => ({ from: object(from), to: object(to), relation: null, mechanism: 'refuses', text: '' });
const placeOf = (chain: ReturnType<typeof edge>[], name: string) =>
  mapLayout(chain).nodes.find((node) => node.object.name === name) ?? { x: Number.NaN, y: Number.NaN };

describe('mapLayout', () => {
  it('puts each object to the right of its causes, by the longest path', () => {
    const chain = [edge('db', 'cart'), edge('cart', 'front'), edge('db', 'front')];
    expect(placeOf(chain, 'db').x).toBeLessThan(placeOf(chain, 'cart').x);
    expect(placeOf(chain, 'cart').x).toBeLessThan(placeOf(chain, 'front').x);
  });

  it('does so for edges in any order', () => {
    const chain = [edge('cart', 'front'), edge('db', 'front'), edge('db', 'cart')];
    expect(placeOf(chain, 'db').x).toBeLessThan(placeOf(chain, 'cart').x);
    expect(placeOf(chain, 'cart').x).toBeLessThan(placeOf(chain, 'front').x);
  });

  it('does not let objects overlap', () => {
    const { nodes } = mapLayout([edge('db', 'a'), edge('db', 'b'), edge('a', 'c'), edge('b', 'c'), edge('x', 'c')]);
    const overlapping = nodes.filter((one) =>
      nodes.some((other) => other !== one && Math.abs(other.x - one.x) < NODE_WIDTH && Math.abs(other.y - one.y) < NODE_HEIGHT),
    );
    expect([nodes.length, overlapping]).toEqual([5, []]);
  });

  it('keeps the effects of the upper cause above those of the lower one', () => {
    const chain = [edge('root', 'up'), edge('root', 'down'), edge('down', 'under'), edge('up', 'over')];
    expect(placeOf(chain, 'over').y).toBeLessThan(placeOf(chain, 'under').y);
  });

  it('does not stretch a cycle: no more columns than objects in a row', () => {
    const { width } = mapLayout([edge('a', 'b'), edge('b', 'a'), ...Array.from({ length: 20 }, (_, i) => edge('a', `n${i}`))]);
    expect(width).toBe(mapLayout([edge('a', 'b')]).width);
  });

  it('marks the objects that have no cause', () => {
    const { nodes } = mapLayout([edge('db', 'cart'), edge('cart', 'front')]);
    expect(nodes.filter(({ root }) => root).map((node) => node.object.name)).toEqual(['db']);
  });

  it('draws at most as many nodes as allowed, no edge to an omitted one, and says how many are omitted', () => {
    const { nodes, edges, omitted } = mapLayout(
      Array.from({ length: 300 }, (_, i) => edge('root', `n${i}`)),
      100,
    );
    const known = new Set(nodes.map((node) => node.id));
    expect([nodes.length, edges.length, omitted]).toEqual([100, 99, 201]);
    expect(edges.every(({ from, to }) => known.has(from) && known.has(to))).toBe(true);
  });

  it('is empty for an empty chain', () => expect(mapLayout([])).toMatchObject({ nodes: [], edges: [], omitted: 0 }));
});
