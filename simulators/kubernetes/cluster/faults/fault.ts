import type { HiddenState } from '../hidden-state.ts';
import type { Kubelet } from '../kubelet/index.ts';
import type { Operator } from './operator.ts';
import type { Undo } from './undo.ts';

/** What a fault acts on. */
export interface Scene {
  /** Changes objects as a person with kubectl would. */
  operator: Operator;
  kubelets: Map<string, Kubelet>;
  /** What no object says: of machines, programs and systems outside. */
  hidden: HiddenState;
}

/** Where in a cluster a fault lies; the faults are shown in this order. */
export const CATEGORIES = [
  'Images',
  'Containers',
  'Probes',
  'Configuration',
  'Scheduling',
  'Storage',
  'Nodes',
  'Network and DNS',
  'Services',
  'Dependencies',
  'Quotas',
  'Access and admission',
  'Workloads',
] as const;

/** A mistake that can be made and taken back. */
export interface Fault {
  name: string;
  category: (typeof CATEGORIES)[number];
  title: string;
  description: string;
  /** The cause that a diagnosis should name, and the object that is to blame. */
  expected: { code: string; object: { kind: string; namespace?: string; name: string } };
  /** Makes the mistake; gives what takes it back, in the order in which it was made. */
  make(scene: Scene): Undo[];
}
