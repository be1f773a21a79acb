import { fields } from '#lib/kubernetes/fields.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Pod } from '../cluster/pods.ts';
import type { Candidate, Rule } from '../rule.ts';
import { type Failure, judgeProbe } from './probes.ts';

/**
 * Probes that can never succeed, before the kubelet has given up on their containers.
 * Signals, of a liveness probe: the container is ready by its own readiness probe, so that its program answers, while the event
 * Unhealthy says that nothing listens at the port of its liveness probe, or that another protocol is spoken there. Of a readiness
 * probe: the program answers, but in another protocol or that it does not know what is asked (4xx), or its log says that it listens
 * at another port. Where the program may still be starting the kubelet's verdict is waited for. Blames: the workload.
 * Source: kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes.
 */
export const doomedProbeRule: Rule = (scene) =>
  scene.cluster.workloads.flatMap((workload) => {
    if (scene.signOf(workload)) return [];
    const [found] = workload.pods.flatMap((pod) => failureOf(scene.cluster, pod) ?? []);
    const candidate = found && judgeProbe(scene, workload, found);
    return candidate && isDoomed(candidate, found) ? [candidate] : [];
  });

function isDoomed({ code, evidenceFor }: Candidate, { kind, event }: Failure): boolean {
  if (code === `probe.${kind}_protocol_wrong`) return true;
  if (code === `probe.${kind}_port_wrong`) return kind === 'liveness' || evidenceFor.some(({ source }) => source.type === 'log');
  return kind === 'readiness' && code === 'probe.check_wrong' && /statuscode: 4\d\d/.test(event.message);
}

/** A probe that failed longer ago has succeeded since, or the kubelet has acted. */
const RECENT_MS = 60_000;

function failureOf(cluster: Cluster, pod: Pod): Failure | undefined {
  if (pod.deletedAt !== undefined) return undefined;
  const event = cluster.eventsAbout(pod.ref).findLast(({ reason }) => reason === 'Unhealthy');
  const kind = (['liveness', 'readiness'] as const).find((one) => event?.message.toLowerCase().startsWith(`${one} probe`));
  const container = pod.containers.find(
    ({ init, ready, running, spec }) =>
      !init &&
      running &&
      spec.readinessProbe !== undefined &&
      (kind === 'liveness' ? ready && pod.ready && spec.livenessProbe !== undefined : !ready),
  );
  if (!container || !event || !kind || event.lastAt === undefined) return undefined;
  const isPast = cluster.now - event.lastAt > RECENT_MS || event.lastAt < (container.runningSince ?? 0);
  if (isPast) return undefined;
  const trouble = { pod, what: 'Unhealthy', message: event.message, container, since: event.firstAt };
  return { kind, trouble, container, event, probe: fields(container.spec[`${kind}Probe`]) };
}
