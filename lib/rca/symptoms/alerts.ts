import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Cluster } from '../cluster/index.ts';
import type { AlertRecord } from '../types.ts';
import type { Sign } from './symptom.ts';

/** The labels by which alerts name objects, the most exact first (kube-state-metrics, kubernetes-mixin). */
const OBJECT_LABELS = [
  ['pod', 'Pod'],
  ['deployment', 'Deployment'],
  ['statefulset', 'StatefulSet'],
  ['daemonset', 'DaemonSet'],
  ['job_name', 'Job'],
  ['cronjob', 'CronJob'],
  ['horizontalpodautoscaler', 'HorizontalPodAutoscaler'],
  ['persistentvolumeclaim', 'PersistentVolumeClaim'],
  ['service', 'Service'],
  ['ingress', 'Ingress'],
  ['node', 'Node'],
] as const;

/** Words for what users or machines suffer from: latency, errors, saturation, unavailability, a budget that burns, a prediction. */
const SYMPTOM =
  /latency|slow|duration|error|fail|5xx|4xx|den(y|ied)|forbid|reject|saturat|exhaust|throttl|pressure|full|filling|predict|burn|budget|unavailable|down|absent|missing|unreachable|unhealthy|degraded|not ?ready|crash|oom|restart|stuck|mismatch|pending|time-?out|drop|backlog|expir/i;

/** Alerts of these severities, and those that only show that alerting works, ask nobody to act. */
const QUIET_SEVERITY = /^(none|info|informational|debug)$/i;
const META = /^(Watchdog|InfoInhibitor|DeadMansSwitch)$/;

/**
 * Firing alerts about objects that no other sign is about: something is wrong there, whether or not its cause can be seen. An
 * alert that names no object is about its namespace, if nothing else is wrong in it.
 */
export function alertSigns(cluster: Cluster, known: readonly Sign[]): Sign[] {
  const seen = new Set(known.flatMap(({ object, workload }) => [keyOf(object), ...(workload ? [workload.key] : [])]));
  const namespaces = new Set(known.map(({ object }) => object.namespace));
  const found = new Map<string, Sign>();
  for (const alert of cluster.alerts) {
    if (!isSymptom(alert)) continue;
    const object = objectOf(cluster, alert);
    if (!object || (object.kind === 'Namespace' && namespaces.has(object.name))) continue;
    const workload = cluster.workloadAt(object);
    const about = workload?.ref ?? object;
    if (seen.has(keyOf(about)) || found.has(keyOf(about))) continue;
    const { labels, annotations, startsAt } = alert;
    found.set(keyOf(about), {
      object: about,
      what: 'AlertFiring',
      message: `${labels.alertname ?? 'An alert'}: ${annotations.summary ?? annotations.description ?? 'is firing'}`,
      ...(startsAt !== undefined && { since: startsAt }),
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
  for (const [label, kind] of OBJECT_LABELS) {
    const name = labels[label];
    if (name === undefined) continue;
    const object = cluster.locate(kind, kind === 'Node' ? undefined : labels.namespace, name);
    if (cluster.find(object.kind, object.namespace, object.name)) return object;
  }
  return labels.namespace === undefined ? undefined : ref('Namespace', undefined, labels.namespace);
}
