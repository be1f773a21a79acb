import type { Kubelet } from '../kubelet/kubelet.ts';
import type { World } from '../world.ts';
import { ACCESS_FAULTS } from './access.ts';
import { CONFIGURATION_FAULTS } from './configuration.ts';
import { CONTAINER_FAULTS } from './containers.ts';
import { DEPENDENCY_FAULTS } from './dependencies.ts';
import type { Fault } from './fault.ts';
import { IMAGE_FAULTS } from './images.ts';
import { LOGGED_FAULTS } from './logged.ts';
import { LONE_FAULTS } from './lone.ts';
import { NETWORK_FAULTS } from './network.ts';
import { NODE_FAULTS } from './nodes.ts';
import { Operator } from './operator.ts';
import { PROBE_FAULTS } from './probes.ts';
import { QUOTA_FAULTS } from './quotas.ts';
import { REFERENCE_FAULTS } from './references.ts';
import { SCHEDULING_FAULTS } from './scheduling.ts';
import { SERVICE_FAULTS } from './services.ts';
import { STORAGE_FAULTS } from './storage.ts';
import type { Undo } from './undo.ts';
import { WORKLOAD_FAULTS } from './workloads.ts';

/** The faults by category, in the order in which they are shown. */
const CATEGORIES: Record<string, readonly Fault[]> = {
  Images: IMAGE_FAULTS,
  Containers: CONTAINER_FAULTS,
  'Logged by programs': LOGGED_FAULTS,
  Probes: PROBE_FAULTS,
  Configuration: CONFIGURATION_FAULTS,
  References: REFERENCE_FAULTS,
  Scheduling: SCHEDULING_FAULTS,
  Storage: STORAGE_FAULTS,
  Nodes: NODE_FAULTS,
  'Network and DNS': NETWORK_FAULTS,
  Services: SERVICE_FAULTS,
  Dependencies: DEPENDENCY_FAULTS,
  Quotas: QUOTA_FAULTS,
  'Access and admission': ACCESS_FAULTS,
  Workloads: WORKLOAD_FAULTS,
  'Pods and Jobs by hand': LONE_FAULTS,
};
const FAULTS = Object.entries(CATEGORIES).flatMap(([category, faults]) => faults.map((fault) => ({ ...fault, category })));

/** A fault as it is listed. */
export interface FaultState extends Omit<Fault, 'make'> {
  category: string;
  on: boolean;
}

/** The faults of a cluster, each on or off. */
export interface Faults {
  list(): FaultState[];
  /** Switches a fault on; does nothing if it is on already. Throws RangeError for an unknown name. */
  on(name: string): void;
  /** Switches a fault off; does nothing if it is off already. Throws RangeError for an unknown name. */
  off(name: string): void;
}

/** The faults of a cluster with these kubelets; all off. */
export function createFaults(world: World, kubelets: Map<string, Kubelet>): Faults {
  const scene = { operator: new Operator(world), kubelets, hidden: world.hidden };
  const active = new Map<string, Undo[]>();
  const named = (name: string) => {
    const fault = FAULTS.find((one) => one.name === name);
    if (!fault)
      throw new RangeError(`unknown fault ${JSON.stringify(name)}: the known faults are ${FAULTS.map((one) => one.name).join(', ')}`);
    return fault;
  };
  return {
    list: () => FAULTS.map(({ make: _, ...fault }) => ({ ...fault, on: active.has(fault.name) })),
    on(name) {
      const fault = named(name);
      if (!active.has(name)) active.set(name, fault.make(scene));
    },
    off(name) {
      const { name: known } = named(name);
      for (const undo of (active.get(known) ?? []).toReversed()) undo();
      active.delete(known);
    },
  };
}
