import type { Kubelet } from '../kubelet/index.ts';
import type { Operator } from './operator.ts';

/** What a fault acts on. */
export interface Scene {
  /** Changes objects as a person with kubectl would. */
  operator: Operator;
  kubelets: Map<string, Kubelet>;
}

/** A mistake that can be made and taken back. */
export interface Fault {
  name: string;
  title: string;
  description: string;
  /** The cause that a diagnosis should name, and the object that is to blame. */
  expected: { code: string; object: { kind: string; namespace?: string; name: string } };
  on(scene: Scene): void;
  off(scene: Scene): void;
}
