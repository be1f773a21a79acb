import type { Cluster } from '../cluster/index.ts';
import type { Pod } from '../cluster/pods.ts';
import type { Rule } from '../rule.ts';
import { type Failure, judgeProbe } from './probes.ts';

/**
 * Liveness probes that can never succeed, before the kubelet kills their containers for it.
 * Signals: a container that is ready by its own readiness probe, so that its program answers, while the event Unhealthy says that
 * nothing listens at the port of its liveness probe, or that another protocol is spoken there. Where the program may still be
 * starting, or the check itself fails, the kubelet's verdict is waited for. Blames: the workload.
 * Source: kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes.
 */
export const doomedProbeRule: Rule = (scene) =>
  scene.cluster.workloads.flatMap((workload) => {
    if (scene.signOf(workload)) return [];
    const [found] = workload.pods.flatMap((pod) => failureOf(scene.cluster, pod) ?? []);
    const candidate = found && judgeProbe(scene, workload, found);
    return candidate && DOOMED.has(candidate.code) ? [candidate] : [];
  });

const DOOMED: ReadonlySet<string> = new Set(['probe.liveness_port_wrong', 'probe.liveness_protocol_wrong']);

/** A probe that failed longer ago has succeeded since, or the kubelet has acted. */
const RECENT_MS = 60_000;

function failureOf(cluster: Cluster, pod: Pod): Failure | undefined {
  if (pod.deletedAt !== undefined || !pod.ready) return undefined;
  const container = pod.containers.find(
    ({ init, ready, running, spec }) => !init && ready && running && spec.livenessProbe !== undefined && spec.readinessProbe !== undefined,
  );
  const event = container && cluster.eventsAbout(pod.ref).findLast(({ reason }) => reason === 'Unhealthy');
  if (!container || !event?.message.startsWith('Liveness probe') || event.lastAt === undefined) return undefined;
  const isPast = cluster.now - event.lastAt > RECENT_MS || event.lastAt < (container.runningSince ?? 0);
  if (isPast) return undefined;
  const trouble = { pod, what: 'Unhealthy', message: event.message, container, since: event.firstAt };
  return { kind: 'liveness', trouble, container, event, probe: container.spec.livenessProbe as Record<string, unknown> };
}
