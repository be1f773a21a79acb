import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { cut } from '#lib/text/index.ts';
import type { Cluster } from './cluster/index.ts';
import { diffText } from './evidence.ts';
import type { TimelineEntry } from './types.ts';

const MAX_ENTRIES = 100;
const LANES = ['change', 'alert', 'event', 'log'];

/** What happened to the objects of an incident: changes, warning events, log errors and alerts, oldest first. */
export function timelineOf(cluster: Cluster, objects: readonly ObjectRef[]): TimelineEntry[] {
  const scope = scopeOf(cluster, objects);
  const entries = [...changes(cluster, scope), ...events(cluster, scope), ...logs(cluster, scope), ...alerts(cluster, scope)];
  const ordered = entries.sort(
    (a, b) =>
      a.at - b.at || LANES.indexOf(a.lane) - LANES.indexOf(b.lane) || byText(keyOf(a.object), keyOf(b.object)) || byText(a.text, b.text),
  );
  if (ordered.length <= MAX_ENTRIES) return ordered;
  // Changes are the most informative; of the rest the newest matter.
  const kept = new Set([...ordered.filter(({ lane }) => lane === 'change').slice(-MAX_ENTRIES / 2), ...ordered.slice(-MAX_ENTRIES / 2)]);
  return ordered.filter((entry) => kept.has(entry));
}

/** The objects themselves, what workloads own and what they read. */
function scopeOf(cluster: Cluster, objects: readonly ObjectRef[]): Map<string, ObjectRef> {
  const scope = new Map(objects.map((object) => [keyOf(object), object]));
  for (const object of objects) {
    const workload = cluster.workloadAt(object);
    if (!workload || workload.key !== keyOf(object)) continue;
    for (const owned of [...workload.replicaSets, ...workload.pods]) scope.set(owned.key, owned.ref);
    for (const { target } of cluster.referencesOf(workload)) scope.set(keyOf(target), target);
  }
  return scope;
}

type Scope = ReadonlyMap<string, ObjectRef>;

function changes(cluster: Cluster, scope: Scope): TimelineEntry[] {
  return [...scope.values()].flatMap((object) =>
    cluster.changesOf(object).map((change) => ({
      at: change.at,
      lane: 'change' as const,
      object,
      text: `${shown(object)} was ${change.op}${change.by ? ` by ${change.by}` : ''}${diffText(change)}`,
      severity: 'info' as const,
      ...(change.fields.length > 0 && { fields: change.fields }),
    })),
  );
}

function events(cluster: Cluster, scope: Scope): TimelineEntry[] {
  return [...scope.values()].flatMap((object) =>
    cluster.eventsAbout(object).flatMap((event) => {
      const at = event.lastAt ?? event.firstAt;
      if (at === undefined || !event.warning) return [];
      const times = event.count > 1 ? ` (${event.count} times)` : '';
      return [{ at, lane: 'event' as const, object, text: `${event.reason}: ${event.message}${times}`, severity: 'warning' as const }];
    }),
  );
}

function logs(cluster: Cluster, scope: Scope): TimelineEntry[] {
  return [...scope.values()].flatMap((object) => {
    const workload = cluster.workloadAt(object);
    if (!workload || workload.key !== keyOf(object)) return [];
    return cluster.factsOf(workload).flatMap((fact) => {
      if (fact.at === undefined || fact.type === 'listening') return [];
      const pod = ref('Pod', fact.namespace, fact.pod);
      return [
        {
          at: fact.at,
          lane: 'log' as const,
          object: pod,
          text: `${fact.container}: ${cut(fact.line, 300)}`,
          severity: 'error' as const,
        },
      ];
    });
  });
}

function alerts(cluster: Cluster, scope: Scope): TimelineEntry[] {
  const names = new Set([...scope.values()].map(({ name }) => name));
  return cluster.alerts.flatMap(({ labels, annotations, startsAt }) => {
    const about = ['deployment', 'statefulset', 'daemonset', 'service', 'pod', 'node', 'job_name'].flatMap((label) =>
      labels[label] ? [{ label, name: labels[label] }] : [],
    );
    const named = about.find(({ name }) => names.has(name));
    if (!named || startsAt === undefined) return [];
    const kind = KINDS[named.label] ?? 'Pod';
    return [
      {
        at: startsAt,
        lane: 'alert' as const,
        object: ref(kind, kind === 'Node' ? undefined : labels.namespace, named.name),
        text: `${labels.alertname ?? 'Alert'}: ${annotations.summary ?? annotations.description ?? ''}`,
        severity: 'error' as const,
      },
    ];
  });
}

const KINDS: Record<string, string> = {
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  daemonset: 'DaemonSet',
  service: 'Service',
  pod: 'Pod',
  node: 'Node',
  job_name: 'Job',
};
