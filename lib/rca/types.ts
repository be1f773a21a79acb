import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { RelationType } from '#lib/kubernetes/references.ts';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';

/**
 * The words of a diagnosis. `diagnose(snapshot, window)` in this folder is pure: no I/O, no clock, no randomness;
 * the live graph, an offline dump and a test hand it the same shapes.
 */

/** Log lines of one container, newest last. */
export interface LogExcerpt {
  namespace: string;
  pod: string;
  container: string;
  /** true: of the container before its last restart. */
  previous: boolean;
  lines: string[];
  /** When each line was written, epoch ms, where known; beside `lines`, of the same length. */
  times?: (number | undefined)[];
}

/** An alert in Alertmanager's words. */
export interface AlertRecord {
  status: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Epoch ms, where known. */
  startsAt?: number;
}

/** One sample of a metric (names and units: docs/accuracy.md). `time` in epoch ms. */
export interface MetricPoint {
  time: number;
  kind: string;
  namespace?: string;
  name: string;
  metric: string;
  value: number;
}

/** One changed field: JSON-pointer-like path, values as text (secrets and config only as hashes), undefined = absent. */
export interface FieldDiff {
  path: string;
  before?: string;
  after?: string;
}

/** A change of an object, with the fields that went from what to what. `at` in epoch ms. */
export interface ChangeRecord {
  id: string;
  object: ObjectRef;
  at: number;
  op: 'created' | 'updated' | 'deleted';
  fields: FieldDiff[];
  /** Who made it, if known (managedFields' manager). */
  by?: string;
}

/** What is known of a cluster at a moment. */
export interface Snapshot {
  /** Epoch ms at which it was taken. */
  collectedAt: number;
  resources: KubernetesObject[];
  /** core/v1 Events. */
  events: KubernetesObject[];
  logs: LogExcerpt[];
  alerts: AlertRecord[];
  metrics: MetricPoint[];
  /** Observed changes; a dump has none, there they are derived from ReplicaSets and creation times. */
  changes: ChangeRecord[];
  /**
   * What was read whole, so that what is not among `resources` does not exist; where it is unknown, only kinds of which
   * there are objects count as read.
   */
  read?: ReadWhole;
}

/** Kinds whose objects were all read, of one namespace or of the whole cluster. */
export interface ReadWhole {
  kinds: string[];
  namespace?: string;
}

/** The time that matters, epoch ms: evidence before `from` is stale. */
export interface Window {
  from: number;
  to: number;
}

/** How sure a cause is: mechanism proven by a state field; pattern and time; a possibility. */
export type Tier = 'confirmed' | 'likely' | 'possible';

/** Where a piece of evidence can be looked at. */
export type EvidenceSource =
  | { type: 'state'; object: ObjectRef; path: string; value: string }
  | { type: 'event'; object: ObjectRef; reason: string; message: string; at?: number; count?: number }
  | { type: 'log'; namespace: string; pod: string; container: string; line: string; previous: boolean }
  | { type: 'change'; changeId: string; object: ObjectRef; fields: FieldDiff[]; at: number; by?: string }
  | { type: 'alert'; name: string; summary: string; at?: number }
  | { type: 'metric'; object: ObjectRef; metric: string; from: number; to: number };

/** One reason for or against a cause: a sentence and the thing itself. */
export interface Evidence {
  text: string;
  source: EvidenceSource;
}

/** Something visibly wrong: what a cause has to explain. */
export interface Symptom {
  object: ObjectRef;
  /** What is wrong, in Kubernetes' words: CrashLoopBackOff, Unschedulable, NoEndpoints, NodeNotReady ... */
  what: string;
  message: string;
  /** Epoch ms of the onset, where known. */
  since?: number;
}

/** An explained step: `from` makes `to` fail by `mechanism` (image pull, no endpoints, connection refused ...). */
export interface CausalEdge {
  from: ObjectRef;
  to: ObjectRef;
  /** The edge of the graph that joins the two; null where the graph has none (a webhook, an outside system). */
  relation: RelationType | null;
  mechanism: string;
  text: string;
}

/** What to do: a sentence and, where there is one, the command to copy. */
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
  /** Calibrated, 0 to 1. */
  confidence: number;
  summary: string;
  evidenceFor: Evidence[];
  evidenceAgainst: Evidence[];
  /** From this cause's object to the symptoms, in order of propagation. */
  chain: CausalEdge[];
  remedies: Remedy[];
}

/** One line of the timeline. `at` in epoch ms. */
export interface TimelineEntry {
  at: number;
  lane: 'change' | 'event' | 'log' | 'alert';
  object: ObjectRef;
  text: string;
  severity: 'info' | 'warning' | 'error';
  fields?: FieldDiff[];
}

/** What the fault reaches, nearest first; `hops` from the cause, `via` the last step of the way there (null for the cause itself). */
export interface BlastRadius {
  affected: {
    object: ObjectRef;
    impact: 'failing' | 'degraded' | 'at-risk';
    hops: number;
    via: { from: ObjectRef; relation: RelationType | null; mechanism: string } | null;
  }[];
  counts: { workloads: number; pods: number; services: number; namespaces: number };
}

/** The answer. With verdict `no_incident`, `reason` says why and the lists are empty. */
export interface Diagnosis {
  verdict: 'incident' | 'no_incident';
  reason: string;
  symptoms: Symptom[];
  causes: RankedCause[];
  /** Of the first cause. */
  chain: CausalEdge[];
  blastRadius: BlastRadius;
  timeline: TimelineEntry[];
  /** What was missing (logs, events, rights) and therefore lowers confidence. */
  gaps: string[];
}
