import { StoreError } from '../../store/error.ts';
import type { NewObj, Obj } from '../../store/object.ts';
import { AdmissionError } from '../admission/error.ts';
import { stable, templateHash } from '../api-machinery/names.ts';
import { controlledBy, type World } from '../world.ts';
import { deploymentStatus } from './deployment-status.ts';
import { fencePosts, replicasOf, total } from './rollout.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const MAXIMUM = 'deployment.kubernetes.io/max-replicas';
const OWN_ANNOTATIONS = [REVISION, HISTORY, DESIRED, MAXIMUM, 'kubectl.kubernetes.io/last-applied-configuration'];

/** Rolls out each Deployment through its ReplicaSets, within maxSurge and maxUnavailable. */
export function deploymentController(world: World): () => void {
  return () => {
    for (const deployment of world.list('Deployment')) {
      if (!deployment.metadata.deletionTimestamp) roll(world, deployment);
      const current = world.store.find('Deployment', deployment.metadata.namespace, deployment.metadata.name);
      if (current) world.setStatus(current, deploymentStatus(world, current, newSetOf(world, current), setsOf(world, current)));
    }
  };
}

function setsOf(world: World, deployment: Obj): Obj[] {
  const age = (one: Obj) => Number(one.metadata.annotations?.[REVISION] ?? 0);
  return world.ownedBy('ReplicaSet', deployment).sort((a, b) => age(a) - age(b));
}

// Templates in the store are frozen, so the text of one never changes.
const texts = new WeakMap<object, string>();

function withoutHash(template: Obj['spec']): string {
  const known = texts.get(template);
  if (known !== undefined) return known;
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {};
  const text = stable({ ...template, metadata: { ...template.metadata, labels } });
  texts.set(template, text);
  return text;
}

function newSetOf(world: World, deployment: Obj): Obj | undefined {
  return setsOf(world, deployment).find((one) => withoutHash(one.spec.template) === withoutHash(deployment.spec.template));
}

function roll(world: World, deployment: Obj): void {
  const sets = setsOf(world, deployment);
  const current = newSetOf(world, deployment);
  if (deployment.spec.paused || isScaling(deployment, sets)) {
    spread(world, deployment, current, sets);
    return;
  }
  const recreate = deployment.spec.strategy.type === 'Recreate';
  const old = sets.filter((one) => one !== current);
  if (recreate && old.some((one) => one.spec.replicas > 0 || podsLeft(world, one))) {
    for (const one of old) scaleTo(world, deployment, one, 0);
    if (old.some((one) => podsLeft(world, one))) return;
  }
  const fresh = current ? adopt(world, deployment, current, sets) : createSet(world, deployment, sets);
  if (!fresh) return;
  const all = () => setsOf(world, deployment);
  growNew(world, deployment, fresh, all());
  if (!recreate) shrinkOld(world, deployment, fresh.metadata.name, all());
  cleanUp(world, deployment, fresh.metadata.name, all());
}

function podsLeft(world: World, set: Obj): boolean {
  return world.ownedBy('Pod', set).some((pod) => pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed');
}

function isScaling(deployment: Obj, sets: Obj[]): boolean {
  return sets.some((one) => {
    const desired = one.metadata.annotations?.[DESIRED];
    return one.spec.replicas > 0 && desired !== undefined && Number(desired) !== deployment.spec.replicas;
  });
}

/** Scales without a rollout: the only active ReplicaSet, or all of them in proportion. */
function spread(world: World, deployment: Obj, current: Obj | undefined, sets: Obj[]): void {
  const active = sets.filter((one) => one.spec.replicas > 0);
  const single = active.length === 1 ? active[0] : active.length === 0 ? (current ?? sets.at(-1)) : undefined;
  if (single) {
    scaleTo(world, deployment, single, deployment.spec.replicas);
    return;
  }
  const { surge } = fencePosts(deployment);
  const allowed = deployment.spec.replicas > 0 ? deployment.spec.replicas + surge : 0;
  let left = allowed - total(active);
  const largest = [...active].sort((a, b) => b.spec.replicas - a.spec.replicas);
  const next = new Map<string, number>();
  for (const one of largest) {
    const before = Number(one.metadata.annotations?.[MAXIMUM] ?? total(active));
    const share = Math.round((one.spec.replicas * allowed) / Math.max(1, before)) - one.spec.replicas;
    const given = left > 0 ? Math.min(Math.max(0, share), left) : Math.max(Math.min(0, share), left);
    next.set(one.metadata.name, one.spec.replicas + given);
    left -= given;
  }
  const first = largest[0];
  if (first) next.set(first.metadata.name, Math.max(0, (next.get(first.metadata.name) ?? 0) + left));
  for (const one of largest) scaleTo(world, deployment, one, next.get(one.metadata.name) ?? 0);
}

function createSet(world: World, deployment: Obj, sets: Obj[]): Obj | undefined {
  const hash = templateHash(deployment.spec.template);
  const revision = Math.max(0, ...sets.map((one) => Number(one.metadata.annotations?.[REVISION] ?? 0))) + 1;
  const labels = { ...deployment.spec.template.metadata.labels, 'pod-template-hash': hash };
  const { surge } = fencePosts(deployment);
  const replicas = replicasOf(deployment, sets, 0);
  const name = `${deployment.metadata.name}-${hash}`;
  const set = tryCreate(world, deployment, {
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: {
        ...inherited(deployment),
        [DESIRED]: String(deployment.spec.replicas),
        [MAXIMUM]: String(deployment.spec.replicas + surge),
        [REVISION]: String(revision),
      },
      ownerReferences: [controlledBy(deployment)],
    },
    spec: {
      replicas,
      ...(deployment.spec.minReadySeconds && { minReadySeconds: deployment.spec.minReadySeconds }),
      selector: { matchLabels: { ...deployment.spec.selector.matchLabels, 'pod-template-hash': hash } },
      template: { ...deployment.spec.template, metadata: { ...deployment.spec.template.metadata, labels } },
    },
  });
  if (!set) return undefined;
  noteRevision(world, deployment, revision);
  if (replicas > 0) recordEvent(world, deployment, `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`);
  return set;
}

