import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Cluster, Workload } from '../cluster/index.ts';
import type { AlertRecord } from '../types.ts';
import type { Sign } from './symptom.ts';

/** The labels by which alerts name objects, the most exact first (kube-state-metrics, kubernetes-mixin, Istio, cert-manager). */
const OBJECT_LABELS = [
  ['pod', 'Pod'],
  ['exported_pod', 'Pod'],
  ['deployment', 'Deployment'],
  ['statefulset', 'StatefulSet'],
  ['daemonset', 'DaemonSet'],
  ['job_name', 'Job'],
  ['cronjob', 'CronJob'],
  ['horizontalpodautoscaler', 'HorizontalPodAutoscaler'],
  ['persistentvolumeclaim', 'PersistentVolumeClaim'],
  ['poddisruptionbudget', 'PodDisruptionBudget'],
  ['resourcequota', 'ResourceQuota'],
  ['destination_workload', 'Deployment'],
  ['workload', 'Deployment'],
  ['service', 'Service'],
  ['exported_service', 'Service'],
  ['ingress', 'Ingress'],
  ['node', 'Node'],
] as const;

/** The kinds of objects that people can complain about. */
export const REPORTABLE_KINDS: readonly string[] = [...new Set(OBJECT_LABELS.map(([, kind]) => kind)), 'Namespace'];

/**
 * What people complain of, as an alert that fires: it opens a case in which every cause is weighed. `about` is an object of one of
 * REPORTABLE_KINDS; `symptom` is in their own words; `at` (epoch ms) is when they said so.
 */
export function reportOf(about: ObjectRef, symptom: string | undefined, at: number): AlertRecord {
  const label = OBJECT_LABELS.find(([, kind]) => kind === about.kind)?.[0];
  const namespace = about.kind === 'Namespace' ? about.name : about.namespace;
  return {
    status: 'firing',
    labels: { alertname: 'ReportedFailure', ...(namespace !== undefined && { namespace }), ...(label && { [label]: about.name }) },
    annotations: { summary: symptom ?? 'somebody reported that it does not work' },
    startsAt: at,
  };
}

/** Words for what users or machines suffer from: latency, errors, saturation, unavailability, a budget that burns, a prediction. */
const SYMPTOM =
  /latency|slow|duration|error|fail|5xx|4xx|den(y|ied)|forbid|reject|saturat|exhaust|throttl|pressure|full|filling|predict|burn|budget|unavailable|down|absent|missing|unreachable|unhealthy|degraded|not ?ready|crash|oom|restart|stuck|mismatch|pending|time-?out|drop|backlog|expir|unschedulable|cordon|limit|max(?:ed|imum)|used ?up|fully ?used|quota|evict/i;

/** Alerts of these severities, and those that only show that alerting works, ask nobody to act. */
const QUIET_SEVERITY = /^(none|info|informational|debug)$/i;
const META = /^(Watchdog|InfoInhibitor|DeadMansSwitch)$/;

/** A firing alert with a symptom, and the object that has it. */
export interface Alarm {
  alert: AlertRecord;
  /** The workload or object that the alert names, or else its namespace. */
  object: ObjectRef;
  workload: Workload | undefined;
}

/** The firing alerts that say that something is wrong, with the objects that they are about. */
export function alarmsOf(cluster: Cluster): Alarm[] {
  return cluster.alerts.flatMap((alert) => {
    const object = isSymptom(alert) ? objectOf(cluster, alert) : undefined;
    const workload = object && cluster.workloadAt(object);
    return object ? [{ alert, object: workload?.ref ?? object, workload }] : [];
  });
}

/** The workloads that an alert can be about: the one that it names, those behind its Service, or all of its namespace. */
export function workloadsAbout(cluster: Cluster, { object, workload }: Alarm): readonly Workload[] {
  if (workload) return [workload];
  if (object.kind === 'Service') return cluster.serviceAt(object)?.workloads ?? [];
  const namespace = object.kind === 'Namespace' ? object.name : object.namespace;
  return object.kind === 'Node' ? [] : cluster.workloads.filter(({ ref }) => ref.namespace === namespace);
}

/** What an alert says: its name and its summary or description. */
export function alertText({ labels, annotations }: AlertRecord): string {
  return `${labels.alertname ?? 'An alert'}: ${annotations.summary ?? annotations.description ?? 'is firing'}`;
}

/**
 * Firing alerts about objects that no other sign is about: something is wrong there, whether or not its cause can be seen. An
 * alert that names no object is about its namespace, if nothing else is wrong in it.
 */
export function alertSigns(cluster: Cluster, known: readonly Sign[]): Sign[] {
  const seen = new Set(known.flatMap(({ object, workload }) => [keyOf(object), ...(workload ? [workload.key] : [])]));
  const namespaces = new Set(known.map(({ object }) => object.namespace));
  const found = new Map<string, Sign>();
  for (const { alert, object, workload } of alarmsOf(cluster)) {
    if (object.kind === 'Namespace' && namespaces.has(object.name)) continue;
    if (seen.has(keyOf(object)) || found.has(keyOf(object))) continue;
    found.set(keyOf(object), {
      object,
      what: 'AlertFiring',
      message: alertText(alert),
      ...(alert.startsAt !== undefined && { since: alert.startsAt }),
      workload,
      troubles: [],
    });
  }
  return [...found.values()];
}

function isSymptom({ labels, annotations }: AlertRecord): boolean {
  const name = labels.alertname ?? '';
  if (META.test(name) || QUIET_SEVERITY.test(labels.severity ?? '')) return false;
  return SYMPTOM.test(`${name} ${annotations.summary ?? ''}`);
}

/** The object that an alert names, if the snapshot has it; otherwise its namespace. */
function objectOf(cluster: Cluster, { labels }: AlertRecord): ObjectRef | undefined {
  // Prometheus renames the labels of what it scrapes where they clash with its own.
  const namespace = labels.exported_namespace ?? labels.destination_workload_namespace ?? labels.namespace;
  for (const [label, kind] of OBJECT_LABELS) {
    const name = labels[label];
    if (name === undefined) continue;
    const object = cluster.locate(kind, kind === 'Node' ? undefined : namespace, name);
    if (cluster.find(object.kind, object.namespace, object.name)) return object;
  }
  return namespace === undefined ? undefined : ref('Namespace', undefined, namespace);
}
