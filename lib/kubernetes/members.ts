import { dig, fields, text, texts } from './fields.ts';
import { type Identity, type KubernetesObject, resourceKey } from './object.ts';
import { addressId, type PodSelection, podSelectionOf, type Reference, type RelationType, referencesOf, targetId } from './references.ts';
import { boundedLabels, isBeyondBounds, MAX_REFERENCES, weightOf } from './relation-bounds.ts';

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
  /** The relations to this object that others hold: the keys of their holders, by link id. */
  heldBy: Map<string, string>;
  /** How many of those there are, by type. */
  holders: Partial<Record<RelationType, number>>;
  /** Ids of ended relations to and from this object. */
  ended: Set<string>;
  /** Whether a Pod is ready. */
  ready: boolean;
  /** The pods that it selects and is related to, and how many of them are ready. */
  pods: { selected: number; ready: number };
  /** How many ordinary objects it weighs as much as in memory. */
  weight: number;
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

/** A live object of a cluster, related to nothing yet. What is beyond the bounds of relation-bounds.ts is left out. */
export function memberOf(cluster: string, object: KubernetesObject): Member {
  const metadata = fields(object.metadata);
  const labels = boundedLabels(texts(metadata.labels));
  const references = boundedReferencesOf(object);
  return {
    key: resourceKey(cluster, String(metadata.uid)),
    cluster,
    kind: String(object.kind),
    namespace: text(metadata.namespace),
    name: String(metadata.name),
    labels,
    references,
    calls: [],
    selection: boundedSelectionOf(object),
    address: addressOf(object),
    missing: [],
    held: new Map(),
    heldBy: new Map(),
    holders: {},
    ended: new Set(),
    ready: false,
    pods: { selected: 0, ready: 0 },
    weight: weightOf(references.length, Object.keys(labels).length),
  };
}

/** Lets a new state of an object take over its relations, and what is known by them. */
export function takeOver(member: Member, before: Member): void {
  const { calls, held, heldBy, holders, ended, missing, ready, pods } = before;
  Object.assign(member, { calls, held, heldBy, holders, ended, missing, ready, pods });
  member.references.push(...calls);
}

/** The references of an object that count. */
export function boundedReferencesOf(object: KubernetesObject): Reference[] {
  const references = referencesOf(object);
  return references.length > MAX_REFERENCES ? references.slice(0, MAX_REFERENCES) : references;
}

/** What an object selects; nothing where the selector is beyond the bounds. */
export function boundedSelectionOf(object: KubernetesObject): PodSelection | undefined {
  const selection = podSelectionOf(object);
  return selection && isBeyondBounds(selection.selector) ? undefined : selection;
}

/** The cluster IP of a Service. A headless one has none, and other objects do not either. */
export function addressOf(object: KubernetesObject): string | undefined {
  const address = object.kind === 'Service' ? text(dig(object, 'spec', 'clusterIP')) : undefined;
  return address === 'None' ? undefined : address;
}
