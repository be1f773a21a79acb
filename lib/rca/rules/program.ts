import { command, inNamespace, kindAndName, kindSlashName, serviceAccountUser } from '#lib/kubernetes/commands.ts';
import { items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Aspect } from '../cluster/changes.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import type { FactType } from '../cluster/log-patterns.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import { isCurrentRefusal } from '../symptoms/complaints.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { crashEvidence, isCrash, logsOf } from './crash.ts';

/**
 * Programs that log why they exit, or what the API server refuses them while they run: a port in use, a missing permission, a
 * full disk, a certificate, a forbidden call, a kind that the API server does not know, a lost lease, too many requests, a
 * quota of the cloud.
 * Signals: the last log lines of a crashing container, of its previous run, too, with the errno texts that operating
 * systems give every program, and the texts of the API server. Blames: the workload.
 * Sources: errno(3) texts; kubernetes.io/docs/reference/access-authn-authz/rbac; RFC 5280.
 */
export const programRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(isCrash) ?? troubles.find(({ what }) => what === 'NotReady');
    if (!workload) return [];
    return ERRORS.flatMap((error) => {
      const fact = lastFact(scene, workload, error.type);
      if (!trouble && !(fact && isCurrentRefusal(fact, scene.cluster.now))) return [];
      return fact ? [candidateFor(scene, workload, trouble, fact, error)] : [];
    });
  });

/** An error in a program's log and what it means. */
interface LoggedError {
  type: FactType;
  /** Where the title of the code would say something else. */
  title?: string;
  /** It is always the consequence of something else, and gives way where that is found. */
  isConsequence?: boolean;
  code: (fact: LogFact, workload: Workload) => string;
  what: (fact: LogFact) => string;
  aspects: Aspect[];
  weight: number;
  remedies: (workload: Workload, fact: LogFact) => Advice[];
}

const edit = ({ ref }: Workload) => command`kubectl edit ${kindAndName(ref)}`;

const ERRORS: readonly LoggedError[] = [
  {
    type: 'port-in-use',
    code: () => 'container.port_conflict',
    what: ({ port }) => `cannot listen${port ? ` on port ${port}` : ''}: another process of the pod or the node uses it`,
    aspects: ['ports', 'env', 'command', 'image', 'other'],
    weight: 0.12,
    remedies: (workload) => [{ text: 'Configure one of the containers to use another port.', command: edit(workload) }],
  },
  {
    type: 'permission',
    code: ({ subject }, workload) =>
      subject !== undefined && isMounted(workload, subject) ? 'storage.permission_denied' : 'container.security_context_invalid',
    what: ({ subject }) => `has no permission to use ${subject ?? 'something it needs'}`,
    aspects: ['security', 'volumes'],
    weight: 0.06,
    remedies: (workload) => [
      { text: 'Correct runAsUser, fsGroup, readOnlyRootFilesystem or the owner of the files.', command: edit(workload) },
    ],
  },
  {
    type: 'disk-full',
    code: () => 'storage.volume_full',
    what: () => 'has no disk space left',
    aspects: ['storage', 'volumes'],
    weight: 0.12,
    remedies: (workload) => [
      { text: 'Find out which volume is full.', command: command`kubectl exec ${kindSlashName(workload.ref)} -- df -h` },
      { text: 'Enlarge the claim, or delete data that is not needed.', command: command`kubectl get pvc ${inNamespace(workload.ref)}` },
    ],
  },
  {
    type: 'tls',
    code: () => 'tls.certificate_invalid',
    what: () => 'rejects a certificate, or its own certificate is rejected',
    aspects: ['volumes', 'env', 'config-reference'],
    weight: 0.08,
    remedies: (workload) => [
      {
        text: 'Check the issuer, the host name and the expiry date of the certificate.',
        command: command`kubectl describe ${kindAndName(workload.ref)}`,
      },
    ],
  },
  {
    type: 'forbidden',
    code: () => 'rbac.forbidden',
    what: ({ subject }) => `lacks a permission of the Kubernetes API${subject ? ` (${subject})` : ''}`,
    aspects: ['account'],
    weight: 0.12,
    remedies: (workload, { subject }) => [
      {
        text: 'Grant the permission that the log names.',
        command: subject
          ? command`kubectl auth can-i --list --as=${serviceAccountUser(subject)} ${inNamespace(workload.ref)}`
          : command`kubectl auth can-i --list ${inNamespace(workload.ref)}`,
      },
    ],
  },
  {
    type: 'kind-missing',
    code: () => 'api.kind_missing',
    what: ({ subject }) => `asks the API server for ${subject ?? 'a kind'}, a kind that it does not serve`,
    aspects: ['image', 'command', 'env', 'other'],
    weight: 0.12,
    remedies: () => [
      { text: 'See which kinds the API server knows, and in which versions.', command: command`kubectl api-resources` },
      {
        text: 'Install the CustomResourceDefinition in the version that the log names, or the version of the program that fits the one installed.',
      },
    ],
  },
  {
    type: 'cloud-quota',
    title: 'Quota or capacity of the cloud is used up',
    code: () => 'dependency.external_unavailable',
    what: ({ subject }) =>
      `is refused by the API of the cloud: a quota of the account or the capacity of the zone is used up${subject ? ` (${subject})` : ''}`,
    aspects: [],
    weight: 0.1,
    remedies: (workload) => [
      { text: 'Ask the provider for a higher quota, or use a zone, region or machine type that has room.' },
      {
        text: 'Look for what the account no longer needs, such as released volumes. Deleting a volume deletes its data: check whose it was.',
        command: command`kubectl get pv`,
      },
      { text: 'Read all of what it asked for.', command: command`kubectl logs ${kindSlashName(workload.ref)} --tail=200` },
    ],
  },
  {
    type: 'throttled',
    title: 'Asks more often than the called system allows',
    code: () => 'dependency.external_unavailable',
    what: ({ host }) => `is refused because it asks ${host ?? 'another system'} more often than that allows`,
    aspects: ['env', 'command', 'replicas', 'image'],
    weight: 0.04,
    remedies: (workload, { line }) => [
      /has asked us to try again later/.test(line)
        ? {
            text: 'See which clients fill the queues of the API server (API Priority and Fairness).',
            command: command`kubectl get --raw /debug/api_priority_and_fairness/dump_priority_levels`,
          }
        : {
            text: 'Ask for a higher limit there, or let the program ask less often: longer intervals, a cache, waiting longer after each refusal.',
          },
      {
        text: 'Fewer replicas share the limit better. This lowers what the workload can serve; scale up again to undo it.',
        command: command`kubectl get ${kindSlashName(workload.ref)} ${inNamespace(workload.ref)}`,
      },
    ],
  },
  {
    type: 'lease-lost',
    title: 'Lost its lease as the leader',
    isConsequence: true,
    code: () => 'app.crash',
    what: () => 'could not renew its lease at the API server in time, and exits so that another replica takes over',
    aspects: ['resources', 'command', 'image'],
    weight: -0.1,
    remedies: (workload) => [
      {
        text: 'See whether the API server and etcd answer slowly: other leaders then lose their leases, too.',
        command: command`kubectl get --raw /readyz?verbose`,
      },
      {
        text: 'If only this program loses it, its pod lacks CPU or its node is cut off: raise its CPU limit, or look at the node.',
        command: edit(workload),
      },
    ],
  },
  {
    type: 'exec',
    code: () => 'container.command_invalid',
    what: () => 'is started with a command that does not work',
    aspects: ['command', 'image'],
    weight: 0.05,
    remedies: (workload) => [{ text: 'Correct the command and args of the container, or its image.', command: edit(workload) }],
  },
  {
    type: 'memory',
    code: () => 'oom.limit_too_low',
    what: () => 'logs that it runs out of memory',
    aspects: ['resources', 'env', 'command'],
    weight: 0.06,
    remedies: (workload) => [{ text: 'Raise its memory limit or the size of its heap.', command: edit(workload) }],
  },
];

