import { items, text } from '#lib/kubernetes/fields.ts';
import { inNamespace, kubectl, shown } from '#lib/kubernetes/refs.ts';
import type { Aspect } from '../cluster/changes.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import type { FactType } from '../cluster/log-patterns.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { Remedy } from '../types.ts';
import { crashEvidence, isCrash, logsOf } from './crash.ts';

/**
 * Programs that say themselves why they end: a port in use, no permission, a full disk, a certificate, a forbidden call.
 * Signals: the last lines of a crashing container (of its run before the restart too), with the errno texts that
 * operating systems give every program. Blames: the workload, or the claim for a full volume.
 * Sources: errno(3) texts; kubernetes.io/docs/reference/access-authn-authz/rbac; RFC 5280.
 */
export const programRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(isCrash) ?? troubles.find(({ what }) => what === 'NotReady');
    if (!workload || !trouble) return [];
    return SAYINGS.flatMap((saying) => {
      const fact = lastFact(scene, workload, saying.type);
      return fact ? [candidateFor(scene, workload, trouble, fact, saying)] : [];
    });
  });

interface Saying {
  type: FactType;
  code: (fact: LogFact, workload: Workload) => string;
  what: (fact: LogFact) => string;
  aspects: Aspect[];
  weight: number;
  remedies: (workload: Workload, fact: LogFact) => Remedy[];
}

const edit = ({ ref }: Workload): string => `kubectl edit ${ref.kind.toLowerCase()} ${ref.name}${inNamespace(ref)}`;

const SAYINGS: readonly Saying[] = [
  {
    type: 'port-in-use',
    code: () => 'container.port_conflict',
    what: ({ port }) => `cannot listen${port ? ` on port ${port}` : ''}: another process of the pod or the node has the port`,
    aspects: ['ports', 'env', 'command', 'image', 'other'],
    weight: 0.12,
    remedies: (workload) => [{ text: 'Give one of the containers another port.', command: edit(workload) }],
  },
  {
    type: 'permission',
    code: ({ subject }, workload) =>
      subject !== undefined && isMounted(workload, subject) ? 'storage.permission_denied' : 'container.security_context_invalid',
    what: ({ subject }) => `may not use ${subject ?? 'what it needs'}`,
    aspects: ['security', 'volumes'],
    weight: 0.06,
    remedies: (workload) => [
      { text: 'Correct runAsUser, fsGroup or readOnlyRootFilesystem, or the owner of the files.', command: edit(workload) },
    ],
  },
  {
    type: 'disk-full',
    code: () => 'storage.volume_full',
    what: () => 'has no space left to write to',
    aspects: ['storage', 'volumes'],
    weight: 0.12,
    remedies: (workload) => [
      { text: 'See which volume is full.', command: `kubectl exec${inNamespace(workload.ref)} deploy/${workload.ref.name} -- df -h` },
      { text: 'Enlarge the claim, or delete what is not needed.', command: `kubectl get pvc${inNamespace(workload.ref)}` },
    ],
  },
  {
    type: 'tls',
    code: () => 'tls.certificate_invalid',
    what: () => 'does not accept a certificate, or its own is not accepted',
    aspects: ['volumes', 'env', 'config-reference'],
    weight: 0.08,
    remedies: (workload) => [
      { text: 'Look at the certificate: who issued it, for which host, until when.', command: kubectl('describe', workload.ref) },
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
        text: 'Grant what the log names.',
        command: `kubectl auth can-i --list${subject ? ` --as=${subject}` : ''}${inNamespace(workload.ref)}`,
      },
    ],
  },
  {
    type: 'exec',
    code: () => 'container.command_invalid',
    what: () => 'is started by a command that does not work',
    aspects: ['command', 'image'],
    weight: 0.05,
    remedies: (workload) => [{ text: 'Correct command and args of the container, or the image.', command: edit(workload) }],
  },
  {
    type: 'memory',
    code: () => 'oom.limit_too_low',
    what: () => 'runs out of memory by its own account',
    aspects: ['resources', 'env', 'command'],
    weight: 0.06,
    remedies: (workload) => [{ text: 'Raise its memory limit, or the size of its heap.', command: edit(workload) }],
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

function candidateFor(scene: Scene, workload: Workload, trouble: PodTrouble, fact: LogFact, saying: Saying): Candidate {
  const beside = trouble.pod.containers.filter((one) => !one.init).length;
  const candidate: Candidate = {
    code: saying.code(fact, workload),
    object: workload.ref,
    proof: 'log',
    weight: saying.weight - (isCrash(trouble) ? 0 : 0.08) - Math.min(0.1, fact.linesAfter / 2_000),
    own: true,
    summary: `${shown(workload.ref)} ${saying.what(fact)}.`,
    evidenceFor: [
      logEvidence(fact),
      ...(saying.type === 'port-in-use' && beside > 1
        ? [stateEvidence(trouble.pod.ref, 'spec.containers', String(beside), `The pod runs ${beside} containers, which share its ports`)]
        : []),
      ...crashEvidence(scene, workload, trouble),
    ],
    remedies: [...saying.remedies(workload, fact), ...undo(workload.ref), logsOf(workload, trouble)],
    hits: [hit(workload, 'program ends', saying.what(fact))],
    ...(trouble.since !== undefined && { onset: trouble.since }),
  };
  return withChange(scene, candidate, workload.ref, saying.aspects);
}
