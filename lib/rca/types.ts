import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { RelationType } from '#lib/kubernetes/references.ts';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';

/**
 * The types of a diagnosis. `diagnose(snapshot, window)` in this folder is pure: no I/O, no clock, no randomness. The live
 * graph, an offline dump and a test all pass these types.
 */

/** Log lines of one container, newest last. */
export interface LogExcerpt {
  namespace: string;
  pod: string;
  container: string;
  /** true: the log of the container before its last restart. */
  previous: boolean;
  lines: string[];
  /** When each line was written, epoch ms, if known; the same length as `lines`. */
  times?: (number | undefined)[];
}

/** An alert in Alertmanager's format. */
export interface AlertRecord {
  status: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Epoch ms, if known. */
  startsAt?: number;
}

/** One sample of a metric. `time` in epoch ms. */
export interface MetricPoint {
  time: number;
  kind: string;
  namespace?: string;
  name: string;
  metric: string;
  value: number;
}

/** One changed field: a path like a JSON pointer, values as text (Secrets and ConfigMaps only as hashes), undefined = absent. */
export interface FieldDiff {
  path: string;
  before?: string;
  after?: string;
}

/** A change to an object, with the values of its fields before and after. `at` in epoch ms. */
export interface ChangeRecord {
  id: string;
  object: ObjectRef;
  at: number;
  op: 'created' | 'updated' | 'deleted';
  fields: FieldDiff[];
  /** Who made it, if known (the manager in managedFields). */
  by?: string;
}

/** What is known about a cluster at one point in time. */
export interface Snapshot {
  /** Epoch ms at which it was taken. */
  collectedAt: number;
  resources: KubernetesObject[];
  /** core/v1 Events. */
  events: KubernetesObject[];
  logs: LogExcerpt[];
  alerts: AlertRecord[];
  metrics: MetricPoint[];
  /** Observed changes. A dump has none; for it they are derived from ReplicaSets. */
  changes: ChangeRecord[];
  /**
   * What was read completely, so that an object that is not in `resources` does not exist. If unknown, only kinds with at
   * least one object count as read.
   */
  read?: ReadWhole;
  /** What whoever took the snapshot left out of it, in words: the diagnosis names it among its own gaps. */
  gaps?: string[];
}

/** The kinds whose objects were all read, in one namespace or in the whole cluster. */
export interface ReadWhole {
  kinds: string[];
  namespace?: string;
}

/** The time range of a diagnosis, epoch ms: evidence before `from` is stale. */
export interface Window {
  from: number;
  to: number;
}

/** How certain a cause is: confirmed (the state or an event proves it), likely (logs or a change support it), possible. */
export type Tier = 'confirmed' | 'likely' | 'possible';

/** Where a piece of evidence comes from. */
export type EvidenceSource =
  | { type: 'state'; object: ObjectRef; path: string; value: string }
  | { type: 'event'; object: ObjectRef; reason: string; message: string; at?: number; count?: number }
  | { type: 'log'; namespace: string; pod: string; container: string; line: string; previous: boolean }
  | { type: 'change'; changeId: string; object: ObjectRef; fields: FieldDiff[]; at: number; by?: string }
  | { type: 'alert'; name: string; summary: string; at?: number }
  | { type: 'metric'; object: ObjectRef; metric: string; from: number; to: number };

/** One reason for or against a cause: a sentence and its source. */
export interface Evidence {
  text: string;
  source: EvidenceSource;
}

/** Something that is visibly wrong, which a cause has to explain. */
export interface Symptom {
  object: ObjectRef;
  /** What is wrong, as Kubernetes names it: CrashLoopBackOff, Unschedulable, NoEndpoints, NodeNotReady ... */
  what: string;
  message: string;
  /** When it began, epoch ms, if known. */
  since?: number;
}

/** One step of a causal chain: `from` makes `to` fail through `mechanism` (image pull, no endpoints, connection refused ...). */
export interface CausalEdge {
  from: ObjectRef;
  to: ObjectRef;
  /** The relation between the two in the graph; null if the graph has none (a webhook, an external system). */
  relation: RelationType | null;
  mechanism: string;
  text: string;
}

/** What to do: a sentence and, if there is one, the command to copy. */
export interface Remedy {
  text: string;
  command?: string;
}

/** One candidate for the root cause. */
export interface RankedCause {
  rank: number;
  /** One of the cause codes (causes.json). */
  code: string;
  title: string;
  object: ObjectRef;
  tier: Tier;
  /** Calibrated probability, 0 to 1. */
  confidence: number;
  summary: string;
  evidenceFor: Evidence[];
  evidenceAgainst: Evidence[];
  /** From this cause's object to the symptoms, in order of propagation. */
  chain: CausalEdge[];
  remedies: Remedy[];
}

/** One entry of the timeline. `at` in epoch ms. */
export interface TimelineEntry {
  at: number;
  lane: 'change' | 'event' | 'log' | 'alert';
  object: ObjectRef;
  text: string;
  severity: 'info' | 'warning' | 'error';
  fields?: FieldDiff[];
}

/** What the fault reaches: the worst first, of equals the nearest. `hops`: steps from the cause; `via`: the last step (null for the cause itself). */
export interface BlastRadius {
  affected: {
    object: ObjectRef;
    impact: 'failing' | 'degraded' | 'at-risk';
    hops: number;
    via: { from: ObjectRef; relation: RelationType | null; mechanism: string } | null;
  }[];
  counts: { workloads: number; pods: number; services: number; namespaces: number };
}

/** When a trouble began. */
export interface Onset {
  /** The time of its first sign, epoch ms. */
  at: number;
  /** Whether what fails was well before; false if it was broken since it was made. Undefined if that is not known. */
  wasWell?: boolean;
}

/** The change that most likely began a trouble. */
export interface CulpritChange {
  changeId: string;
  object: ObjectRef;
  op: ChangeRecord['op'];
  at: number;
  fields: FieldDiff[];
  by?: string;
  /** How long before the first sign it was made, in ms. */
  beforeMs: number;
  /** All of it as a sentence. */
  text: string;
  /** How to take exactly this change back. */
  revert?: Remedy;
}

/** The result. With the verdict `no_incident`, `reason` says why, and the lists are empty. */
export interface Diagnosis {
  verdict: 'incident' | 'no_incident';
  reason: string;
  symptoms: Symptom[];
  /** When it began, if any evidence tells. */
  onset?: Onset;
  /** The change to the object of the first cause, or to one that it reads, that came before; undefined if there was none. */
  culprit?: CulpritChange;
  causes: RankedCause[];
  /** Only without a cause: what was looked at, and what to look at next. */
  inquiry?: { lookedAt: string[]; next: Remedy[] };
  /** The chain of the first cause. */
  chain: CausalEdge[];
  blastRadius: BlastRadius;
  timeline: TimelineEntry[];
  /** Missing input (logs, events, permissions) that lowers the confidence. */
  gaps: string[];
  /** Only of a trouble that has been followed: what was part of it before, and is not named above. */
  earlier?: Earlier;
}

/** Objects that belonged to a trouble before: those that failed, and those that its fault could reach. */
export interface Earlier {
  failed: ObjectRef[];
  reached: ObjectRef[];
}
