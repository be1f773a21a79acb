import { customKindsOf } from '#lib/kubernetes/custom-kinds.ts';
import { groupOf, kindOf, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import { KubeApiError, type KubeClient } from './client.ts';

/** The most kinds of custom resources that are read, in the order of the groups: each costs a watch. */
const MAX_CUSTOM_KINDS = 150;

interface ApiGroupList {
  groups?: { name: string; preferredVersion?: { groupVersion?: string } }[] | null;
}
interface ApiResourceList {
  resources?: { name: string; kind: string; namespaced: boolean; verbs?: string[] }[] | null;
}

/** The custom resources of a cluster that are to be read, and the groups that did not answer, with the reason. */
export interface CustomKinds {
  kinds: WatchedKind[];
  problems: string[];
}

/**
 * The kinds of custom resources that a cluster serves in some API groups, in the version that it prefers. Of a group in
 * lib/kubernetes/custom-kinds.ts the kinds of that table, of any other all that can be listed and watched. A kind with the
 * name of one of Kubernetes itself is left out: names in a diagnosis would be ambiguous. With `isLimited` (the agent may read
 * some namespaces only), kinds outside of namespaces are those of the table, since the chart grants no others.
 * Throws what the client throws where the cluster tells no groups at all.
 */
export async function customKinds(
  client: KubeClient,
  groups: readonly string[],
  isLimited: boolean,
  signal: AbortSignal,
): Promise<CustomKinds> {
  if (groups.length === 0) return { kinds: [], problems: [] };
  const served = new Map((await client.json<ApiGroupList>('/apis', {}, signal)).groups?.map((group) => [group.name, group]));
  const kinds: WatchedKind[] = [];
  const problems: string[] = [];
  for (const group of new Set(groups)) {
    const apiVersion = served.get(group)?.preferredVersion?.groupVersion;
    if (apiVersion === undefined) continue;
    try {
      const { resources } = await client.json<ApiResourceList>(`/apis/${apiVersion}`, {}, signal);
      kinds.push(...kindsIn(group, apiVersion, resources ?? [], isLimited));
    } catch (error) {
      if (!(error instanceof KubeApiError)) throw error;
      problems.push(`custom resources of ${group}: ${error.message}`);
    }
  }
  if (kinds.length > MAX_CUSTOM_KINDS)
    problems.push(`custom resources: ${kinds.length} kinds, of which only the first ${MAX_CUSTOM_KINDS} are read; allow fewer groups`);
  return { kinds: kinds.slice(0, MAX_CUSTOM_KINDS), problems };
}

function kindsIn(
  group: string,
  apiVersion: string,
  resources: NonNullable<ApiResourceList['resources']>,
  isLimited: boolean,
): WatchedKind[] {
  const known = customKindsOf(group);
  return resources
    .filter(({ name, kind, namespaced, verbs = [] }) => {
      if (name.includes('/') || kindOf(kind) !== undefined || !verbs.includes('list') || !verbs.includes('watch')) return false;
      return known ? known.some((one) => one.kind === kind) : namespaced || !isLimited;
    })
    .map(({ name, kind, namespaced }) => ({ kind, apiVersion, resource: name, namespaced }));
}

/** Identifies a kind among all that are read: two groups may have kinds of the same name. */
export function idOf(kind: WatchedKind): string {
  return kindOf(kind.kind) || groupOf(kind) === '' ? kind.kind : `${kind.kind}.${groupOf(kind)}`;
}
