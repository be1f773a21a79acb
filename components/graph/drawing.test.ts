import { describe, expect, it } from 'vitest';
import { drawingOf, groupOf, MAX_DRAWN, restId } from './drawing.ts';
import { clusterNode, edge, large, node } from './testing.ts';

const keys = (drawing: ReturnType<typeof drawingOf>) => drawing.objects.map((one) => one.node.key).sort();

describe('a drawing', () => {
  it('of a few objects shows each of them, in the group of its namespace', () => {
    const all = [node('Service', 'cart'), node('Deployment', 'cart'), clusterNode('Node', 'n')];
    const drawing = drawingOf({ nodes: all, edges: [] });
    expect(keys(drawing)).toEqual(all.map(({ key }) => key).sort());
    expect(drawing.groups.map(({ id, label, total, folded }) => [id, label, total, folded])).toEqual([
      ['c/shop', 'shop', 2, 0],
      ['c/', 'Without namespace', 1, 0],
    ]);
  });

  it('of many shows the one that fails and, for the others, how many there are', () => {
    const nodes = large(10, 50, (i) => (i === 123 ? { health: 'failing' } : {}));
    const { objects, groups } = drawingOf({ nodes, edges: [] });
    expect(objects.map(({ node: { name } }) => name)).toEqual(['d123']);
    expect(groups.find(({ namespace }) => namespace === 'ns-3')).toMatchObject({
      isOpen: false,
      total: 50,
      folded: 49,
      counts: { failing: 1, healthy: 49 },
    });
  });

  it('of some shows what requests pass, and folds what they do not', () => {
    const passed = Array.from({ length: 20 }, (_, i) => [node('Deployment', `d${i}`), node('Service', `d${i}`)]).flat();
    const others = Array.from({ length: 30 }, (_, i) => node('ConfigMap', `c${i}`));
    const system = node('Deployment', 'dns', { namespace: 'kube-system' });
    const { objects, groups } = drawingOf({ nodes: [...passed, ...others, system], edges: [] });
    expect(objects.length).toBe(40);
    expect(groups.map(({ label, folded }) => [label, folded])).toEqual([
      ['shop', 30],
      ['kube-system', 1],
    ]);
  });

  it('opens and folds groups on request, and never draws more objects than a map can show', () => {
    const nodes = large(2, 1_000);
    expect(drawingOf({ nodes: nodes.slice(0, 200), edges: [] }, { toggled: new Set(['c/ns-1']) }).objects.length).toBe(100);
    const all = drawingOf({ nodes, edges: [] }, { toggled: new Set(['c/ns-0', 'c/ns-1']) });
    expect(all.objects.length).toBe(MAX_DRAWN);
    expect(all.groups.reduce((sum, { folded }) => sum + folded, 0)).toBe(2_000 - MAX_DRAWN);
    const few = [node('Deployment', 'a'), node('Deployment', 'b', { health: 'degraded' })];
    expect(keys(drawingOf({ nodes: few, edges: [] }, { toggled: new Set(['c/shop']) }))).toEqual(['c/Deployment-b']);
  });

  it('always shows what is found, however much fails', () => {
    const nodes = large(10, 100, (i) => (i < 900 ? { health: 'failing' } : {}));
    const found = nodes.slice(950, 960).map(({ key }) => key);
    const drawn = new Set(drawingOf({ nodes, edges: [] }, { always: new Set(found) }).objects.map((one) => one.node.key));
    expect(found.every((key) => drawn.has(key))).toBe(true);
  });

  it('shows the worst pods of an expanded workload beside it', () => {
    const cart = node('Deployment', 'cart');
    const pods = Array.from({ length: 100 }, (_, i) => node('Pod', `cart-${i}`, i === 77 ? { health: 'failing' } : {}));
    const nodes = [...large(5, 40), cart, ...pods];
    const edges = pods.map((pod) => edge(cart, 'OWNS', pod));
    const shown = drawingOf({ nodes, edges }, { expanded: new Set([cart.key]) }).objects.filter(({ owner }) => owner?.key === cart.key);
    expect(shown.length).toBe(24);
    expect(shown.map(({ node: { name } }) => name)).toContain('cart-77');
  });

  it('draws calls to and from folded objects once, and no other relations of them', () => {
    const nodes = large(2, 60);
    const [a, b, c, d] = [nodes[0]!, nodes[1]!, nodes[2]!, nodes[3]!];
    const edges = [edge(a, 'CALLS', b), edge(c, 'CALLS', d), edge(a, 'USES_CONFIG', b), edge(a, 'CALLS', c)];
    expect(drawingOf({ nodes, edges }).edges).toMatchObject([{ from: restId(groupOf(a)), to: restId(groupOf(b)), type: 'CALLS' }]);
  });

  it('in focus shows what is near, not beyond the nodes that everything runs on', () => {
    const [ingress, service, cart, db, other] = [
      node('Ingress', 'shop'),
      node('Service', 'cart'),
      node('Deployment', 'cart'),
      node('Service', 'db'),
      node('Deployment', 'other'),
    ];
    const host = clusterNode('Node', 'n');
    const edges = [
      edge(ingress, 'ROUTES_TO', service),
      edge(service, 'SELECTS', cart),
      edge(cart, 'CALLS', db),
      edge(cart, 'RUNS_ON', host),
      edge(other, 'RUNS_ON', host),
    ];
    const near = (hops: number) =>
      keys(drawingOf({ nodes: [ingress, service, cart, db, other, host], edges }, { focus: { key: cart.key, hops } }));
    expect(near(1)).toEqual([cart, db, host, service].map(({ key }) => key).sort());
    expect(near(3)).toEqual([cart, db, host, ingress, service].map(({ key }) => key).sort());
  });
});
