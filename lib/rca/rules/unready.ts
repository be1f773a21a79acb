import { command, containerName, nameOf } from '#lib/kubernetes/commands.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { sentence } from '../wording.ts';
import { isCrash, templateChange } from './crash.ts';

/**
 * Programs that run but report that they are not ready, when nothing else explains it: a guess, so that an incident at
 * least names where to look. The candidates of all other rules rank higher.
 * Signals: a container that runs and is not ready; the answer to its readiness probe; a new revision shortly before.
 * Blames: the workload. A probe whose connection is refused by a stable container most likely checks the wrong port; one
 * that receives 5xx has reached a program that reports itself as unhealthy.
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
  const isRefused = /^Readiness probe failed: .*connection refused/.test(probe?.message ?? '');
  const name = container?.name ?? '';
  return {
    ...(!change && !isRefused && { title: 'Program reports that it is not ready' }),
    code: change ? 'rollout.bad_revision' : isRefused ? 'probe.readiness_port_wrong' : 'dependency.unavailable',
    object: workload.ref,
    proof: 'pattern',
    weight: -0.2,
    own: false,
    summary: sentence(
      `${shown(workload.ref)} is running but ${change ? 'has not been ready since its latest revision' : 'is not ready'}, for no other known reason: ${message}`,
    ),
    evidenceFor: [
      stateEvidence(
        pod.ref,
        `status.containerStatuses[${name}].ready`,
        false,
        `Container ${name} of ${pod.ref.name} is running but not ready`,
      ),
      ...(probe ? [eventEvidence(probe)] : []),
    ],
    remedies: [
      { text: 'Read the log of the program.', command: command`kubectl logs ${nameOf(pod.ref)} -c ${containerName(name)}` },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, 'not ready', 'The pods are removed from their Services')],
    ...(change && { change }),
    ...(since !== undefined && { onset: since }),
  };
}