function lastFact(scene: Scene, workload: Workload, type: FactType): LogFact | undefined {
  return scene.cluster
    .factsOf(workload)
    .filter((fact) => fact.type === type)
    .toSorted((a, b) => b.linesAfter - a.linesAfter)
    .at(-1);
}

/** Whether a path lies on a volume that the template mounts. */
function isMounted({ template }: Workload, path: string): boolean {
  return items(template.containers).some((container) =>
    items(container.volumeMounts).some(({ mountPath }) => path.startsWith(text(mountPath) ?? '\0')),
  );
}

function candidateFor(scene: Scene, workload: Workload, trouble: PodTrouble | undefined, fact: LogFact, error: LoggedError): Candidate {
  const containers = trouble?.pod.containers.filter((one) => !one.init).length ?? 0;
  const candidate: Candidate = {
    code: error.code(fact, workload),
    ...(error.title && { title: error.title }),
    object: workload.ref,
    proof: 'log',
    weight: error.weight - (!trouble || isCrash(trouble) ? 0 : 0.08) - Math.min(0.1, fact.linesAfter / 2_000),
    own: error.isConsequence !== true,
    summary: `${shown(workload.ref)} ${error.what(fact)}.`,
    evidenceFor: [
      logEvidence(fact),
      ...(trouble && error.type === 'port-in-use' && containers > 1
        ? [
            stateEvidence(
              trouble.pod.ref,
              'spec.containers',
              String(containers),
              `The pod runs ${containers} containers, which share its ports`,
            ),
          ]
        : []),
      ...(trouble ? crashEvidence(scene, workload, trouble) : []),
    ],
    remedies: [...error.remedies(workload, fact), ...undo(workload.ref), ...(trouble ? [logsOf(trouble)] : [])],
    hits: [hit(workload, trouble ? 'program exits' : 'is refused', error.what(fact))],
    ...(trouble?.since !== undefined && { onset: trouble.since }),
  };
  return withChange(scene, candidate, workload.ref, error.aspects);
}
