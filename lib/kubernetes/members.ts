import { dig, fields, text, texts } from './fields.ts';
import { type Identity, type KubernetesObject, resourceKey } from './object.ts';
import { addressId, type PodSelection, podSelectionOf, type Reference, type RelationType, referencesOf, targetId } from './references.ts';

/** A live object as the index knows it. */
export interface Member extends Identity {
  key: string;
  labels: Record<string, string>;
  references: Reference[];
  /** Services that a Pod's log lines name as called; among `references` too. */
  calls: Reference[];
  selection: PodSelection | undefined;
  /** The cluster IP of a Service. */
  address: string | undefined;
  /** Required references without a target, as `Kind/namespace/name`, sorted. */
  missing: string[];
  /** The relations that this object's references and selection make, by link id. */
  held: Map<string, Link>;
}

/** A relation between two live objects, and since when (epoch ms). `past` holds its earlier periods, each `since-until`, latest last. */
export interface Link {
  type: RelationType;
  from: string;
  to: string;
  since: number;
  past: string[];
}

/** A link that has ended although both its objects are alive. */
export interface EndedLink extends Link {
  until: number;
}

/** Identifies a link: there is at most one of a type between two objects. */
export function linkId({ type, from, to }: Pick<Link, 'type' | 'from' | 'to'>): string {
  return `${type} ${from} ${to}`;
}

/** A call that a log line names. It is not required, because a log also tells about the past. */
export function callOf({ namespace, name }: Pick<Identity, 'namespace' | 'name'>): Reference {
  return { type: 'CALLS', kind: 'Service', namespace, name, required: false };
}

/** What means an object besides its uid: its name and, of a Service, its cluster IP. */
export function idsOf(member: Member): string[] {
  return member.address === undefined ? [targetId(member)] : [targetId(member), addressId(member.cluster, member.address)];
}

/** A live object of a cluster, related to nothing yet. */
export function memberOf(cluster: string, object: KubernetesObject): Member {
  const metadata = fields(object.metadata);
  return {
    key: resourceKey(cluster, String(metadata.uid)),
    cluster,
    kind: String(object.kind),
    namespace: text(metadata.namespace),
    name: String(metadata.name),
    labels: texts(metadata.labels),
    references: referencesOf(object),
    calls: [],
    selection: podSelectionOf(object),
    address: object.kind === 'Service' ? addressOf(object) : undefined,
    missing: [],
    held: new Map(),
  };
}

/** The cluster IP of a Service; a headless one has none. */
function addressOf(service: KubernetesObject): string | undefined {
  const address = text(dig(service, 'spec', 'clusterIP'));
  return address === 'None' ? undefined : address;
}
