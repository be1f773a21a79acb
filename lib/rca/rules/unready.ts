import { inNamespace, shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { sentence } from '../wording.ts';
import { isCrash, templateChange } from './crash.ts';

/**
 * Programs that run and say of themselves that they are not ready, when nothing else explains it: a guess, so that an
 * incident names at least where to look. Every other rule's candidate comes before it.
 * Signals: a container that runs and is not ready; what its readiness probe is told; a new revision just before.
 * Blames: the workload. A probe that finds nobody listening on a steady container most likely asks the wrong port; one
 * that is told 5xx has reached a program that knows itself to be unwell.
 * Sources: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (readiness), kubernetes/pkg/probe/http.
 */
export const unreadyRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(({ what }) => what === 'NotReady');
    return workload && trouble && !troubles.some(isCrash) ? [guess(scene, workload, trouble)] : [];
  });

function guess(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate {
  const { pod, container, message, since } = trouble;
  const probe = scene.cluster.eventsAbout(pod.ref).findLast(({ reason }) => reason === 'Unhealthy');
  const change = templateChange(scene, workload, trouble);
  const isUnheard = /^Readiness probe failed: .*connection refused/.test(probe?.message ?? '');
  const name = container?.name ?? '';
  return {
    code: change ? 'rollout.bad_revision' : isUnheard ? 'probe.readiness_port_wrong' : 'dependency.unavailable',
    object: workload.ref,
    proof: 'pattern',
    weight: -0.2,
    own: false,
    summary: sentence(
      `${shown(workload.ref)} runs and is not ready${change ? ' since its newest revision' : ''}; nothing else that is known explains it: ${message}`,
    ),
    evidenceFor: [
      stateEvidence(
        pod.ref,
        `status.containerStatuses[${name}].ready`,
        false,
        `Container ${name} of ${pod.ref.name} runs and is not ready`,
      ),
      ...(probe ? [eventEvidence(probe)] : []),
    ],
    remedies: [
      { text: 'Read what the program says of itself.', command: `kubectl logs${inNamespace(workload.ref)} ${pod.ref.name} -c ${name}` },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, 'not ready', 'The pods are taken out of their Services')],
    ...(change && { change }),
    ...(since !== undefined && { onset: since }),
  };
}
