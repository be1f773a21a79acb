'use client';

import { useMe } from './shell/session.ts';

/** What people call each cluster, by the name that its agent sends. */
export function useClusterNames(): (name: string) => string {
  const names = useMe().data?.client?.clusterNames;
  return (name) => names?.[name] ?? name;
}

/** What people call a cluster. */
export function ClusterName({ name }: { name: string }) {
  return useClusterNames()(name);
}
