import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Cluster, Pod, Workload } from '../cluster/index.ts';
import { isStorageDriver, missingDriver } from '../cluster/platform.ts';
import { eventEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Volumes that are bound but cannot be attached or mounted.
 * Signals: events FailedAttachVolume "Multi-Attach error", FailedMount "MountVolume… failed", "timed out waiting for the
 * condition", "hostPath type check failed"; missing ConfigMaps and Secrets belong to another rule.
 * Blames: the claim of the volume, or the workload for a path in its own template. It gives way to a fault of the volume's
 * driver. Spreads: pod never starts.
 * Sources: kubernetes/pkg/volume/util/operationexecutor/operation_generator.go; kubernetes/pkg/volume/csi/csi_client.go;
 * kubernetes.io/docs/concepts/storage/volumes.
 */
export const volumeRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const stuck = troubles.find(({ pod }) => pod.phase === 'Pending' && pod.node !== undefined);
    if (!workload || !stuck) return [];
    const event = mountFailure(scene.cluster, stuck.pod);
    return event ? [candidateFor(scene, workload, stuck.pod, event)] : [];
  });

/** The event that says why a volume of a pod is not there; undefined if there is none, or a ConfigMap or Secret is missing. */
function mountFailure(cluster: Cluster, pod: Pod): ClusterEvent | undefined {
  const failed = cluster.eventsAbout(pod.ref).filter(({ reason }) => /^Failed(AttachVolume|Mount|MapVolume)$/.test(reason));
  // "Unable to attach or mount volumes" is only the kubelet's summary; another event gives the reason.
  const event = failed.findLast(({ message }) => !/^Unable to attach or mount volumes/.test(message)) ?? failed.at(-1);
  return event && !/\b(?:secret|configmap)s? "|references non-existent|not registered/i.test(event.message) ? event : undefined;
}

interface Meaning {
  match: RegExp;
  code: string;
  title?: string;
  /** What is to blame: the claim of the volume, the workload that asks for it, or the node. */
  blames: 'claim' | 'workload' | 'node';
  advice: string;
}

const OTHERWISE: Meaning = {
  match: /[\s\S]/,
  code: 'storage.mount_failed',
  blames: 'claim',
  advice: 'Check which node the volume is attached to, and whether its driver runs there.',
};

/** What the ends of the messages mean: mount(8), mount.nfs(8), the kubelet's volume plugins. */
const MEANINGS: readonly Meaning[] = [
  {
    match:
      /need a \/sbin\/mount\.|executable file not found|unknown filesystem type|(?:iscsiadm|mount\.\w+|modprobe|cryptsetup|rbd|multipath\w*)[: ].{0,80}(?:not found|no such file)|(?:module|protocol) .{0,40}not (?:found|supported)/i,
    code: 'node.host_prerequisite_missing',
    title: 'Nodes lack what mounting the volume needs',
    blames: 'workload',
    advice:
      'Install what the message names on the nodes: the client of the file system (nfs-common, cifs-utils, open-iscsi) or its kernel module.',
  },
  {
    match: /permission denied|access denied|read-only file system|mount error\(13\)|not permitted/i,
    code: 'storage.permission_denied',
    blames: 'workload',
    advice: 'Let the server of the volume admit the nodes and the user that the message names.',
  },
  {
    match: /no space left on device|disk quota exceeded/i,
    code: 'node.resource_pressure',
    blames: 'node',
    advice: 'Free space on the disk of the node.',
  },
  {
    match: /Multi-Attach|already (?:attached|used|exclusively attached)/i,
    code: 'storage.mount_failed',
    title: 'Volume is attached to another node',
    blames: 'claim',
    advice:
      'Find the pod on the other node that still has the volume. If that node is gone for good, delete its VolumeAttachment; if it still runs, wait until the pod has ended, or data may be damaged.',
  },
  {
    match: /attach(?:ment)? limit|AttachmentLimitExceeded|ResourceExhausted|maximum number of (?:volumes|disks|data disks)/i,
    code: 'storage.mount_failed',
    title: 'Node cannot take more volumes',
    blames: 'claim',
    advice: 'Move pods with volumes off the node: it has as many volumes attached as it can take.',
  },
];

function candidateFor(scene: Scene, workload: Workload, pod: Pod, event: ClusterEvent): Candidate {
  const { cluster } = scene;
  const { message } = event;
  const found = MEANINGS.find(({ match }) => match.test(message)) ?? OTHERWISE;
  const claim = claimOf(cluster, workload, pod, message);
  const object: ObjectRef =
    found.blames === 'node' && pod.node !== undefined
      ? ref('Node', undefined, pod.node)
      : found.blames === 'claim' && claim
        ? claim
        : workload.ref;
  const driver = missingDriver(message);
  const drivers = driver === undefined ? [] : cluster.workloads.filter((one) => isStorageDriver(one, driver)).map((one) => one.ref);
  const candidate: Candidate = {
    code: found.code,
    ...(found.title && { title: found.title }),
    object,
    proof: 'event',
    own: true,
    summary: sentence(`A volume of ${shown(workload.ref)} cannot be mounted: ${message}`),
    evidenceFor: [eventEvidence(event)],
    remedies: remediesFor(workload, pod, found, driver),
    hits: [hit(workload, 'volume not mounted', 'The kubelet waits for the volume before it starts the container')],
    ...(drivers.length > 0 && { yieldsTo: drivers }),
    ...(event.firstAt !== undefined && { onset: event.firstAt }),
  };
  return withChange(scene, candidate, workload.ref, ['volumes']);
}

/** The claim whose volume a message is about: named itself, by the pod's volume or by its PersistentVolume; else the only one. */
function claimOf(cluster: Cluster, workload: Workload, pod: Pod, message: string): ObjectRef | undefined {
  const claims = cluster.referencesOf(workload).filter(({ target }) => target.kind === 'PersistentVolumeClaim');
  const named = claims.find(({ target, where }) => {
    const volume = text(dig(cluster.find(target.kind, target.namespace, target.name)?.object, 'spec', 'volumeName'));
    return (
      message.includes(target.name) ||
      message.includes(`"${where.replace('volume ', '')}"`) ||
      (volume !== undefined && message.includes(volume))
    );
  });
  if (named) return named.target;
  const others = items(pod.spec.volumes).flatMap((volume) => (volume.persistentVolumeClaim === undefined ? (text(volume.name) ?? []) : []));
  const isOther = others.some((name) => message.includes(`"${name}"`));
  const keys = new Set(claims.map(({ target }) => keyOf(target)));
  return !isOther && keys.size === 1 ? claims[0]!.target : undefined;
}

function remediesFor(workload: Workload, pod: Pod, found: Meaning, driver: string | undefined): Advice[] {
  return [
    driver === undefined
      ? { text: found.advice, command: command`kubectl get volumeattachments` }
      : {
          text: `See that the pod of the driver ${driver} runs on the node: it is not registered there.`,
          command: command`kubectl get csinodes`,
        },
    { text: 'Read the events of the pod.', command: command`kubectl describe ${kindAndName(pod.ref)}` },
    { text: 'Check the claim.', command: command`kubectl get pvc ${inNamespace(workload.ref)}` },
  ];
}
