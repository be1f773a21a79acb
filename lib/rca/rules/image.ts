import { command, containerName, inNamespace, kindAndName, kindSlashName } from '#lib/kubernetes/commands.ts';
import { text } from '#lib/kubernetes/fields.ts';
import { ref, shown } from '#lib/kubernetes/refs.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Workload } from '../cluster/index.ts';
import { templateContainers } from '../cluster/workloads.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { Evidence } from '../types.ts';
import { byMessage, titleOf } from './pull-messages.ts';

/**
 * Images that cannot be pulled.
 * Signals: waiting ErrImagePull, ImagePullBackOff, InvalidImageName, ErrImageNeverPull; event Failed "Failed to pull image".
 * Blames: the workload (its image, its pull secret), or the node whose disk has no space for the image.
 * Spreads: pods not ready -> rollout stalls -> endpoints shrink.
 * Sources: kubernetes/pkg/kubelet/images/types.go and image_manager.go; kubernetes.io/docs/concepts/containers/images.
 */
export const imageRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(({ what }) => IMAGE_REASONS.has(what));
    return workload && trouble ? imageCandidates(scene, workload, trouble) : [];
  });

const IMAGE_REASONS = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

type Kind = 'image.reference_invalid' | 'image.pull_secret_missing' | 'registry.dns_failure' | 'registry.unreachable';

/** What a pull error means. The texts come from containerd, CRI-O, dockershim and the registry API (distribution spec, "error codes"). */
function classifyPullError(message: string, image = ''): Kind | undefined {
  // Official images are public: a registry (usually a mirror) that refuses one does not have it.
  const isPublic = /^(docker\.io\/)?(library\/)?[a-z0-9._-]+([:@].*)?$/.test(image);
  if (isPublic && /\b40[13]\b|denied|authoriz/i.test(message) && !/failed to authorize|fetch (?:anonymous|oauth) token/i.test(message))
    return 'image.reference_invalid';
  if (/no such host|server misbehaving|Temporary failure in name resolution|lookup .{0,300} (?:i\/o timeout|on )/i.test(message))
    return 'registry.dns_failure';
  if (
    /unauthorized|authentication required|\b401\b|\b403\b|forbidden|pull access denied|no basic auth credentials|insufficient_scope|failed to authorize|denied: |access denied|no pull access|authorization token has expired|invalid username\/password/i.test(
      message,
    )
  )
    return 'image.pull_secret_missing';
  if (
    /manifest unknown|not found|does not exist|name unknown|repository name not known|invalid reference format|couldn't parse image|no match for platform|no matching manifest|InvalidImageName|is not present with pull policy of Never|unsupported protocol scheme|\b404\b/i.test(
      message,
    )
  )
    return 'image.reference_invalid';
  if (
    /timeout|timed out|deadline exceeded|connection refused|connection reset|no route to host|network is unreachable|x509|certificate|tls:|toomanyrequests|too many requests|\b429\b|\b50\d\b|EOF|http: server gave HTTP response/i.test(
      message,
    )
  )
    return 'registry.unreachable';
  return undefined;
}

/** Registries give this answer both for a repository that does not exist and for one that the caller may not see. */
const AMBIGUOUS =
  /(?:does not exist|may not exist|not found).{0,40}(?:may require|no pull access|\bor\b)|\(or it may not exist\)|requested access to the resource is denied/i;

