import { command, inNamespace, kindAndName, kindSlashName } from '#lib/kubernetes/commands.ts';
import { type ObjectRef, shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import type { Cluster, Workload } from './cluster/index.ts';
import { remedyOf } from './remedies.ts';
import type { Advice } from './rule.ts';
import type { Sign } from './symptoms/index.ts';
import type { Remedy } from './types.ts';

/** The number of objects that are described. */
const MOST = 3;

/**
 * What a diagnosis without a cause has looked at, as sentences about the objects that fail, and what to look at next: a person
 * goes on from there instead of beginning again. Only for signs that no rule explains.
 */
export function inquiryOf(cluster: Cluster, signs: readonly Sign[]): { lookedAt: string[]; next: Remedy[] } {
  const objects = signs.slice(0, MOST);
  const workloads = [...new Set(objects.flatMap((sign) => workloadsOf(cluster, sign)))].slice(0, MOST);
  return {
    lookedAt: [...workloads.map((workload) => stateOf(cluster, workload)), ...eventsOf(cluster, objects)],
    next: uniqueRemedies([
      ...objects.filter(({ object }) => object.kind !== 'Namespace').map(({ object }) => conditionsOf(object)),
      ...workloads.map(({ ref }) => ({
        text: `Read what ${shown(ref)} logs now.`,
        command: command`kubectl logs ${kindSlashName(ref)} --all-containers --tail=200`,
      })),
      ...uniqueRefs(objects.map(({ object }) => object)).map((object) => ({
        text: 'See the latest events.',
        command: command`kubectl get events ${inNamespace(object.kind === 'Namespace' ? { namespace: object.name } : object)} --sort-by=.lastTimestamp`,
      })),
    ]),
  };
}

/** The workloads that a sign can be about; those of the namespace for a sign that names nothing else. */
function workloadsOf(cluster: Cluster, { object, workload }: Sign): readonly Workload[] {
  if (workload) return [workload];
  if (object.kind === 'Service') return cluster.serviceAt(object)?.workloads ?? [];
  return object.kind === 'Namespace' ? cluster.workloads.filter(({ ref }) => ref.namespace === object.name) : [];
}

function stateOf(cluster: Cluster, workload: Workload): string {
  const { ref, pods } = workload;
  const ready = pods.filter((pod) => pod.ready).length;
  const restarts = pods.flatMap(({ containers }) => containers).reduce((sum, { restarts: of }) => sum + of, 0);
  const errors = cluster.factsOf(workload).filter(({ type, previous }) => type !== 'listening' && !previous).length;
  return [
    `${shown(ref)}: ${ready} of ${pods.length} pods ready`,
    `${restarts} restarts`,
    cluster.changesOf(ref).length > 0 ? 'changed in the last hour' : 'not changed in the last hour',
    `${errors} kinds of errors in its logs.`,
  ].join(', ');
}

function eventsOf(cluster: Cluster, signs: readonly Sign[]): string[] {
  if (!cluster.hasEvents) return [];
  const about = signs.flatMap((sign) => [
    ...cluster.eventsAbout(sign.object),
    ...workloadsOf(cluster, sign).flatMap((workload) => cluster.eventsOf(workload)),
  ]);
  const warnings = new Set(about.filter(({ warning }) => warning)).size;
  return [`Events about them: ${new Set(about).size}, of which ${warnings} are warnings.`];
}

function conditionsOf(object: ObjectRef): Advice {
  return { text: `See the conditions and events of ${shown(object)}.`, command: command`kubectl describe ${kindAndName(object)}` };
}

function uniqueRemedies(all: readonly Advice[]): Remedy[] {
  return [...new Map(all.map((one) => [one.command?.line ?? one.text, remedyOf(one)])).values()];
}
