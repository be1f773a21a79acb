import type { GET as ListChangeGroups } from '#app/api/v1/change-groups/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';

export type ChangeGroup = AnswerOf<typeof ListChangeGroups>['items'][number];
export type Change = ChangeGroup['changes'][number];
export type IncidentOfChanges = AnswerOf<typeof ListChangeGroups>['incidents'][number];

/** A field as people say it: `containers.web.image` for `/spec/template/spec/containers/web/image`. */
export function fieldName(path: string): string {
  const parts = path.split('/').slice(1);
  const skipped = path.startsWith('/spec/template/spec/') ? 3 : /^\/(spec|metadata)\/./.test(path) ? 1 : 0;
  return parts
    .slice(skipped)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** Shortens hashes: of ConfigMaps and Secrets only the hash of each value leaves the cluster, and eight digits are enough to compare them. */
export function shortHashes(text: string): string {
  return text.replace(/sha256:([0-9a-f]{8})[0-9a-f]+/g, 'sha256:$1…');
}

/** What was done to one object, latest first. */
export interface ObjectChanges {
  object: Pick<Change, 'kind' | 'namespace' | 'name' | 'resource'>;
  changes: Change[];
}

/** The changes of a group by object, in the order of each object's latest change. */
export function byObject(changes: readonly Change[]): ObjectChanges[] {
  const objects = new Map<string, ObjectChanges>();
  for (const change of changes) {
    const known = objects.get(change.resource);
    if (known) known.changes.push(change);
    else objects.set(change.resource, { object: change, changes: [change] });
  }
  return [...objects.values()];
}

/** Several objects in a few words: `7 objects in shop: 3 Deployment, 2 ConfigMap, Service, Ingress`. */
export function objectsText(objects: readonly ObjectChanges[]): string {
  const namespaces = new Set(objects.flatMap(({ object: { namespace } }) => namespace ?? []));
  const [only] = namespaces;
  const where = namespaces.size === 0 ? '' : namespaces.size === 1 ? ` in ${only}` : ` in ${namespaces.size} namespaces`;
  const kinds = new Map<string, number>();
  for (const { object } of objects) kinds.set(object.kind, (kinds.get(object.kind) ?? 0) + 1);
  const counted = [...kinds].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([kind, n]) => (n === 1 ? kind : `${n} ${kind}`));
  return `${objects.length} objects${where}: ${counted.join(', ')}`;
}