function imageCandidates(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate[] {
  const first = imageCandidate(scene, workload, trouble);
  const message = first.evidenceFor
    .map(({ source }) => (source.type === 'event' ? source.message : source.type === 'state' ? source.value : ''))
    .join(' ');
  const { node } = trouble.pod;
  if (/no space left on device|ENOSPC/i.test(message) && node !== undefined) return [fullNode(scene, workload, first, node)];
  const other = first.code === 'image.pull_secret_missing' ? 'image.reference_invalid' : 'image.pull_secret_missing';
  if (!AMBIGUOUS.test(message)) return [first];
  const image = imageOf(workload, trouble);
  return [
    first,
    {
      ...first,
      code: other,
      weight: -0.12,
      summary: summaries[other](image, shown(workload.ref)),
      remedies: remediesFor(other, workload, trouble.container?.name ?? '', image),
    },
  ];
}

function fullNode({ cluster }: Scene, workload: Workload, { evidenceFor, onset }: Candidate, node: string): Candidate {
  const object = ref('Node', undefined, node);
  return {
    code: 'node.resource_pressure',
    object,
    proof: 'event',
    own: true,
    summary: `The disk of node ${node} has no space for the image of ${shown(workload.ref)}.`,
    evidenceFor,
    remedies: [
      {
        text: "Free space on the node's disk, or enlarge it.",
        command: cluster.find('Node', undefined, node) ? command`kubectl describe ${kindAndName(object)}` : command`df -h`,
      },
    ],
    hits: [hit(workload, 'image pull', 'There is not enough disk space to unpack the image')],
    ...(onset !== undefined && { onset }),
  };
}

function imageOf(workload: Workload, { container }: PodTrouble): string {
  return text(container?.spec.image) ?? text(templateContainers(workload)[0]?.image) ?? '';
}

/** Evidence of a pull secret that the pod names but that does not exist: an event of the kubelet, or the snapshot. */
function missingPullSecret({ cluster }: Scene, workload: Workload, { pod }: PodTrouble): Evidence | undefined {
  const event = cluster.eventsAbout(pod.ref).findLast(({ reason }) => reason === 'FailedToRetrieveImagePullSecret');
  if (event) return eventEvidence(event);
  const absent = cluster
    .referencesOf(workload)
    .find(
      ({ target, forPull }) =>
        forPull && cluster.knows('Secret', target.namespace) && !cluster.find('Secret', target.namespace, target.name),
    );
  return (
    absent &&
    stateEvidence(
      absent.target,
      'metadata.name',
      absent.target.name,
      `imagePullSecrets refers to ${shown(absent.target)}, which does not exist`,
    )
  );
}

function imageCandidate(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate {
  const { container, what } = trouble;
  const image = imageOf(workload, trouble);
  const event = pullEvent(scene, workload, trouble, image);
  const message = event?.message ?? container?.waiting?.message ?? '';
  const secret = missingPullSecret(scene, workload, trouble);
  const known =
    classifyPullError(message, image) ??
    (secret && 'image.pull_secret_missing') ??
    (what === 'InvalidImageName' || what === 'ErrImageNeverPull' ? 'image.reference_invalid' : undefined);
  const code = known ?? 'image.reference_invalid';
  const evidence: Evidence[] = [
    stateEvidence(
      trouble.pod.ref,
      `status.containerStatuses[${container?.name ?? ''}].state.waiting.reason`,
      what,
      `Container ${container?.name ?? ''} of ${trouble.pod.ref.name} is waiting: ${what}`,
    ),
    ...(event ? [eventEvidence(event)] : []),
    ...(!event && message
      ? [stateEvidence(trouble.pod.ref, `status.containerStatuses[${container?.name ?? ''}].state.waiting.message`, message, message)]
      : []),
    ...(secret && code === 'image.pull_secret_missing' ? [secret] : []),
  ];
  const candidate: Candidate = {
    code,
    object: workload.ref,
    proof: known ? 'state' : 'pattern',
    own: true,
    summary: summaries[code](image, shown(workload.ref)),
    evidenceFor: evidence,
    evidenceAgainst: known
      ? []
      : [
          stateEvidence(
            trouble.pod.ref,
            'status.containerStatuses',
            what,
            'It is not known why the pull failed: the event with the error is missing',
          ),
        ],
    remedies: byMessage(message, workload, image) ?? remediesFor(code, workload, container?.name ?? '', image),
    hits: [hit(workload, 'image pull', `The kubelet cannot pull ${image}, so the container cannot start`)],
    ...(titleOf(message) !== undefined && { title: titleOf(message)! }),
    ...(trouble.since !== undefined && { onset: trouble.since }),
  };
  return withChange(scene, candidate, workload.ref, ['image', 'pull-secrets', 'account']);
}

/** The newest event with the registry's own error; "Back-off pulling" does not give the reason. */
function pullEvent({ cluster }: Scene, workload: Workload, trouble: PodTrouble, image: string): ClusterEvent | undefined {
  const about = [...cluster.eventsAbout(trouble.pod.ref), ...cluster.eventsOf(workload)];
  const failed = about.filter(
    ({ reason, message }) =>
      /^(Failed|InspectFailed|ErrImageNeverPull)$/.test(reason) && /pull|image/i.test(message) && !/^Error: /.test(message),
  );
  return failed.findLast(({ message }) => image !== '' && message.includes(image)) ?? failed.at(-1);
}

const summaries: Record<Kind, (image: string, workload: string) => string> = {
  'image.reference_invalid': (image, workload) => `The image ${image} of ${workload} does not exist, or its name is malformed.`,
  'image.pull_secret_missing': (image, workload) =>
    `The registry refuses to serve the image ${image} of ${workload}: the credentials for the pull are missing or wrong.`,
  'registry.dns_failure': (image, workload) => `The registry host of ${image} (${workload}) cannot be resolved.`,
  'registry.unreachable': (image, workload) => `The registry of ${image} (${workload}) does not answer properly.`,
};

function remediesFor(code: Kind, workload: Workload, container: string, image: string) {
  const { ref } = workload;
  if (code === 'image.pull_secret_missing')
    return [
      {
        text: 'Create a pull secret and refer to it in imagePullSecrets of the pod template or its ServiceAccount.',
        command: command`kubectl create secret docker-registry pull-secret ${inNamespace(ref)} --docker-server=REGISTRY --docker-username=USER --docker-password=PASSWORD`,
      },
      {
        text: 'If the image is public, check its name: registries give the same answer for a private and a missing repository.',
        command: command`kubectl describe ${kindAndName(ref)}`,
      },
    ];
  if (code === 'registry.dns_failure' || code === 'registry.unreachable')
    return [
      {
        text: `Check the registry host in ${image}, and whether the node can reach it.`,
        command: command`kubectl describe ${kindAndName(ref)}`,
      },
      ...undo(ref),
    ];
  return [
    {
      text: 'Set an image that exists.',
      command: command`kubectl set image ${kindSlashName(ref)} ${containerName(container)}=IMAGE:TAG`,
    },
    ...undo(ref),
  ];
}
