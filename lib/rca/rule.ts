import { type Command, command, kindSlashName } from '#lib/kubernetes/commands.ts';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Aspect, Cluster, Workload } from './cluster/index.ts';
import { changeEvidence } from './evidence.ts';
import type { Sign } from './symptoms/index.ts';
import type { ChangeRecord, Evidence } from './types.ts';

/** The input of a rule: the cluster, and what is wrong in it. */
export interface Scene {
  cluster: Cluster;
  signs: readonly Sign[];
  /** The sign of a workload, if it is failing. */
  signOf(workload: Workload): Sign | undefined;
}

/**
 * How a candidate is proven: by a field of an object (state), a Kubernetes event (event), the log of the program (log),
 * only a change shortly before (change), or merely because it fits (pattern).
 */
export type Proof = 'state' | 'event' | 'log' | 'change' | 'pattern';

/** An object that a cause makes fail directly: the first step of its chain. */
export interface Hit {
  to: ObjectRef;
  mechanism: string;
  text: string;
}

/** What to do, and the command for it. Without a command where a name in it is none that Kubernetes knows. */
export interface Advice {
  text: string;
  command?: Command | undefined;
}

/** A possible root cause with its evidence. */
export interface Candidate {
  code: string;
  /** What is wrong, in a few words, where the title of the code would say something that is not so. */
  title?: string;
  object: ObjectRef;
  proof: Proof;
  /** Adjusts the order among candidates with the same proof, about -0.2 to 0.2. */
  weight?: number;
  /** Whether it has evidence of its own. If not, it may be the consequence of another object's fault and gives way to that. */
  own: boolean;
  summary: string;
  evidenceFor: Evidence[];
  evidenceAgainst?: Evidence[];
  remedies: Advice[];
  hits: Hit[];
  /** When the fault began, epoch ms, if known. */
  onset?: number;
  /** Objects whose own fault explains this one: if one of them is a candidate, this one gives way. */
  yieldsTo?: ObjectRef[];
  /** Codes of causes that are consequences of this one if both hit the same object, or its fault reaches the object they blame. */
  explainsCodes?: readonly string[];
  /** The change to the failing field, if there is one. */
  change?: ChangeRecord;
}

/** A rule (or a family of them): takes the scene and returns candidates. */
export type Rule = (scene: Scene) => Candidate[];

/** How long a change may precede its effect (a rollout, a restart that reads the new value) and still be its cause. */
const BEFORE_MS = 60 * 60_000;
const AFTER_MS = 60_000;

/** The newest change to the given aspects of an object, if it came shortly before the onset. */
export function recentChange({ cluster }: Scene, object: ObjectRef, aspects: readonly Aspect[], onset?: number): ChangeRecord | undefined {
  const change = cluster.changeIn(object, aspects);
  if (!change || change.at < cluster.now - BEFORE_MS) return undefined;
  return onset !== undefined && change.at > onset + AFTER_MS ? undefined : change;
}

/** The candidate with the change to the failing field as its first evidence, if there was one. */
export function withChange(scene: Scene, candidate: Candidate, object: ObjectRef, aspects: readonly Aspect[]): Candidate {
  const change = recentChange(scene, object, aspects);
  return change ? { ...candidate, change, evidenceFor: [changeEvidence(change), ...candidate.evidenceFor] } : candidate;
}

/** A hit on a workload. */
export function hit(workload: Workload, mechanism: string, text: string): Hit {
  return { to: workload.ref, mechanism, text };
}

/** How to undo a rollout, for workloads that have revisions. */
export function undo(object: ObjectRef): Advice[] {
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind)) return [];
  return [
    {
      text: 'Roll back to the previous revision if that one worked.',
      command: command`kubectl rollout undo ${kindSlashName(object)}`,
    },
  ];
}
