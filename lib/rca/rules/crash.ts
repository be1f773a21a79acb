import { wording } from '#lib/kubernetes/canonical.ts';
import { command, containerName, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { endingText } from '#lib/kubernetes/containers.ts';
import { dig, number } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { aspectOf } from '../cluster/changes.ts';
import type { LogFact, Workload } from '../cluster/index.ts';
import type { LastLine } from '../cluster/last-lines.ts';
import { replicaSetsByRevision } from '../cluster/workloads.ts';
import { changeEvidence, eventEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, type Scene, undo } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { CALL_FAILURES } from '../symptoms/services.ts';
import type { ChangeRecord, Evidence } from '../types.ts';
import { logMessage, sentence } from '../wording.ts';

/**
 * Programs that exit on their own, without being killed from outside.
 * Signals: CrashLoopBackOff with lastState Error and an exit code; the last lines of the log; a new revision whose
 * pods crash while those of the previous one ran.
 * Blames: the workload. The code follows the field that was changed shortly before, else it is an application crash.
 * Spreads: not ready -> no endpoints -> callers.
 * Source: kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod; kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle.
 */
export const crashRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const killed = troubles.find((one) => isKilledByProbe(scene, one));
    if (workload && killed) return [...(badRevision(scene, workload, killed) ?? []), killedByProbe(scene, workload, killed)];
    const trouble = troubles.find(isCrash);
    return workload && trouble ? [...(badRevision(scene, workload, trouble) ?? []), crash(scene, workload, trouble)] : [];
  });

/** Whether a container of the pod exits on its own again and again. */
export function isCrash({ what, container }: PodTrouble): boolean {
  return (
    /^(CrashLoopBackOff|Restarting|Error|Init:Error|Init|Failed)$/.test(what) &&
    ![container?.last?.reason, container?.terminated?.reason].some((reason) => reason !== undefined && NOT_ITS_OWN.has(reason))
  );
}

/** Endings that are no crash of the program: the kernel killed it, or it never started. */
const NOT_ITS_OWN = new Set(['OOMKilled', 'StartError', 'ContainerCannotRun']);

/** Whether the kubelet kills the container because its liveness or startup probe fails: then its exit says nothing. */
function isKilledByProbe(scene: Scene, trouble: PodTrouble): boolean {
  const { pod, container } = trouble;
  const end = container?.terminated ?? container?.last;
  if (!isCrash(trouble) || (end?.exitCode !== 137 && end?.exitCode !== 143)) return false;
  return scene.cluster
    .eventsAbout(pod.ref)
    .some(
      ({ reason, message }) =>
        (reason === 'Killing' && /failed (?:liveness|startup) probe/.test(message)) ||
        (reason === 'Unhealthy' && /^(?:Liveness|Startup) probe/.test(message)),
    );
}

/** Evidence of the crash itself: how the container ended, and what it logged last. */
export function crashEvidence(scene: Scene, workload: Workload, trouble: PodTrouble): Evidence[] {
  const { container, pod, what } = trouble;
  const end = container?.terminated ?? container?.last;
  const backOff = scene.cluster.eventsAbout(pod.ref).findLast(({ reason }) => reason === 'BackOff');
  const fatal = scene.cluster.factsOf(workload).findLast(({ type }) => type === 'failure');
  return [
    stateEvidence(
      pod.ref,
      `status.containerStatuses[${container?.name ?? ''}]`,
      what,
      `Container ${container?.name ?? ''} of ${pod.ref.name}: ${what}${end ? `, last ended ${endingText(end)}` : ''}, ${container?.restarts ?? 0} restarts`,
    ),
    ...(backOff ? [eventEvidence(backOff)] : []),
    ...(fatal ? [logEvidence(fatal)] : []),
  ];
}

