import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items, number, text, time } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { rescalesOf } from '../cluster/autoscaling.ts';
import type { Entity } from '../cluster/entities.ts';
import type { ClusterEvent, Workload } from '../cluster/index.ts';
import { changeEvidence, eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * A manifest that is applied over the number of replicas that an autoscaler has set.
 * Signals: a Deployment with a HorizontalPodAutoscaler lost at least half of its replicas, and no event SuccessfulRescale says that
 * the autoscaler did it; its replicas have not been raised since. Without events: managedFields say that somebody else than the
 * autoscaler, which uses the subresource scale, wrote spec.replicas last, to at most half of what the autoscaler wants. Blames: the Deployment, whose manifest sets replicas.
 * Spreads: too few replicas -> slow answers -> callers.
 * Source: kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale, "Migrating Deployments and StatefulSets to horizontal
 * autoscaling"; kubernetes/pkg/controller/deployment/sync.go (ScalingReplicaSet).
 */
export const replicasResetRule: Rule = (scene) =>
  scene.cluster.of('HorizontalPodAutoscaler').flatMap((scaler) => {
    const name = text(dig(scaler.object, 'spec', 'scaleTargetRef', 'name'));
    const kind = text(dig(scaler.object, 'spec', 'scaleTargetRef', 'kind')) ?? 'Deployment';
    const workload = scene.cluster.workloads.find(
      ({ ref }) => ref.kind === kind && ref.name === name && ref.namespace === scaler.ref.namespace,
    );
    const found = workload && (resetOf(scene, scaler, workload) ?? overwrittenIn(scene, scaler, workload));
    return found ? [found] : [];
  });

/** A loss that is older than this has been noticed, or was made up for. */
const RECENT_MS = 10 * 60_000;
/** The event of the autoscaler and that of the Deployment are written within this time. */
const SAME_STEP_MS = 10_000;

function resetOf(scene: Scene, scaler: Entity, workload: Workload): Candidate | undefined {
  const { cluster } = scene;
  const steps = cluster.eventsAbout(workload.ref).flatMap((event) => stepOf(event) ?? []);
  const [last, before] = [steps.at(-1), steps.at(-2)];
  const from = last?.from ?? (last && before?.set === last.set ? before.to : undefined);
  if (!last || from === undefined || last.to > from / 2 || cluster.now - last.at > RECENT_MS) return undefined;
  const isOwn = rescalesOf(cluster, scaler).some(({ at, size }) => size === last.to && Math.abs(at - last.at) <= SAME_STEP_MS);
  // During a rollout the old ReplicaSet shrinks while the new one grows.
  const isRollout = steps.some(({ set, at }) => set !== last.set && Math.abs(at - last.at) <= RECENT_MS);
  if (isOwn || isRollout) return undefined;
  return candidateOf(scene, scaler, workload, `from ${from} to ${last.to} replicas`, last.at, [eventEvidence(last.event)]);
}

/** A write of the replicas past the autoscaler, which only the managed fields tell. */
function overwrittenIn(scene: Scene, scaler: Entity, workload: Workload): Candidate | undefined {
  const wanted = number(dig(scaler.object, 'status', 'desiredReplicas'));
  const has = number(dig(workload.object, 'spec', 'replicas'));
  if (wanted === undefined || has === undefined || has === 0 || has > wanted / 2) return undefined;
  const write = items(dig(workload.object, 'metadata', 'managedFields'))
    .filter((entry) => dig(entry.fieldsV1, 'f:spec', 'f:replicas') !== undefined)
    .flatMap((entry) => ({ by: text(entry.manager) ?? 'unknown', isScaled: entry.subresource === 'scale', at: time(entry.time) }))
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  if (!write || write.isScaled || write.at === undefined || scene.cluster.now - write.at > RECENT_MS) return undefined;
  return candidateOf(scene, scaler, workload, `to ${has} replicas, where it wants ${wanted},`, write.at, [
    stateEvidence(workload.ref, 'metadata.managedFields', write.by, `${write.by} wrote spec.replicas of ${shown(workload.ref)} last`),
  ]);
}

function candidateOf(scene: Scene, scaler: Entity, workload: Workload, how: string, onset: number, proof: Evidence[]): Candidate {
  const change = scene.cluster.changeIn(workload.ref, ['replicas']);
  return {
    code: 'rollout.replicas_reset',
    object: workload.ref,
    proof: 'event',
    weight: -0.04,
    own: true,
    summary: `${shown(workload.ref)} was scaled ${how} by somebody else than its autoscaler ${scaler.ref.name}.`,
    evidenceFor: [
      ...(change ? [changeEvidence(change)] : []),
      ...proof,
      stateEvidence(
        scaler.ref,
        'spec.scaleTargetRef.name',
        workload.ref.name,
        `${shown(scaler.ref)} sets the replicas of ${workload.ref.name}`,
      ),
    ],
    remedies: [
      {
        text: 'Remove spec.replicas from the manifest that is applied, so that only the autoscaler sets it.',
        command: command`kubectl get ${kindAndName(workload.ref)} -o yaml --show-managed-fields`,
      },
    ],
    hits: [hit(workload, 'replicas reset', 'It lost most of its pods at once, while its load stayed')],
    onset,
    ...(change && { change }),
  };
}

/** One step of a Deployment: the ReplicaSet, its size afterwards and, in the words of Kubernetes 1.25 and later, before. */
interface Step {
  at: number;
  set: string;
  from: number | undefined;
  to: number;
  event: ClusterEvent;
}

function stepOf(event: ClusterEvent): Step | undefined {
  if (event.reason !== 'ScalingReplicaSet' || event.lastAt === undefined) return undefined;
  const match = /^Scaled (?:up|down) replica set (\S{1,253}) (?:from (\d{1,6}) )?to (\d{1,6})(?: from (\d{1,6}))?/.exec(event.message);
  const from = match?.[2] ?? match?.[4];
  return match
    ? { at: event.lastAt, set: match[1]!, from: from === undefined ? undefined : Number(from), to: Number(match[3]), event }
    : undefined;
}
