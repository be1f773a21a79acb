import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Advice } from '../rule.ts';

/** How bad it is when it comes: high: something fails at its next start or is about to; medium: an operation will fail; low: a trap. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a check found: the object, the field that shows it, and what to do. */
export interface Finding {
  object: ObjectRef;
  /** What it refers to, if it is about a reference. */
  target?: ObjectRef;
  severity: Severity;
  /** A whole sentence. */
  text: string;
  /** The field of the object that shows it, and its value. */
  path: string;
  value: string;
  remedy: Advice;
}

/** What a check looks at: the cluster, and what exists in it. */
export interface Ground {
  cluster: Cluster;
  /** Epoch ms. */
  now: number;
  /**
   * Whether an object is missing: true only where all objects of its kind were read. Where they were not, it is false, and
   * that this could not be checked is noted.
   */
  isMissing(target: ObjectRef): boolean;
  /** Whether all objects of these kinds were read in a namespace, or in the whole cluster; notes those that were not. */
  hasRead(kinds: readonly string[], namespace?: string): boolean;
}

/** One kind of risk. */
export interface RiskCheck {
  code: string;
  /** What is wrong, in a few words. */
  title: string;
  /** The codes of the causes that it foretells, of the same object or of what it refers to. */
  foretells: RegExp;
  find(ground: Ground): Finding[];
}
