import { items, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { type Cluster, isNodeReady } from '../cluster/index.ts';
import type { Sign } from './symptom.ts';

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

/** Nodes that are not ready or under pressure (kubernetes.io/docs/reference/node/node-status, "conditions"). */
export function nodeSigns(cluster: Cluster): Sign[] {
  return cluster.nodes.flatMap((node) => {
    const signs: Sign[] = [];
    const ready = condition(node.object, 'Ready');
    const add = (what: string, one: Record<string, unknown> | undefined, fallback: string) => {
      const since = time(one?.lastTransitionTime);
      signs.push({
        object: node.ref,
        what,
        message: text(one?.message) ?? text(one?.reason) ?? fallback,
        ...(since !== undefined && { since }),
        workload: undefined,
        troubles: [],
      });
    };
    if (isNodeReady(node) === false) add('NodeNotReady', ready, 'the node is not ready');
    for (const one of items(node.object.status?.conditions)) {
      const type = text(one.type) ?? '';
      if (PRESSURES.includes(type) && one.status === 'True') add(type, one, type);
    }
    return signs.slice(0, 1);
  });
}