/** Creates a ReplicaSet, or records why it was refused. */
function tryCreate(world: World, deployment: Obj, set: NewObj & { metadata: { name: string } }): Obj | undefined {
  try {
    return world.create(set);
  } catch (error) {
    if (!(error instanceof AdmissionError || error instanceof StoreError)) throw error;
    const message = `Failed to create new replica set "${set.metadata.name}": ${error.message}`;
    world.events.record(deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message, component: 'deployment-controller' });
    return undefined;
  }
}

/** Makes the ReplicaSet of an earlier revision the newest one (a rollback), unless it already is. */
function adopt(world: World, deployment: Obj, set: Obj, sets: Obj[]): Obj {
  const others = Math.max(0, ...sets.filter((one) => one !== set).map((one) => Number(one.metadata.annotations?.[REVISION] ?? 0)));
  const own = Number(set.metadata.annotations?.[REVISION] ?? 0);
  const revision = own > others ? own : others + 1;
  noteRevision(world, deployment, revision);
  const history = [set.metadata.annotations?.[HISTORY], own].filter((one) => one !== undefined).join(',');
  return putAnnotations(world, set, {
    ...inherited(deployment),
    [REVISION]: String(revision),
    ...(revision !== own && { [HISTORY]: history }),
  });
}

function inherited(deployment: Obj): Record<string, string> {
  return Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.includes(key)));
}

function noteRevision(world: World, deployment: Obj, revision: number): void {
  putAnnotations(world, deployment, { [REVISION]: String(revision) });
}

function putAnnotations(world: World, object: Obj, annotations: Record<string, string>): Obj {
  const current = world.store.get(object.kind, object.metadata.namespace, object.metadata.name);
  const present = current.metadata.annotations ?? {};
  if (Object.entries(annotations).every(([key, value]) => present[key] === value)) return current;
  return world.store.update({ ...current, metadata: { ...current.metadata, annotations: { ...present, ...annotations } } });
}

function growNew(world: World, deployment: Obj, fresh: Obj, sets: Obj[]): void {
  const wanted = deployment.spec.replicas;
  if (fresh.spec.replicas > wanted) scaleTo(world, deployment, fresh, wanted);
  else if (fresh.spec.replicas < wanted) scaleTo(world, deployment, fresh, replicasOf(deployment, sets, fresh.spec.replicas));
  else annotate(world, deployment, fresh);
}

/** Scales down old ReplicaSets: first pods that are not available anyway, then as many as the new pods replace. */
function shrinkOld(world: World, deployment: Obj, fresh: string, sets: Obj[]): void {
  const newSet = sets.find((one) => one.metadata.name === fresh);
  const { unavailable } = fencePosts(deployment);
  const minimum = deployment.spec.replicas - unavailable;
  const waiting = (newSet?.spec.replicas ?? 0) - (newSet?.status?.availableReplicas ?? 0);
  let mayGo = total(sets) - minimum - waiting;
  if (mayGo <= 0) return;
  const old = () =>
    sets
      .filter((one) => one.metadata.name !== fresh)
      .map((one) => world.store.get('ReplicaSet', one.metadata.namespace, one.metadata.name))
      .filter((one) => one.spec.replicas > 0);
  for (const one of old()) {
    const gone = Math.min(mayGo, one.spec.replicas - (one.status?.availableReplicas ?? 0));
    if (gone <= 0) continue;
    scaleTo(world, deployment, one, one.spec.replicas - gone);
    mayGo -= gone;
  }
  let surplus = sets.reduce((sum, one) => sum + (one.status?.availableReplicas ?? 0), 0) - minimum;
  for (const one of old()) {
    const gone = Math.min(one.spec.replicas, surplus);
    if (gone <= 0) return;
    scaleTo(world, deployment, one, one.spec.replicas - gone);
    surplus -= gone;
  }
}

function cleanUp(world: World, deployment: Obj, fresh: string, sets: Obj[]): void {
  const idle = sets.filter((one) => one.metadata.name !== fresh && one.spec.replicas === 0 && (one.status?.replicas ?? 0) === 0);
  for (const one of idle.slice(0, Math.max(0, idle.length - deployment.spec.revisionHistoryLimit))) world.delete(one);
}

function scaleTo(world: World, deployment: Obj, set: Obj, replicas: number): void {
  const before = world.store.get('ReplicaSet', set.metadata.namespace, set.metadata.name).spec.replicas;
  if (before !== replicas) {
    world.change(set, { spec: { replicas } });
    recordEvent(
      world,
      deployment,
      `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`,
    );
  }
  annotate(world, deployment, set);
}

function annotate(world: World, deployment: Obj, set: Obj): void {
  const maximum = deployment.spec.replicas + fencePosts(deployment).surge;
  putAnnotations(world, set, { [DESIRED]: String(deployment.spec.replicas), [MAXIMUM]: String(maximum) });
}

function recordEvent(world: World, deployment: Obj, message: string): void {
  world.events.record(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message, component: 'deployment-controller' });
}
