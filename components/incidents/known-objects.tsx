'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { resourcePath } from '../graph/object-link.tsx';
import { Link } from '../ui/link.tsx';
import { type IncidentEvidence, type ObjectRef, objectText } from './words.ts';

type Known = IncidentEvidence['objects'][number];
const KnownObjects = createContext<ReadonlyMap<string, Known>>(new Map());

/** Lets everything below know where the objects of the incident have their pages, and how they are now. */
export function WithKnownObjects({ evidence, children }: { evidence: IncidentEvidence | undefined; children: ReactNode }) {
  const known = useMemo(() => new Map((evidence?.objects ?? []).map((one) => [objectText(one.object), one])), [evidence]);
  return <KnownObjects value={known}>{children}</KnownObjects>;
}

/** What is known of an object now; undefined while it is read, and for what is no object of the cluster. */
export function useKnownObject(object: ObjectRef): Known | undefined {
  return useContext(KnownObjects).get(objectText(object));
}

/** An object of the incident: a link to its page where it has one. */
export function ObjectLink({ object, className = '' }: { object: ObjectRef; className?: string }) {
  const known = useKnownObject(object);
  const { kind, namespace, name } = object;
  const words = (
    <>
      <span className="text-ink-2">{kind}</span> <span className="break-all">{namespace ? `${namespace}/${name}` : name}</span>
    </>
  );
  return known ? (
    <Link href={resourcePath(known.key)} className={`hover:underline ${className}`}>
      {words}
    </Link>
  ) : (
    <span className={className}>{words}</span>
  );
}
