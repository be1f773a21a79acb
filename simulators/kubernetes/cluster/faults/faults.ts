import type { Kubelet } from '../kubelet/kubelet.ts';
import type { World } from '../world.ts';
import { ACCESS_FAULTS } from './access.ts';
import { CONFIGURATION_FAULTS } from './configuration.ts';
import { CONTAINER_FAULTS } from './containers.ts';
import { DEPENDENCY_FAULTS } from './dependencies.ts';
import { CATEGORIES, type Fault } from './fault.ts';
import { IMAGE_FAULTS } from './images.ts';
import { NETWORK_FAULTS } from './network.ts';
import { NODE_FAULTS } from './nodes.ts';
import { Operator } from './operator.ts';
import { PROBE_FAULTS } from './probes.ts';
import { QUOTA_FAULTS } from './quotas.ts';
import { SCHEDULING_FAULTS } from './scheduling.ts';
import { SERVICE_FAULTS } from './services.ts';
import { STORAGE_FAULTS } from './storage.ts';
import type { Undo } from './undo.ts';
import { WORKLOAD_FAULTS } from './workloads.ts';

const FAULTS: readonly Fault[] = [
  ...IMAGE_FAULTS,
  ...CONTAINER_FAULTS,
  ...PROBE_FAULTS,
  ...CONFIGURATION_FAULTS,
  ...SCHEDULING_FAULTS,
  ...STORAGE_FAULTS,
  ...NODE_FAULTS,
  ...NETWORK_FAULTS,
  ...SERVICE_FAULTS,
  ...DEPENDENCY_FAULTS,
  ...QUOTA_FAULTS,
  ...ACCESS_FAULTS,
  ...WORKLOAD_FAULTS,
].sort((a, b) => CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category));

/** A fault as it is listed. */
export interface FaultState extends Pick<Fault, 'name' | 'category' | 'title' | 'description' | 'expected'> {
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
  const named = (name: string): Fault => {
    const fault = FAULTS.find((one) => one.name === name);
    if (!fault)
      throw new RangeError(`unknown fault ${JSON.stringify(name)}: the known faults are ${FAULTS.map((one) => one.name).join(', ')}`);
    return fault;
  };
  return {
    list: () =>
      FAULTS.map(({ name, category, title, description, expected }) => ({
        name,
        category,
        title,
        description,
        expected,
        on: active.has(name),
      })),
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
