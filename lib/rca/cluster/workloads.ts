import { dig, type Fields, fields, items, number, text, texts } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import { type Entity, type Inventory, ownerOf } from './entities.ts';
import { type Pod, podOf } from './pods.ts';

/** What runs pods: a Deployment, StatefulSet, DaemonSet, CronJob, Job, or a pod without an owner. */
export interface Workload {
  ref: ObjectRef;
  key: string;
  /** Undefined if the snapshot contains only objects that it owns. */
  object: KubernetesObject | undefined;
  createdAt: number | undefined;
  deletedAt: number | undefined;
  /** The spec and labels of the pod template: from the object, else from its newest ReplicaSet, else from a pod. */
  template: Fields;
  templateLabels: Record<string, string>;
  /** Its pods, in the order of their names. */
  pods: Pod[];
  replicaSets: Entity[];
  jobs: Entity[];
  /** The number of replicas requested; undefined if unknown. */
  desired: number | undefined;
}

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicationController'] as const;
const TOP = new Set<string>([...KINDS, 'Rollout', 'DeploymentConfig']);

/** The workloads of a snapshot with their pods, in the order of their names; also those known only through what they own. */
export function workloadsOf(inventory: Inventory): Workload[] {
  const found = new Map<string, Workload>();
  const at = (owner: Owner): Workload => {
    const known = found.get(owner.key);
    if (known) return known;
    const made = newWorkload(owner);
    found.set(owner.key, made);
    return made;
  };
  for (const kind of KINDS) for (const entity of inventory.of(kind)) if (!ownerOf(entity)) at(entity);
  for (const replicaSet of inventory.of('ReplicaSet')) at(topOwner(inventory, replicaSet)).replicaSets.push(replicaSet);
  for (const job of inventory.of('Job')) at(topOwner(inventory, job)).jobs.push(job);
  for (const entity of inventory.of('Pod')) at(topOwner(inventory, entity)).pods.push(podOf(entity));
  for (const workload of found.values()) complete(workload);
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The topmost owner of an object; without an object of its own if it is known by name only. */
type Owner = Pick<Entity, 'ref' | 'key'> & Partial<Entity>;

function newWorkload({ ref: own, key, object, createdAt, deletedAt }: Owner): Workload {
  return {
    ref: own,
    key,
    object,
    createdAt,
    deletedAt,
    template: {},
    templateLabels: {},
    pods: [],
    replicaSets: [],
    jobs: [],
    desired: undefined,
  };
}

/** Follows the owners to the topmost one. A ReplicaSet that is not in the snapshot belongs to the Deployment whose name it begins with. */
function topOwner(inventory: Inventory, entity: Entity): Owner {
  const named = (kind: string, namespace: string | undefined, name: string): Owner => {
    const own = ref(kind, namespace, name);
    return inventory.find(kind, namespace, name) ?? { ref: own, key: keyOf(own) };
  };
  let at = entity;
  for (let depth = 0; depth < 6; depth++) {
    const owner = ownerOf(at);
    if (!owner || owner.kind === 'Node') return at;
    const above = inventory.find(owner.kind, at.ref.namespace, owner.name);
    if (!above || above === at) {
      const deployment = owner.kind === 'ReplicaSet' ? /^(.+)-[a-z0-9]{5,10}$/.exec(owner.name)?.[1] : undefined;
      if (deployment) return named('Deployment', at.ref.namespace, deployment);
      return TOP.has(owner.kind) || owner.kind === 'ReplicaSet' ? named(owner.kind, at.ref.namespace, owner.name) : at;
    }
    if (!TOP.has(above.ref.kind) && above.ref.kind !== 'ReplicaSet') return at;
    at = above;
  }
  return at;
}

function complete(workload: Workload): void {
  const { object, ref: own } = workload;
  const spec = fields(object?.spec);
  const template =
    own.kind === 'CronJob'
      ? fields(dig(spec, 'jobTemplate', 'spec', 'template'))
      : own.kind === 'Pod'
        ? fields(object)
        : fields(spec.template);
  const [newest] = replicaSetsByRevision(workload);
  const source = [template, fields(dig(newest?.object, 'spec', 'template')), fields(workload.pods.at(-1)?.object)].find(
    (one) => items(dig(one, 'spec', 'containers')).length > 0,
  );
  workload.template = fields(source?.spec);
  workload.templateLabels = texts(dig(source, 'metadata', 'labels'));
  workload.desired = desiredReplicas(workload, spec);
}

function desiredReplicas({ ref: own, object, pods, replicaSets }: Workload, spec: Fields): number | undefined {
  switch (own.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      if (object) return number(spec.replicas) ?? 1;
      return replicaSets.length > 0
        ? Math.max(...replicaSets.map((one) => number(dig(one.object, 'spec', 'replicas')) ?? 0))
        : pods.length || undefined;
    case 'DaemonSet':
      return number(dig(object, 'status', 'desiredNumberScheduled')) ?? (pods.length || undefined);
    default:
      return undefined;
  }
}

/** The ReplicaSets of a Deployment, newest revision first (by the annotation deployment.kubernetes.io/revision, else by age). */
export function replicaSetsByRevision({ replicaSets }: Workload): Entity[] {
  const revision = (one: Entity) =>
    Number(text(dig(one.object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision')) ?? Number.NaN);
  return replicaSets.toSorted((a, b) => {
    const [first, second] = [revision(a), revision(b)];
    if (Number.isFinite(first) && Number.isFinite(second) && first !== second) return second - first;
    return (b.createdAt ?? 0) - (a.createdAt ?? 0) || (a.key < b.key ? -1 : 1);
  });
}

/** All container specs of a workload's template, init containers first. */
export function templateContainers({ template }: Workload): Fields[] {
  return [...items(template.initContainers), ...items(template.containers)];
}
