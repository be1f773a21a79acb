import type { Obj } from '../../store/object.ts';
import { bytes, holdsResources, milliCpu, podResources } from '../api-machinery/quantity.ts';
import { admitsNode, matchesSelector, untolerated } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import type { Misfit } from './misfit.ts';
import { claimFits } from './volumes.ts';

/** The resources in use on a node. */
export interface Load {
  cpu: number;
  memory: number;
  pods: number;
}

/** The total resources of the pods on a node. */
export function loadOf(world: World, node: Obj): Load {
  const load = { cpu: 0, memory: 0, pods: 0 };
  for (const pod of world.list('Pod')) {
    if (pod.spec.nodeName !== node.metadata.name || !holdsResources(pod)) continue;
    const { cpu, memory } = podResources(pod);
    load.cpu += cpu;
    load.memory += memory;
    load.pods += 1;
  }
  return load;
}

/** The first check that fails for a pod on a node, in the order of the scheduler's plugins; undefined if it fits. */
export function misfit(world: World, pod: Obj, node: Obj): Misfit | undefined {
  if (node.spec.unschedulable && untolerated(pod.spec, [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }], ['NoSchedule']))
    return { reasons: ['node(s) were unschedulable'], final: true };
  const taint = untolerated(pod.spec, node.spec.taints, ['NoSchedule', 'NoExecute']);
  if (taint) return { reasons: [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`], final: true };
  if (!admitsNode(pod.spec, node)) return { reasons: ["node(s) didn't match Pod's node affinity/selector"], final: true };
  return lacks(world, pod, node) ?? claimFits(world, pod, node) ?? crowded(world, pod, node);
}

function lacks(world: World, pod: Obj, node: Obj): Misfit | undefined {
  const load = loadOf(world, node);
  const wanted = podResources(pod);
  const room = node.status?.allocatable ?? {};
  const cpu = milliCpu(room.cpu);
  const memory = bytes(room.memory);
  const reasons: string[] = [];
  if (load.pods + 1 > Number(room.pods ?? 110)) reasons.push('Too many pods');
  if (wanted.cpu > cpu - load.cpu && wanted.cpu > 0) reasons.push('Insufficient cpu');
  if (wanted.memory > memory - load.memory && wanted.memory > 0) reasons.push('Insufficient memory');
  const extended = Object.entries(extendedOf(pod)).filter(
    ([name, amount]) => amount > Number(room[name] ?? 0) - takenOf(world, node, name),
  );
  reasons.push(...extended.map(([name]) => `Insufficient ${name}`));
  const never = extended.some(([name, amount]) => amount > Number(room[name] ?? 0));
  return reasons.length > 0 ? { reasons, final: never || wanted.cpu > cpu || wanted.memory > memory } : undefined;
}

/** The extended resources that a pod requests (`nvidia.com/gpu`): whole numbers. */
function extendedOf(pod: Obj): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const container of pod.spec.containers)
    for (const [name, amount] of Object.entries<string>(container.resources?.requests ?? {}))
      if (name.includes('/')) sum[name] = (sum[name] ?? 0) + Number(amount);
  return sum;
}

function takenOf(world: World, node: Obj, name: string): number {
  const here = world.list('Pod').filter((pod) => pod.spec.nodeName === node.metadata.name && holdsResources(pod));
  return here.reduce((sum, pod) => sum + (extendedOf(pod)[name] ?? 0), 0);
}

function podsOf(world: World, namespaces: string[]): Obj[] {
  return namespaces.flatMap((namespace) => world.list('Pod', namespace));
}

/** Required anti-affinity. */
function crowded(world: World, pod: Obj, node: Obj): Misfit | undefined {
  const terms: Obj['spec'][] = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const hit = terms.some((term) =>
    podsOf(world, term.namespaces ?? [pod.metadata.namespace]).some((other) => {
      const place = world.store.find('Node', undefined, other.spec.nodeName ?? '');
      const same = place && place.metadata.labels?.[term.topologyKey] === node.metadata.labels?.[term.topologyKey];
      return same && holdsResources(other) && matchesSelector(term.labelSelector, other.metadata.labels);
    }),
  );
  return hit ? { reasons: ["node(s) didn't match pod anti-affinity rules"], final: false } : undefined;
}
