import { byText, canonical } from '#lib/kubernetes/canonical.ts';
import type { CustomKindName } from '#lib/kubernetes/custom-kinds.ts';
import { dig, fields, items, text, texts, time, words } from '#lib/kubernetes/fields.ts';
import { groupOf, kindOf, type StreamedKind } from '#lib/kubernetes/kinds.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { ReadWhole } from '../types.ts';

/** An object of the snapshot with its identity. */
export interface Entity {
  ref: ObjectRef;
  key: string;
  uid: string | undefined;
  object: KubernetesObject;
  labels: Record<string, string>;
  createdAt: number | undefined;
  deletedAt: number | undefined;
}

/** The kinds whose objects a rule may ask for. Endpoints are in old dumps only: the live clusters have EndpointSlices. */
export type CollectedKind = StreamedKind | CustomKindName | 'Endpoints';

/** The objects of a snapshot by kind and by name. */
export interface Inventory {
  /** All objects, in the order of their kinds and names. */
  all: readonly Entity[];
  /** All objects of a kind that agent, chart and command line collect, in the order of their names. */
  of(kind: CollectedKind): readonly Entity[];
  find(kind: string, namespace: string | undefined, name: string): Entity | undefined;
  byUid(uid: string): Entity | undefined;
  /** The ref of the object in the snapshot; also finds it if either side leaves the namespace out. */
  locate(kind: string, namespace: string | undefined, name: string): ObjectRef;
  /** Whether an object of the kind that is not in the snapshot does not exist: it has others (in that namespace), or all were read. */
  knows(kind: string, namespace?: string): boolean;
  /**
   * Whether all objects of the kind were read, in that namespace or in the whole cluster: stricter than `knows`, for what
   * would be reported by its absence alone. A namespace of which nothing at all was read counts as not read.
   */
  isWhole(kind: string, namespace?: string): boolean;
}

/** Indexes the objects. Objects without a kind or name are left out; of two with the same name the one created later counts. */
export function inventoryOf(resources: unknown, read?: ReadWhole): Inventory {
  const whole = new Set(words(read?.kinds));
  const isWhole = (kind: string, namespace: string | undefined) =>
    whole.has(kind) && (namespace === undefined || read?.namespace === undefined || namespace === read.namespace);
  const byKey = new Map<string, Entity>();
  for (const object of items(resources)) {
    const entity = entityOf(object);
    const twin = entity && byKey.get(entity.key);
    if (entity && (!twin || isLater(entity, twin))) byKey.set(entity.key, entity);
  }
  const kinds = new Map<string, Entity[]>();
  const uids = new Map<string, Entity>();
  /** The namespaces with objects of each kind; undefined stands for the cluster. */
  const namespaces = new Map<string, Set<string | undefined>>();
  const seen = new Set<string>();
  const all = [...byKey.values()].sort((a, b) => byText(a.key, b.key));
  for (const entity of all) {
    const { kind, namespace } = entity.ref;
    const ofKind = kinds.get(kind);
    if (ofKind) ofKind.push(entity);
    else kinds.set(kind, [entity]);
    if (entity.uid !== undefined) uids.set(entity.uid, entity);
    const places = namespaces.get(kind);
    if (places) places.add(namespace);
    else namespaces.set(kind, new Set([namespace]));
    if (namespace !== undefined) seen.add(namespace);
  }
  const namesakes = new Map<string, Map<string, ObjectRef | undefined>>();
  const namesakesOf = (kind: string) => {
    const known = namesakes.get(kind) ?? uniqueNames(kinds.get(kind) ?? []);
    namesakes.set(kind, known);
    return known;
  };
  return {
    all,
    of: (kind) => kinds.get(kind) ?? [],
    find: (kind, namespace, name) => byKey.get(keyOf({ kind, name, namespace })),
    byUid: (uid) => uids.get(uid),
    locate: (kind, namespace, name) => {
      const exact = ref(kind, namespace, name);
      if (byKey.has(keyOf(exact))) return exact;
      const namesake = namesakesOf(kind).get(name);
      return namesake && (namesake.namespace === undefined || namespace === undefined) ? namesake : exact;
    },
    isWhole: (kind, namespace) => isWhole(kind, namespace) && (namespace === undefined || seen.has(namespace)),
    knows: (kind, namespace) =>
      isWhole(kind, namespace) || (namespace === undefined ? kinds.has(kind) : namespaces.get(kind)?.has(namespace) === true),
  };
}

/** Objects by their names alone; undefined for a name that several namespaces use, since it is ambiguous. */
function uniqueNames(entities: readonly Entity[]): Map<string, ObjectRef | undefined> {
  const found = new Map<string, ObjectRef | undefined>();
  for (const { ref: one } of entities) found.set(one.name, found.has(one.name) ? undefined : one);
  return found;
}

function entityOf(object: KubernetesObject): Entity | undefined {
  const metadata = fields(object.metadata);
  const [kind, name] = [text(object.kind), text(metadata.name)];
  if (!kind || !name) return undefined;
  const own = ref(distinctKind(kind, text(object.apiVersion)), text(metadata.namespace), name);
  return {
    ref: own,
    key: keyOf(own),
    uid: text(metadata.uid),
    object,
    labels: texts(metadata.labels),
    createdAt: time(metadata.creationTimestamp),
    deletedAt: time(metadata.deletionTimestamp),
  };
}

/**
 * The kind of an object, with its group where it is a custom resource with the name of a kind of Kubernetes: Knative's
 * Service and the Service of the same name are two objects. kubectl takes `Service.serving.knative.dev`, too.
 */
function distinctKind(kind: string, apiVersion: string | undefined): string {
  const group = apiVersion?.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const known = kindOf(kind);
  const isOther = known !== undefined && group.includes('.') && !group.endsWith('.k8s.io') && group !== groupOf(known);
  return isOther ? `${kind}.${group}` : kind;
}

function isLater(a: Entity, b: Entity): boolean {
  const [first, second] = [a.createdAt ?? 0, b.createdAt ?? 0];
  if (first !== second) return first > second;
  return (byText(a.uid ?? '', b.uid ?? '') || byText(canonical(a.object), canonical(b.object))) > 0;
}

/** The controlling owner of an object, otherwise its first owner. */
export function ownerOf(entity: Pick<Entity, 'object'>): { kind: string; name: string; uid: string | undefined } | undefined {
  const owners = items(dig(entity.object, 'metadata', 'ownerReferences'));
  const owner = owners.find((one) => one.controller === true) ?? owners[0];
  const [kind, name] = [text(owner?.kind), text(owner?.name)];
  return kind && name ? { kind, name, uid: text(owner?.uid) } : undefined;
}
