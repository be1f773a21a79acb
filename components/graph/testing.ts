import type { DrawnTopology, TopologyNode } from './types.ts';

/** An object of a topology in a test. */
export function node(kind: string, name: string, more: Partial<TopologyNode> = {}): TopologyNode {
  return { key: `c/${kind}-${name}`, kind, name, namespace: 'shop', cluster: 'c', health: 'healthy', ...more };
}

/** An object without namespace. */
export function clusterNode(kind: string, name: string): TopologyNode {
  const { namespace: _, ...rest } = node(kind, name);
  return rest;
}

/** A relation between two objects. */
export const edge = (from: TopologyNode, type: string, to: TopologyNode): DrawnTopology['edges'][number] => ({
  from: from.key,
  type,
  to: to.key,
});

/** A topology of `namespaces` with `each` Deployments; `change` changes some of them. */
export function large(namespaces: number, each: number, change: (at: number) => Partial<TopologyNode> = () => ({})): TopologyNode[] {
  return Array.from({ length: namespaces * each }, (_, i) =>
    node('Deployment', `d${i}`, { namespace: `ns-${i % namespaces}`, ...change(i) }),
  );
}
