import { describe, expect, it } from 'vitest';
import { mapLayout } from './map-layout.ts';

const object = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
const edge = (from: string, to: string) => ({ from: object(from), to: object(to), mechanism: 'refuses', text: '' });
const xOf = (chain: ReturnType<typeof edge>[], name: string) =>
  mapLayout(chain).nodes.find((node) => node.name === `shop/${name}`)?.x ?? Number.NaN;

describe('mapLayout', () => {
  it('puts what fails by something to the right of it, by the longest way', () => {
    const chain = [edge('db', 'cart'), edge('cart', 'front'), edge('db', 'front')];
    expect(xOf(chain, 'db')).toBeLessThan(xOf(chain, 'cart'));
    expect(xOf(chain, 'cart')).toBeLessThan(xOf(chain, 'front'));
  });

  it('gives no two objects one place', () => {
    const { nodes } = mapLayout([edge('db', 'a'), edge('db', 'b'), edge('db', 'c')]);
    expect(new Set(nodes.map(({ x, y }) => `${x},${y}`)).size).toBe(4);
  });

  it('ends for a chain that goes in a circle', () => {
    expect(mapLayout([edge('a', 'b'), edge('b', 'a')]).nodes).toHaveLength(2);
  });

  it('draws no more nodes than it may, and no edge to one that is left out', () => {
    const { nodes, edges } = mapLayout(
      Array.from({ length: 300 }, (_, i) => edge('root', `n${i}`)),
      100,
    );
    const known = new Set(nodes.map((node) => node.id));
    expect(nodes).toHaveLength(100);
    expect(edges.every(({ from, to }) => known.has(from) && known.has(to))).toBe(true);
  });

  it('is empty for an empty chain', () => expect(mapLayout([])).toMatchObject({ nodes: [], edges: [] }));
});
