import { dig, type Fields, fields, items, number, text, time } from './fields.ts';
import type { KubernetesObject } from './object.ts';

/** How a container ended. */
export interface Ending {
  reason: string | undefined;
  message: string | undefined;
  exitCode: number | undefined;
  startedAt: number | undefined;
  finishedAt: number | undefined;
  /** Identifies the instance that ended. */
  containerId: string | undefined;
}

/** A container of a pod: its spec beside its status. */
export interface Container {
  name: string;
  init: boolean;
  spec: Fields;
  ready: boolean;
  restarts: number;
  waiting: { reason: string; message: string | undefined } | undefined;
  runningSince: number | undefined;
  running: boolean;
  terminated: Ending | undefined;
  last: Ending | undefined;
}

/** The containers of a pod, init containers first, in the order of the spec (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle). */
export function containersOfPod(pod: KubernetesObject): Container[] {
  const [spec, status] = [fields(pod.spec), fields(pod.status)];
  return [
    ...containersIn(items(spec.initContainers), items(status.initContainerStatuses), true),
    ...containersIn(items(spec.containers), items(status.containerStatuses), false),
  ];
}

function containersIn(specs: readonly Fields[], statuses: readonly Fields[], init: boolean): Container[] {
  const names = new Set<string>();
  for (const list of [specs, statuses])
    for (const { name } of list) {
      const known = text(name);
      if (known !== undefined) names.add(known);
    }
  return [...names].map((name) => {
    const status = statuses.find((one) => one.name === name) ?? {};
    const { waiting, running, terminated } = fields(status.state);
    const reason = text(fields(waiting).reason);
    return {
      name,
      init,
      spec: specs.find((one) => one.name === name) ?? {},
      ready: status.ready === true,
      restarts: number(status.restartCount) ?? 0,
      waiting: reason === undefined ? undefined : { reason, message: text(fields(waiting).message) },
      running: running !== undefined && running !== null,
      runningSince: time(fields(running).startedAt),
      terminated: endingOf(terminated),
      last: endingOf(dig(status, 'lastState', 'terminated')),
    };
  });
}

function endingOf(value: unknown): Ending | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const ending = fields(value);
  return {
    reason: text(ending.reason),
    message: text(ending.message),
    exitCode: number(ending.exitCode),
    startedAt: time(ending.startedAt),
    finishedAt: time(ending.finishedAt),
    containerId: text(ending.containerID),
  };
}

/** `OOMKilled (exit code 137)`. */
export function endingText({ reason, exitCode }: Ending): string {
  return `${reason ?? 'ended'}${exitCode === undefined ? '' : ` (exit code ${exitCode})`}`;
}

/**
 * Waiting reasons that do not pass by themselves: the kubelet's image and container errors
 * (kubernetes/pkg/kubelet/images/types.go, container/sync_result.go).
 */
export const STUCK_REASONS: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'CreatePodSandboxError',
  'RunContainerError',
  'PreStartHookError',
  'PostStartHookError',
  'StartError',
]);
