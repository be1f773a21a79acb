import type { Kubelet } from '../kubelet/index.ts';
import type { World } from '../world.ts';
import { nodeDown, quotaExceeded, selectorMismatch, unboundClaim, untoleratedTaint } from './cluster.ts';
import { badDependencyAddress, badImageTag, insufficientCpu, oomKilled, wrongProbePort } from './deployments.ts';
import type { Fault } from './fault.ts';
import { Operator } from './operator.ts';
import { crashLoopAfterConfigChange, missingSecret } from './settings.ts';

const FAULTS: readonly Fault[] = [
  badImageTag,
  missingSecret,
  crashLoopAfterConfigChange,
  oomKilled,
  wrongProbePort,
  selectorMismatch,
  insufficientCpu,
  untoleratedTaint,
  nodeDown,
  quotaExceeded,
  badDependencyAddress,
  unboundClaim,
];

/** A fault as it is shown. */
export interface FaultState extends Pick<Fault, 'name' | 'title' | 'description' | 'expected'> {
  on: boolean;
}

/** The faults of a cluster, each on or off. */
export interface Faults {
  list(): FaultState[];
  /** Makes the fault; nothing where it is made already. Throws RangeError for an unknown name. */
  on(name: string): void;
  /** Takes the fault back; nothing where it is not there. Throws RangeError for an unknown name. */
  off(name: string): void;
}

/** The faults of a cluster with these kubelets; all off. */
export function createFaults(world: World, kubelets: Map<string, Kubelet>): Faults {
  const scene = { operator: new Operator(world), kubelets };
  const active = new Set<string>();
  const named = (name: string): Fault => {
    const fault = FAULTS.find((one) => one.name === name);
    if (!fault) throw new RangeError(`no fault ${JSON.stringify(name)}: there are ${FAULTS.map((one) => one.name).join(', ')}`);
    return fault;
  };
  return {
    list: () => FAULTS.map(({ name, title, description, expected }) => ({ name, title, description, expected, on: active.has(name) })),
    on(name) {
      const fault = named(name);
      if (active.has(name)) return;
      active.add(name);
      fault.on(scene);
    },
    off(name) {
      const fault = named(name);
      if (active.delete(name)) fault.off(scene);
    },
  };
}
