import type { Obj } from '../store/object.ts';
import type { ApiPermission } from './apps/app.ts';
import type { World } from './world.ts';

/** The API server's refusal of a cluster-wide request by a pod's ServiceAccount; undefined if it is allowed. */
export function permissionError(world: World, pod: Obj, { verb, group, resource }: ApiPermission): string | undefined {
  const account = { kind: 'ServiceAccount', namespace: pod.metadata.namespace, name: pod.spec.serviceAccountName ?? 'default' };
  const granted = world
    .list('ClusterRoleBinding')
    .filter(({ subjects }) =>
      (subjects ?? []).some(
        (one: Obj['spec']) => one.kind === account.kind && one.namespace === account.namespace && one.name === account.name,
      ),
    )
    .flatMap(({ roleRef }) => world.store.find('ClusterRole', undefined, roleRef.name)?.rules ?? [])
    .some((rule: Obj['spec']) => covers(rule.apiGroups, group) && covers(rule.resources, resource) && covers(rule.verbs, verb));
  if (granted) return undefined;
  const plural = group ? `${resource}.${group}` : resource;
  return `${plural} is forbidden: User "system:serviceaccount:${account.namespace}:${account.name}" cannot ${verb} resource "${resource}" in API group "${group}" at the cluster scope`;
}

function covers(allowed: string[] | undefined, one: string): boolean {
  return (allowed ?? []).some((name) => name === '*' || name === one);
}
