import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { cut } from '#lib/text/index.ts';
import { eventEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, withChange } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Volumes that are bound but cannot be attached or mounted.
 * Signals: events FailedAttachVolume "Multi-Attach error", FailedMount "MountVolume… failed", "timed out waiting for the
 * condition", "hostPath type check failed"; missing ConfigMaps and Secrets belong to another rule.
 * Blames: the claim of the volume, or the workload for a path in its own template. Spreads: pod never starts.
 * Source: kubernetes/pkg/volume/util/operationexecutor/operation_generator.go; kubernetes.io/docs/concepts/storage/volumes.
 */
export const volumeRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const stuck = troubles.find(({ pod }) => pod.phase === 'Pending' && pod.node !== undefined);
    if (!workload || !stuck) return [];
    const failed = scene.cluster.eventsAbout(stuck.pod.ref).filter(({ reason }) => /^Failed(AttachVolume|Mount|MapVolume)$/.test(reason));
    // "Unable to attach or mount volumes" is only the kubelet's summary; another event gives the reason.
    const event = failed.findLast(({ message }) => !/^Unable to attach or mount volumes/.test(message)) ?? failed.at(-1);
    if (!event || /\b(?:secret|configmap)s? "|references non-existent|not registered/i.test(event.message)) return [];
    const claims = scene.cluster.referencesOf(workload).filter(({ target }) => target.kind === 'PersistentVolumeClaim');
    const [claim] = claims.filter(
      ({ target, where }) => event.message.includes(target.name) || event.message.includes(`"${where.replace('volume ', '')}"`),
    );
    const denied = /permission denied|read-only file system/i.test(event.message);
    const object: ObjectRef =
      /Multi-Attach|attach/i.test(event.message) && claims[0]
        ? (claim ?? claims[0]).target
        : claim && !denied
          ? claim.target
          : workload.ref;
    const candidate: Candidate = {
      code: denied ? 'storage.permission_denied' : 'storage.mount_failed',
      object,
      proof: 'event',
      own: true,
      summary: sentence(`A volume of ${shown(workload.ref)} cannot be mounted: ${cut(event.message, 240)}`),
      evidenceFor: [eventEvidence(event)],
      remedies: [
        {
          text: 'Check which node the volume is attached to, and whether its driver runs.',
          command: command`kubectl get volumeattachments`,
        },
        {
          text: 'Read the events of the pod.',
          command: command`kubectl describe ${kindAndName(ref('Pod', stuck.pod.ref.namespace, stuck.pod.ref.name))}`,
        },
        { text: 'Check the claim.', command: command`kubectl get pvc ${inNamespace(workload.ref)}` },
      ],
      hits: [hit(workload, 'volume not mounted', 'The kubelet waits for the volume before it starts the container')],
      ...(event.firstAt !== undefined && { onset: event.firstAt }),
    };
    return [withChange(scene, candidate, workload.ref, ['volumes'])];
  });
