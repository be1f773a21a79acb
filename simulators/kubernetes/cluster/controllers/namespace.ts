import { KINDS, kindNamed } from '../../store/kinds.ts';
import type { Obj } from '../../store/object.ts';
import { type Condition, withCondition } from '../api-machinery/conditions.ts';
import type { World } from '../world.ts';

/** Gives every namespace its default ServiceAccount and the cluster's CA; empties and removes one that is being deleted. */
export function namespaceController(world: World): () => void {
  return () => {
    for (const namespace of world.list('Namespace')) {
      const { name } = namespace.metadata;
      if (namespace.metadata.deletionTimestamp || namespace.status?.phase === 'Terminating') {
        const left = empty(world, name);
        const conditions = remainderOf(world, left).reduce(
          (all, one) => withCondition(all, one, world.time()),
          (namespace.status?.conditions ?? []) as Condition[],
        );
        world.setStatus(namespace, { ...namespace.status, phase: 'Terminating', conditions });
        if (left.length === 0) {
          const current = world.store.find('Namespace', undefined, name);
          if (current) world.store.remove(current);
        }
        continue;
      }
      if (!world.store.find('ServiceAccount', name, 'default'))
        world.create({ kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
      if (!world.store.find('ConfigMap', name, 'kube-root-ca.crt'))
        world.create({
          kind: 'ConfigMap',
          metadata: {
            name: 'kube-root-ca.crt',
            namespace: name,
            annotations: { 'kubernetes.io/description': 'Contains a CA bundle that can be used to verify the kube-apiserver.' },
          },
          data: { 'ca.crt': CERTIFICATE },
        });
    }
  };
}

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\n(simulated cluster: no certificate)\n-----END CERTIFICATE-----\n';

/** Deletes the content of a namespace; returns what remains. */
function empty(world: World, namespace: string): Obj[] {
  const left: Obj[] = [];
  for (const { kind, namespaced } of KINDS) {
    if (!namespaced) continue;
    for (const object of world.list(kind, namespace)) {
      world.delete(object);
      const still = world.store.find(kind, namespace, object.metadata.name);
      if (still) left.push(still);
    }
  }
  return left;
}

/**
 * What still blocks the deletion of a namespace, in the words of its controller
 * (pkg/controller/namespace/deletion/status_condition_utils.go).
 */
function remainderOf(world: World, left: readonly Obj[]): Condition[] {
  const kinds = count(left.map(({ kind }) => pluralOf(kind)));
  const finalizers = count(left.flatMap(({ metadata }) => metadata.finalizers ?? []));
  const list = (counts: Map<string, number>, text: (name: string, times: number) => string) =>
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, times]) => text(name, times))
      .join(', ');
  const of = (type: string, isThere: boolean, reason: string, message: string): Condition => ({
    type,
    status: isThere ? 'True' : 'False',
    lastTransitionTime: world.time(),
    reason,
    message,
  });
  return [
    of('NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'),
    of('NamespaceDeletionGroupVersionParsingFailure', false, 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    of('NamespaceDeletionContentFailure', false, 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'),
    left.length > 0
      ? of(
          'NamespaceContentRemaining',
          true,
          'SomeResourcesRemain',
          `Some resources are remaining: ${list(kinds, (name, times) => `${name} has ${times} resource instances`)}`,
        )
      : of('NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed'),
    finalizers.size > 0
      ? of(
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${list(finalizers, (name, times) => `${name} in ${times} resource instances`)}`,
        )
      : of('NamespaceFinalizersRemaining', false, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'),
  ];
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function pluralOf(kind: string): string {
  const { plural, group } = kindNamed(kind);
  return `${plural}.${group}`;
}
