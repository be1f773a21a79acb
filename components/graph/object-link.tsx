import type { Route } from 'next';
import { resourcePath as pathOf } from '#lib/search/resource-path.ts';
import { Link } from '../ui/link.tsx';

/** The address of a resource's page. */
export const resourcePath = (key: string): Route => pathOf(key) as Route;

/** A Kubernetes object by kind, namespace and name; a link to its page if its key is given. */
export function ObjectName({
  kind,
  namespace,
  name,
  resourceKey,
}: {
  kind: string;
  namespace?: string | undefined;
  name: string;
  resourceKey?: string | undefined;
}) {
  const words = (
    <>
      <span className="text-ink-2">{kind}</span> <span className="font-mono break-all">{namespace ? `${namespace}/${name}` : name}</span>
    </>
  );
  return resourceKey ? (
    <Link href={resourcePath(resourceKey)} className="hover:underline">
      {words}
    </Link>
  ) : (
    <span>{words}</span>
  );
}
