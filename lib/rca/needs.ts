import type { Cluster } from './cluster/index.ts';
import type { Candidate } from './rule.ts';

/**
 * The kinds that must have been read before a cause is certain, by its code: without them a deeper or another cause cannot be ruled
 * out. Without Nodes the scheduler's words cannot be checked; what does not exist may be missing because of a quota; and so on.
 */
const NEEDS: readonly [RegExp, readonly string[]][] = [
  [/^(scheduling|node)\./, ['Node']],
  [/^node\.network_plugin_down$/, ['DaemonSet']],
  [/^(config\.dependency_address_wrong|dependency\.db_address_wrong|service\.missing)$/, ['Service']],
  [/^service\.missing$/, ['ResourceQuota']],
  [/^storage\.claim_missing$/, ['ResourceQuota', 'PersistentVolume']],
  [/^(dependency|dns)\./, ['Pod']],
  [/^rollout\.replicas_reset$/, ['Deployment']],
];

/** The kinds that a cause needs and that nobody read, in the namespace of its object or at all. */
export function unreadFor(cluster: Cluster, { code, object }: Pick<Candidate, 'code' | 'object'>): string[] {
  return NEEDS.filter(([pattern]) => pattern.test(code))
    .flatMap(([, kinds]) => kinds)
    .filter((kind) => !isRead(cluster, kind, object.namespace));
}

/** Nodes and pods that only events tell of were not read. */
function isRead(cluster: Cluster, kind: string, namespace: string | undefined): boolean {
  if (kind === 'Node') return cluster.hasNodes;
  if (kind === 'Pod') return cluster.hasPods;
  return cluster.knows(kind) || cluster.isWhole(kind, namespace);
}
