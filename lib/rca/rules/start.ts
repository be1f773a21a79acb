import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { endingText } from '#lib/kubernetes/containers.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, undo, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { sentence } from '../wording.ts';

/**
 * Containers that the runtime cannot start.
 * Signals: waiting RunContainerError, CreateContainerError, StartError; terminated StartError, ContainerCannotRun; exit
 * 126 (not executable), 127 (not found), 128; the runtime's text "executable file not found in $PATH", "exec format
 * error", "permission denied"; CreateContainerConfigError "container has runAsNonRoot and image will run as root".
 * Blames: the workload's command, image or security context.
 * Sources: kubernetes/pkg/kubelet/kuberuntime (kuberuntime_container.go, security_context.go); POSIX shell, "Exit Status".
 */
export const startRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) =>
    workload ? troubles.flatMap((trouble) => judge(scene, workload, trouble) ?? []).slice(0, 1) : [],
  );

const SECURITY =
  /runAsNonRoot|non-root policy|run as root|non-numeric user|unable to find (?:user|group)|no matching entries in passwd|seccomp|apparmor|selinux|capabilit|operation not permitted|privileged/i;
const COMMAND =
  /executable file not found|no such file or directory|exec format error|permission denied|not a directory|is a directory|unable to start container process|cannot execute|argument list too long|chdir to cwd|no command specified|no such container binary/i;
/** Errors of the runtime about mounts that it cannot create inside the container (runc, crun; kubelet's subPath). */
const MOUNT = /error mounting|are you trying to mount|failed to prepare subPath|error during container init: .{0,500}mount/i;
/** The node lacks a driver or device that the container needs (hooks of the runtime, CDI). */
const PREREQUISITE =
  /nvidia-container-cli|CDI device|unresolvable CDI|error running (?:\w+ )?hook|error gathering device information|no such device/i;
/** What other rules explain: memory, and a ConfigMap, Secret or key that does not exist. A path may contain the words, too. */
const MISSING = /OOM-killed|(?<![~/])(?:secret|configmap)s?\b[^\n]{0,200}not found|couldn't find key|non-existent (?:secret|config) key/i;
const FULL_DISK = /no space left on device|disk quota exceeded/i;
/** Errors of the runtime itself: it does not answer, or a previous attempt still holds its resources. */
const RUNTIME =
  /context deadline exceeded|failed to reserve container name|is reserved for|is already in use by container|connection refused|transport is closing|error reading from server|cgroup/;

function judge(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate | undefined {
  const { container, pod, what } = trouble;
  const end = container?.terminated ?? container?.last;
  const failed = scene.cluster
    .eventsAbout(pod.ref)
    .findLast(({ reason, message }) => /^Failed(CreatePodContainer)?$/.test(reason) && /^Error: |failed to (start|create)/.test(message));
  const message = [
    ...new Set([container?.waiting?.message, end?.message, failed?.message?.replace(/^Error: /, '')].filter((one) => one)),
  ].join(' ');
  if (MISSING.test(message)) return undefined;
  const cannotStart =
    /^(RunContainerError|CreateContainerError|CreateContainerConfigError|StartError)$/.test(what) ||
    /^(StartError|ContainerCannotRun)$/.test(end?.reason ?? '');
  const code = [126, 127].includes(end?.exitCode ?? 0) || (end?.exitCode === 128 && end.reason === 'StartError');
  if (cannotStart && PREREQUISITE.test(message))
    return otherwise(workload, trouble, 'node.host_prerequisite_missing', workload.ref, message);
  if (cannotStart && FULL_DISK.test(message) && pod.node !== undefined)
    return otherwise(workload, trouble, 'node.resource_pressure', ref('Node', undefined, pod.node), message);
  const isSecurity = SECURITY.test(message) && (cannotStart || what === 'CreateContainerConfigError');
  const isCommand = !isSecurity && ((cannotStart && (COMMAND.test(message) || code)) || code);
  if (cannotStart && MOUNT.test(message)) return otherwise(workload, trouble, 'storage.mount_failed', workload.ref, message);
  if (!isSecurity && !isCommand) return cannotStart ? unexplained(workload, trouble, message) : undefined;
  const candidate: Candidate = {
    code: isSecurity ? 'container.security_context_invalid' : 'container.command_invalid',
    object: workload.ref,
    proof: 'state',
    weight: cannotStart ? 0.01 : -0.04,
    own: true,
    summary: isSecurity
      ? sentence(`The security context of ${shown(workload.ref)} prevents its container from starting: ${message}`)
      : sentence(`The command of ${shown(workload.ref)} cannot be executed: ${message.trim() || (end ? endingText(end) : what)}`),
    evidenceFor: [
      stateEvidence(
        pod.ref,
        `status.containerStatuses[${container?.name ?? ''}]`,
        what,
        `Container ${container?.name ?? ''} of ${pod.ref.name}: ${what}${end ? `, ended ${endingText(end)}` : ''}`,
      ),
      ...(failed ? [eventEvidence(failed)] : []),
    ],
    remedies: [
      {
        text: isSecurity
          ? 'Correct the security context, or use an image that runs as a different user.'
          : 'Correct the command and args, or the image.',
        command: command`kubectl edit ${kindAndName(workload.ref)}`,
      },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, isSecurity ? 'security context' : 'command cannot run', 'The runtime cannot start the container')],
  };
  return withChange(scene, candidate, workload.ref, isSecurity ? ['security', 'image'] : ['command', 'image']);
}

/** A start failure without a known reason: the runtime's fault if it does not answer, otherwise most likely the command's. */
function unexplained(workload: Workload, trouble: PodTrouble, message: string): Candidate | undefined {
  const { what, pod } = trouble;
  if (RUNTIME.test(message) && pod.node !== undefined)
    return otherwise(workload, trouble, 'node.container_runtime_down', ref('Node', undefined, pod.node), message);
  // What is missing of ConfigMaps and Secrets belongs to another rule.
  const code = what === 'CreateContainerConfigError' ? 'config.value_invalid' : 'container.command_invalid';
  const guess = otherwise(workload, trouble, code, workload.ref, message);
  return { ...guess, proof: 'pattern', weight: 0.2 };
}

function otherwise(workload: Workload, trouble: PodTrouble, code: string, object: ObjectRef, message: string): Candidate {
  const { container, pod, what, since } = trouble;
  const why = message.trim() || what;
  return {
    code,
    object,
    proof: 'state',
    weight: -0.06,
    own: true,
    summary: sentence(`The runtime cannot start the container of ${shown(workload.ref)}: ${why}`),
    evidenceFor: [
      stateEvidence(
        pod.ref,
        `status.containerStatuses[${container?.name ?? ''}]`,
        what,
        `Container ${container?.name ?? ''} of ${pod.ref.name}: ${what}: ${why}`,
      ),
    ],
    remedies: [
      { text: 'Read what the kubelet and the runtime report.', command: command`kubectl describe ${kindAndName(pod.ref)}` },
      ...undo(workload.ref),
    ],
    hits: [hit(workload, 'container not started', why)],
    ...(since !== undefined && { onset: since }),
  };
}
