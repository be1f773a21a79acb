import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule } from '../rule.ts';

/**
 * Pods that the scheduler does not look at, because a scheduling gate has not been removed.
 * Signals: PodScheduled=False SchedulingGated; spec.schedulingGates. Blames: the workload; the controller that set the gate is
 * not known to the API. Source: kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness.
 */
export const schedulingGateRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(({ what }) => what === 'SchedulingGated');
    if (!workload || !trouble) return [];
    const { pod, message, since } = trouble;
    const gates = items(pod.spec.schedulingGates).flatMap(({ name }) => text(name) ?? []);
    const named = gates.length > 0 ? gates.join(', ') : 'a scheduling gate';
    const candidate: Candidate = {
      code: 'scheduling.insufficient_other_resource',
      title: 'Scheduling gate is not removed',
      object: workload.ref,
      proof: 'state',
      // No field says what the gate's controller waits for.
      weight: -0.12,
      own: true,
      summary: `The pods of ${shown(workload.ref)} are not scheduled while they have ${named}: the controller that set it has not removed it.`,
      evidenceFor: [
        stateEvidence(pod.ref, 'spec.schedulingGates', gates, `${shown(pod.ref)} has the scheduling gates ${named}: ${message}`),
      ],
      remedies: [
        {
          text: `Find the controller that owns ${named}: it waits for something (a quota or queue, other pods), or does not run.`,
          command: command`kubectl get ${kindAndName(pod.ref)} -o yaml`,
        },
        { text: 'Without that controller, create the pods without the gate: gates can be removed, but not set again.' },
      ],
      hits: [hit(workload, 'scheduling gate', message)],
      ...(since !== undefined && { onset: since }),
    };
    return [candidate];
  });
