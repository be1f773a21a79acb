import type { HiddenState } from '../hidden-state.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import type { Operator } from './operator.ts';
import type { Undo } from './undo.ts';

/** What a fault acts on. */
export interface Scene {
  /** Changes objects as a person with kubectl would. */
  operator: Operator;
  kubelets: Map<string, Kubelet>;
  /** State that no object describes: of machines, programs and external systems. */
  hidden: HiddenState;
}

/** A fault that can be switched on and off. */
export interface Fault {
  name: string;
  title: string;
  description: string;
  /** The cause that a diagnosis should name, and the object to blame. */
  expected: { code: string; object: { kind: string; namespace?: string; name: string } };
  /** Switches the fault on; returns what reverts each change, in the order in which they were made. */
  make(scene: Scene): Undo[];
}
