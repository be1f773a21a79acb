import type { Obj } from '../../store/object.ts';
import { suffix, templateHash } from '../api-machinery/names.ts';
import { admitsNode, untolerated } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { isActive, isAvailable, isReady, PodMaker } from './pods.ts';

const REVISION = 'controller-revision-hash';

const TOLERATIONS = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

/** Keeps one pod of each DaemonSet on every eligible node. */
export function daemonSetController(world: World): () => void {
  const maker = new PodMaker(world, 'daemonset-controller');
  return () => {
    for (const set of world.list('DaemonSet')) {
      if (!set.metadata.deletionTimestamp) reconcile(world, maker, set);
      writeStatus(world, set);
    }
  };
}

function specOf(set: Obj): Obj['spec'] {
  const { spec } = set.spec.template;
  const network = spec.hostNetwork ? [{ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' }] : [];
  return { ...spec, tolerations: [...(spec.tolerations ?? []), ...TOLERATIONS, ...network] };
}

/** Whether a pod of the set may be started on a node. */
function wants(set: Obj, node: Obj): boolean {
  const spec = specOf(set);
  return admitsNode(spec, node) && !untolerated(spec, node.spec.taints, ['NoSchedule', 'NoExecute']);
}

/** Whether an existing pod may stay: a NoSchedule taint does not remove it. */
function mayStay(set: Obj, node: Obj): boolean {
  const spec = specOf(set);
  return admitsNode(spec, node) && !untolerated(spec, node.spec.taints, ['NoExecute']);
}

function nodeOf(pod: Obj): string | undefined {
  const [term] = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return pod.spec.nodeName ?? term?.matchFields?.[0]?.values?.[0];
}

function reconcile(world: World, maker: PodMaker, set: Obj): void {
  const pods = world.ownedBy('Pod', set);
  const hash = templateHash(set.spec.template);
  const healthy = pods.filter((pod) => isActive(pod) && isReady(pod)).length;
  let mayGo = healthy >= world.list('Node').filter((node) => wants(set, node)).length ? 1 : 0;
  for (const node of world.list('Node')) {
    const here = pods.filter((pod) => nodeOf(pod) === node.metadata.name);
    if (!wants(set, node)) {
      if (!mayStay(set, node)) for (const pod of here.filter(isActive)) maker.remove(set, pod);
    } else if (here.length === 0) {
      create(world, maker, set, node.metadata.name, hash);
    } else {
      const old = here.find((pod) => isActive(pod) && pod.metadata.labels?.[REVISION] !== hash);
      if (!old || (mayGo === 0 && isReady(old))) continue;
      maker.remove(set, old);
      mayGo = 0;
    }
  }
}

function create(world: World, maker: PodMaker, set: Obj, node: string, hash: string): void {
  if (!maker.mayTry(set)) return;
  maker.make(set, `${set.metadata.name}-${suffix(world.random)}`, { ...set.spec.template, spec: specOf(set) }, (pod) => {
    pod.metadata.labels = {
      ...pod.metadata.labels,
      [REVISION]: hash,
      'pod-template-generation': set.metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1',
    };
    pod.spec.affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
        },
      },
    };
  });
}

function writeStatus(world: World, set: Obj): void {
  const nodes = world.list('Node').filter((node) => wants(set, node));
  const names = new Set(nodes.map((node) => node.metadata.name));
  const pods = world.ownedBy('Pod', set).filter(isActive);
  const placed = pods.filter((pod) => names.has(nodeOf(pod) ?? ''));
  const available = placed.filter((pod) => isAvailable(world, pod, set.spec.minReadySeconds)).length;
  const updated = placed.filter((pod) => pod.metadata.labels?.[REVISION] === templateHash(set.spec.template)).length;
  const unavailable = nodes.length - available;
  world.setStatus(set, {
    currentNumberScheduled: placed.length,
    numberMisscheduled: pods.length - placed.length,
    desiredNumberScheduled: nodes.length,
    numberReady: placed.filter(isReady).length,
    observedGeneration: set.metadata.generation,
    ...(updated && { updatedNumberScheduled: updated }),
    ...(available && { numberAvailable: available }),
    ...(unavailable && { numberUnavailable: unavailable }),
  });
}
