import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import type { Workload } from '../cluster/index.ts';
import { type Advice, undo } from '../rule.ts';

/** What the error of a pull means beyond its cause code, and what to do about just that. */
interface Meaning {
  match: RegExp;
  title: string;
  remedies(workload: Workload, image: string): Advice[];
}

/** Sources: the registry API (distribution spec, "error codes"), docs.docker.com/docker-hub/usage, containerd and CRI-O. */
const MEANINGS: readonly Meaning[] = [
  {
    match: /toomanyrequests|too many requests|\b429\b|pull rate limit/i,
    title: 'Registry limits the rate of pulls',
    remedies: ({ ref }) => [
      {
        text: 'Pull with credentials: the limit of a known user is higher than that of an address. Refer to the Secret in imagePullSecrets.',
        command: command`kubectl create secret docker-registry pull-secret ${inNamespace(ref)} --docker-server=REGISTRY --docker-username=USER --docker-password=PASSWORD`,
      },
      { text: 'Or pull through a mirror or a cache in the cluster. The limit also passes by itself: the kubelet tries again.' },
    ],
  },
  {
    match:
      /no match for platform|no matching manifest|no image found in (?:manifest list|image index)|does not match the (?:specified|expected) platform/i,
    title: 'Image is not built for the architecture of the node',
    remedies: ({ ref }) => [
      { text: 'See which architectures the nodes have.', command: command`kubectl get nodes -L kubernetes.io/arch` },
      {
        text: 'Build the image for that architecture, too, or place the pods by a node selector kubernetes.io/arch: this starts a rollout.',
        command: command`kubectl edit ${kindAndName(ref)}`,
      },
    ],
  },
  {
    match: /x509|certificate|tls: failed to verify/i,
    title: 'Nodes do not trust the certificate of the registry',
    remedies: (_, image) => [
      {
        text: `Let the nodes trust the authority that signed the certificate of the registry of ${image}, or renew that certificate if it has expired. The runtime reads it from its own configuration (certs.d), not from the pod.`,
        command: command`journalctl -u containerd -n 100 --no-pager`,
      },
    ],
  },
  {
    match: /server gave HTTP response to HTTPS client/i,
    title: 'Registry speaks HTTP, and the nodes ask by HTTPS',
    remedies: () => [
      {
        text: 'Serve the registry by HTTPS, or enter it as an insecure registry in the configuration of the runtime on every node: then nobody checks what is pulled.',
      },
    ],
  },
  {
    match: /media type .{0,120}(?:no longer supported|not supported)|schema (?:version )?1|unsupported manifest/i,
    title: 'Image has a format that the runtime no longer reads',
    remedies: ({ ref }) => [
      {
        text: 'Build and push the image again with a current tool: its manifest becomes one of schema 2 or OCI.',
        command: command`kubectl describe ${kindAndName(ref)}`,
      },
      ...undo(ref),
    ],
  },
];

/** A title for the error of a pull; undefined if that of its cause code says it all. */
export function titleOf(message: string): string | undefined {
  return MEANINGS.find(({ match }) => match.test(message))?.title;
}

/** What to do about the error of a pull by what it says; undefined if nothing more is known than its cause code. */
export function byMessage(message: string, workload: Workload, image: string): Advice[] | undefined {
  return MEANINGS.find(({ match }) => match.test(message))?.remedies(workload, image);
}
