import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Aspect, Cluster, Workload } from './cluster/index.ts';
import { changeEvidence } from './evidence.ts';
import type { Sign } from './symptoms/index.ts';
import type { ChangeRecord, Evidence, Remedy } from './types.ts';

/** What a rule sees: the cluster and what is wrong in it. */
export interface Scene {
  cluster: Cluster;
  signs: readonly Sign[];
  /** The sign of a workload, if it is in trouble. */
  signOf(workload: Workload): Sign | undefined;
}

/**
 * How a candidate is known: the mechanism stands in a field of an object (state), Kubernetes says it (event), the
 * program says it (log), only a change shortly before speaks for it (change), or it merely fits (pattern).
 */
export type Proof = 'state' | 'event' | 'log' | 'change' | 'pattern';

/** What a cause makes fail directly: the first step of its chain. */
export interface Hit {
  to: ObjectRef;
  mechanism: string;
  text: string;
}

/** A possible root cause with what speaks for it. */
export interface Candidate {
  code: string;
  object: ObjectRef;
  proof: Proof;
  /** Finer order among candidates of the same proof, about -0.2 to 0.2. */
  weight?: number;
  /** false: what it shows may as well be the consequence of another object's fault, to which it gives way. */
  own: boolean;
  summary: string;
  evidenceFor: Evidence[];
  evidenceAgainst?: Evidence[];
  remedies: Remedy[];
  hits: Hit[];
  /** Epoch ms since when, if known. */
  onset?: number;
  /** Objects whose own fault explains this one: where one of them is a candidate, this one gives way. */
  yieldsTo?: ObjectRef[];
  /** Codes of causes that are consequences of this one where both hit the same object. */
  explainsCodes?: readonly string[];
  /** The change of the failing field, where there is one. */
  change?: ChangeRecord;
}

/** A rule family: looks at the scene, gives candidates. */
export type Rule = (scene: Scene) => Candidate[];

/** A change may precede its effect by this long (a rollout, a restart that reads the new value) and still be its cause. */
const BEFORE_MS = 60 * 60_000;
const AFTER_MS = 60_000;

/** The newest change of an object in the given aspects that came shortly before the onset. */
export function recentChange({ cluster }: Scene, object: ObjectRef, aspects: readonly Aspect[], onset?: number): ChangeRecord | undefined {
  const change = cluster.changeIn(object, aspects);
  if (!change || change.at < cluster.now - BEFORE_MS) return undefined;
  return onset !== undefined && change.at > onset + AFTER_MS ? undefined : change;
}

/** The candidate with the change to the failing field as its first evidence, where there was one. */
export function withChange(scene: Scene, candidate: Candidate, object: ObjectRef, aspects: readonly Aspect[]): Candidate {
  const change = recentChange(scene, object, aspects);
  return change ? { ...candidate, change, evidenceFor: [changeEvidence(change), ...candidate.evidenceFor] } : candidate;
}

/** A hit on a workload. */
export function hit(workload: Workload, mechanism: string, text: string): Hit {
  return { to: workload.ref, mechanism, text };
}

/** How to undo a rollout, for what has revisions. */
export function undo(object: ObjectRef): Remedy[] {
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) return [];
  return [
    {
      text: 'Go back to the revision before, if that one worked.',
      command: `kubectl rollout undo ${object.kind.toLowerCase()}/${object.name}${object.namespace ? ` -n ${object.namespace}` : ''}`,
    },
  ];
}
