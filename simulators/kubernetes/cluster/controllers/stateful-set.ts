import type { Obj } from '../../store/object.ts';
import { AdmissionError } from '../admission/error.ts';
import { templateHash } from '../api-machinery/names.ts';
import type { World } from '../world.ts';
import { isAvailable, isReady, PodMaker, type PodWords } from './pods.ts';

const REVISION = 'controller-revision-hash';

const WORDS: PodWords = {
  made: (set, pod) => `create Pod ${pod} in StatefulSet ${set.metadata.name} successful`,
  refused: (set, pod, why) => `create Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${why}`,
  removed: (set, pod) => `delete Pod ${pod} in StatefulSet ${set.metadata.name} successful`,
};

/**
 * Maintains the numbered pods of each StatefulSet and their claims: created in order, removed and updated in reverse, one
 * at a time.
 */
export function statefulSetController(world: World): () => void {
  const maker = new PodMaker(world, 'statefulset-controller', WORDS);
  return () => {
    for (const set of world.list('StatefulSet')) {
      if (!set.metadata.deletionTimestamp) reconcile(world, maker, set);
      writeStatus(world, set);
    }
  };
}

function revisionOf(set: Obj): string {
  return `${set.metadata.name}-${templateHash(set.spec.template)}`;
}

function reconcile(world: World, maker: PodMaker, set: Obj): void {
  const parallel = set.spec.podManagementPolicy === 'Parallel';
  const pods = new Map(world.ownedBy('Pod', set).map((pod) => [pod.metadata.name, pod]));
  for (let ordinal = 0; ordinal < set.spec.replicas; ordinal++) {
    const name = `${set.metadata.name}-${ordinal}`;
    const pod = pods.get(name);
    if (pod && (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded')) world.delete(pod);
    if (!pod) create(world, maker, set, ordinal);
    if (!parallel && !(pod && isReady(pod) && !pod.metadata.deletionTimestamp)) return;
  }
  const surplus = [...pods.values()].filter((pod) => ordinalOf(pod) >= set.spec.replicas).sort((a, b) => ordinalOf(b) - ordinalOf(a));
  for (const pod of surplus) {
    if (!pod.metadata.deletionTimestamp) maker.remove(set, pod);
    if (!parallel) return;
  }
  if (set.spec.updateStrategy.type !== 'RollingUpdate') return;
  for (let ordinal = set.spec.replicas - 1; ordinal >= (set.spec.updateStrategy.rollingUpdate?.partition ?? 0); ordinal--) {
    const pod = pods.get(`${set.metadata.name}-${ordinal}`);
    if (!pod || pod.metadata.deletionTimestamp) return;
    if (pod.metadata.labels?.[REVISION] !== revisionOf(set)) {
      maker.remove(set, pod);
      return;
    }
    if (!isReady(pod)) return;
  }
}

function create(world: World, maker: PodMaker, set: Obj, ordinal: number): void {
  if (!maker.mayTry(set)) return;
  const name = `${set.metadata.name}-${ordinal}`;
  const claims: Obj['spec'][] = set.spec.volumeClaimTemplates ?? [];
  for (const template of claims) {
    const claim = `${template.metadata.name}-${name}`;
    if (world.store.find('PersistentVolumeClaim', set.metadata.namespace, claim)) continue;
    try {
      world.create({
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim, namespace: set.metadata.namespace, labels: { ...set.spec.selector.matchLabels } },
        spec: structuredClone(template.spec),
      });
    } catch (error) {
      if (!(error instanceof AdmissionError)) throw error;
      const message = `create Claim ${claim} for Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`;
      recordEvent(world, set, 'FailedCreate', message, 'Warning');
      return;
    }
    recordEvent(world, set, 'SuccessfulCreate', `create Claim ${claim} Pod ${name} in StatefulSet ${set.metadata.name} success`);
  }
  maker.make(set, name, set.spec.template, (pod) => {
    pod.metadata.labels = {
      ...pod.metadata.labels,
      'apps.kubernetes.io/pod-index': String(ordinal),
      [REVISION]: revisionOf(set),
      'statefulset.kubernetes.io/pod-name': name,
    };
    pod.spec.hostname = name;
    pod.spec.subdomain = set.spec.serviceName;
    pod.spec.volumes = [
      ...claims.map(({ metadata }) => ({
        name: metadata.name,
        persistentVolumeClaim: { claimName: `${metadata.name}-${name}` },
      })),
      ...(pod.spec.volumes ?? []),
    ];
  });
}

function ordinalOf(pod: Obj): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
}

function writeStatus(world: World, set: Obj): void {
  const pods = world.ownedBy('Pod', set).filter((pod) => pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded');
  const update = revisionOf(set);
  const updated = pods.filter((pod) => pod.metadata.labels?.[REVISION] === update).length;
  const done = updated === pods.length && pods.length === set.spec.replicas;
  const current = done ? update : (set.status?.currentRevision ?? update);
  const ready = pods.filter(isReady).length;
  world.setStatus(set, {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    ...(ready && { readyReplicas: ready }),
    currentReplicas: pods.filter((pod) => pod.metadata.labels?.[REVISION] === current).length,
    updatedReplicas: updated,
    currentRevision: current,
    updateRevision: update,
    collisionCount: 0,
    availableReplicas: pods.filter((pod) => isAvailable(world, pod, set.spec.minReadySeconds)).length,
  });
}

function recordEvent(world: World, set: Obj, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
  world.events.record(set, { type, reason, message, component: 'statefulset-controller' });
}