function crash(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate {
  const init = trouble.container?.init === true;
  const facts = scene.cluster.factsOf(workload).filter(({ pod }) => pod === trouble.pod.ref.name);
  const last = scene.cluster.lastLineOf(trouble.pod.ref, trouble.container?.name);
  const logsReason = !init && facts.some(({ type }) => type === 'failure') && !facts.some(({ type }) => CALL_FAILURES.has(type));
  return {
    code: init ? 'container.init_failed' : 'app.crash',
    object: workload.ref,
    // The log gives the reason for the crash and does not report a failed call.
    proof: logsReason ? 'log' : 'pattern',
    weight: init ? 0.1 : logsReason ? -0.06 : 0,
    own: false,
    summary: init
      ? sentence(`Init container ${trouble.container?.name} of ${shown(workload.ref)} fails, so the pod cannot start${saying(last)}`)
      : sentence(`The program of ${shown(workload.ref)} crashes with an error of its own${saying(last)}`),
    evidenceFor: [...crashEvidence(scene, workload, trouble), ...(last ? [lastLineEvidence(last)] : [])],
    remedies: [logsOf(trouble), ...undo(workload.ref)],
    hits: [hit(workload, 'crash', 'The container exits and is restarted with increasing delay')],
    ...(trouble.since !== undefined && { onset: trouble.since }),
  };
}

/** A container that the kubelet kills: what its probe answers is all that is known, unless another rule finds the probe wrong. */
function killedByProbe(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate {
  const { container, pod, since } = trouble;
  const last = scene.cluster.lastLineOf(pod.ref, container?.name);
  const probe = scene.cluster.eventsAbout(pod.ref).findLast(({ reason }) => reason === 'Unhealthy');
  const why = probe?.message ?? 'its liveness probe fails';
  return {
    code: 'probe.check_wrong',
    title: 'Container is killed because its probe fails',
    object: workload.ref,
    proof: 'pattern',
    own: false,
    summary: sentence(`The kubelet kills container ${container?.name} of ${shown(workload.ref)} and starts it again: ${why}`),
    evidenceFor: [
      ...(probe ? [eventEvidence(probe)] : []),
      ...crashEvidence(scene, workload, trouble),
      ...(last ? [lastLineEvidence(last)] : []),
    ],
    remedies: [
      logsOf(trouble),
      {
        text: 'If the program is well, correct what the probe asks; if a dependency makes it fail, ask for less: a liveness probe must not depend on other programs.',
        command: command`kubectl edit ${kindAndName(workload.ref)}`,
      },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, 'killed by its probe', why)],
    ...(since !== undefined && { onset: since }),
  };
}

/** The cause often stands at the end of a line, so that much of the last one is quoted. */
const MAX_LAST = 800;

/** What a container said last, as the end of a sentence. */
function saying(last: LastLine | undefined): string {
  return last ? `: ${logMessage(last.line, MAX_LAST)}` : '';
}

function lastLineEvidence({ namespace, pod, container, line, previous }: LastLine): Evidence {
  return {
    text: `${previous ? 'Before its restart, container' : 'Container'} ${container} of ${pod} logged last: ${logMessage(line, MAX_LAST)}`,
    source: { type: 'log', namespace, pod, container, line, previous },
  };
}

/** A revision that crashes: the pod template was changed shortly before, and an older revision may still run. */
function badRevision(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate[] | undefined {
  const change = templateChange(scene, workload, trouble);
  if (!change) return undefined;
  const aspects = new Set(change.fields.map(({ path }) => aspectOf(path)).filter((one) => one !== 'labels' && one !== 'other'));
  const [only] = aspects.size === 1 ? [...aspects] : [];
  const code =
    only === 'env'
      ? 'config.value_invalid'
      : only === 'command'
        ? 'container.command_invalid'
        : only === 'security'
          ? 'container.security_context_invalid'
          : trouble.container?.init
            ? 'container.init_failed'
            : 'rollout.bad_revision';
  const old = healthyOlder(workload);
  return [
    {
      code,
      object: workload.ref,
      proof: 'change',
      weight: old ? 0.08 : 0,
      own: false,
      summary: `${shown(workload.ref)} has been crashing since its latest revision.`,
      evidenceFor: [changeEvidence(change), ...crashEvidence(scene, workload, trouble), ...(old ? [old] : [])],
      remedies: [...undo(workload.ref), logsOf(trouble)],
      hits: [hit(workload, 'new revision', 'The pods of the new revision crash')],
      change,
      onset: change.at,
    },
  ];
}

/** The newest change to the template from which the failing pod was created. */
export function templateChange({ cluster }: Scene, workload: Workload, { pod }: PodTrouble): ChangeRecord | undefined {
  const change = cluster.changesOf(workload.ref).find((one) => one.fields.some(({ path }) => /template/.test(path)));
  return change && (pod.createdAt === undefined || pod.createdAt >= change.at - 60_000) ? change : undefined;
}

function healthyOlder(workload: Workload): Evidence | undefined {
  const [, ...older] = replicaSetsByRevision(workload);
  const healthy = older.find((one) => (number(dig(one.object, 'status', 'readyReplicas')) ?? 0) > 0);
  return (
    healthy &&
    stateEvidence(
      healthy.ref,
      'status.readyReplicas',
      wording(dig(healthy.object, 'status', 'readyReplicas')),
      `The pods of the previous revision (${healthy.ref.name}) are ready`,
    )
  );
}

/** How to read the log of the failing pod. */
export function logsOf(trouble: PodTrouble): Advice {
  return {
    text: 'Read what it logged before it exited.',
    command: command`kubectl logs ${nameOf(trouble.pod.ref)} -c ${containerName(trouble.container?.name)} --previous`,
  };
}

/** How long before a crash a change can have been made and still be its cause. */
const CHANGE_BEFORE_MS = 60 * 60_000;

/**
 * The newest change to a ConfigMap or Secret of the workload that was made before its last crash. A later change may be
 * the attempt to repair it.
 */
export function configChangeBefore({ cluster }: Scene, workload: Workload, trouble: PodTrouble): ChangeRecord | undefined {
  const ended = trouble.container?.terminated?.finishedAt ?? trouble.container?.last?.finishedAt ?? cluster.now;
  return cluster
    .referencesOf(workload)
    .filter(({ target }) => target.kind === 'ConfigMap' || target.kind === 'Secret')
    .flatMap(({ target }) => cluster.changesOf(target))
    .filter(
      ({ at, op, fields }) =>
        op === 'updated' && at <= ended && at >= cluster.now - CHANGE_BEFORE_MS && fields.some(({ path }) => aspectOf(path) === 'data'),
    )
    .toSorted((a, b) => b.at - a.at)[0];
}

/** Whether a log line mentions a key or a new value of a change. */
export function mentions(fact: LogFact, change: ChangeRecord): boolean {
  const line = fact.line.toLowerCase();
  return change.fields.some(({ path, after }) => {
    const key = path.split(/[/.]/).at(-1)?.toLowerCase() ?? '';
    const plain = key.replace(/[_-]/g, ' ');
    return (
      (key.length > 2 && (line.includes(key) || line.includes(plain))) ||
      (after !== undefined && after.length > 2 && !after.startsWith('sha256:') && line.includes(after.toLowerCase()))
    );
  });
}
