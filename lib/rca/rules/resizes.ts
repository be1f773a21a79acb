import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Claims that were enlarged and whose volume does not follow.
 * Signals: the last event about a claim is VolumeResizeFailed or FileSystemResizeFailed, and it does not have the size that it asks
 * yet. Blames: the claim. Spreads: claim -> the workloads that use it, once their volume is full.
 * Sources: kubernetes.io/docs/concepts/storage/persistent-volumes, "Recovering from Failure when Expanding Volumes";
 * github.com/kubernetes-csi/external-resizer.
 */
export const resizeRule: Rule = (scene) =>
  scene.cluster.of('PersistentVolumeClaim').flatMap(({ ref: claim, object }): Candidate[] => {
    const last = scene.cluster.eventsAbout(claim).at(-1);
    if (!last || !FAILED.test(last.reason)) return [];
    const [wanted, has] = [
      text(dig(object, 'spec', 'resources', 'requests', 'storage')),
      text(dig(object, 'status', 'capacity', 'storage')),
    ];
    const isThere = wanted !== undefined && has !== undefined && (quantity(has) ?? 0) >= (quantity(wanted) ?? Number.POSITIVE_INFINITY);
    if (isThere) return [];
    const users = scene.cluster.consumersOf(claim).filter((workload) => scene.signOf(workload));
    return [
      {
        code: 'storage.capacity_mismatch',
        title: 'Volume cannot be enlarged',
        object: claim,
        proof: 'event',
        weight: -0.06,
        own: true,
        summary: sentence(`${shown(claim)}${wanted ? ` asks for ${wanted}, and` : ''} cannot be enlarged: ${last.message}`),
        evidenceFor: [
          eventEvidence(last),
          ...(has ? [stateEvidence(claim, 'status.capacity.storage', has, `${shown(claim)} still has ${has}`)] : []),
        ],
        remedies: [
          {
            text: 'Correct what the message names; the driver tries again by itself. Some clouds allow one change of a volume every few hours.',
            command: command`kubectl describe ${kindAndName(claim)}`,
          },
        ],
        hits: [
          { to: claim, mechanism: 'not enlarged', text: last.message },
          ...users.map((one) => hit(one, 'volume too small', last.message)),
        ],
        ...(last.firstAt !== undefined && { onset: last.firstAt }),
      },
    ];
  });

const FAILED = /^(?:VolumeResizeFailed|FileSystemResizeFailed|ExpandVolumeFailed)$/;
