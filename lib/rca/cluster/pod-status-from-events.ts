import type { Fields } from '#lib/kubernetes/fields.ts';
import type { DetailedEvent } from './events.ts';

/** The container that an event is about, from its field path (`spec.containers{web}`) or its message. */
export function containerNamed(fieldPath: string | undefined, message: string): string | undefined {
  return (
    /[cC]ontainers\{([^}]+)\}/.exec(fieldPath ?? '')?.[1] ??
    /(?:failed|restarting failed) container[ =]([a-z0-9][a-z0-9-]*)/.exec(message)?.[1]
  );
}

interface ImpliedPod {
  spec: Fields;
  status: Fields;
}

const STARTED = new Set(['Started', 'Created', 'Pulled', 'Pulling', 'Scheduled', 'SuccessfulAttachVolume', 'AddedInterface']);

/**
 * The spec and status of a pod as far as its events show them; undefined if nothing is wrong. The newest failure decides;
 * one that was followed by a start does not count.
 * Source: kubernetes/pkg/kubelet/events/event.go and the code that records these events.
 */
export function podStatusFromEvents(events: readonly DetailedEvent[], known: string | undefined): ImpliedPod | undefined {
  const failure = events.findLast((event) => impliedStatus(event, '') !== undefined);
  if (!failure) return undefined;
  const isOver =
    events.some((event) => event.reason === 'Started' && (event.lastAt ?? 0) > (failure.lastAt ?? 0)) &&
    !/^(Unhealthy|BackOff|Killing)$/.test(failure.reason);
  if (isOver) return undefined;
  const container = failure.container ?? known ?? 'main';
  const status = impliedStatus(failure, container)!;
  const image = events.map(({ message }) => /image "([^"]+)"/.exec(message)?.[1]).findLast((one) => one !== undefined);
  const host = events
    .map((event) => (event.component === 'kubelet' || STARTED.has(event.reason) ? event.host : undefined))
    .findLast((one) => one !== undefined);
  const node =
    events.map(({ message }) => /Successfully assigned \S+ to (\S+)/.exec(message)?.[1]).findLast((one) => one !== undefined) ?? host;
  return {
    spec: {
      containers: [{ name: container, ...(image && { image }) }],
      ...(node && failure.reason !== 'FailedScheduling' && { nodeName: node }),
    },
    status,
  };
}

const conditions = (ready: boolean, scheduled = true): Fields[] => [
  { type: 'PodScheduled', status: scheduled ? 'True' : 'False' },
  { type: 'Ready', status: ready ? 'True' : 'False' },
];

function waits(container: string, reason: string, message: string, more: Fields = {}): Fields {
  return {
    phase: 'Pending',
    conditions: conditions(false),
    containerStatuses: [{ name: container, ready: false, restartCount: 0, state: { waiting: { reason, message } }, ...more }],
  };
}

function runs(container: string, more: Fields): Fields {
  return {
    phase: 'Running',
    conditions: conditions(false),
    containerStatuses: [{ name: container, ready: false, state: { running: {} }, ...more }],
  };
}

const CONFIG =
  /(secret|configmap)s? "|couldn't find key|runAsNonRoot|run as root|non-numeric user|cannot (?:find|get)|illegal|invalid variable name|failed to prepare subPath/i;

/** The pod status that an event implies; undefined if the event does not report a failure. */
function impliedStatus({ reason, message, count }: DetailedEvent, container: string): Fields | undefined {
  switch (reason) {
    case 'FailedScheduling':
    case 'NotTriggerScaleUp':
      return {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
        containerStatuses: [],
      };
    case 'Failed':
    case 'InspectFailed':
    case 'ErrImageNeverPull':
    case 'ErrImagePull':
    case 'FailedCreatePodContainer':
      if (/InvalidImageName|invalid reference format|couldn't parse image/i.test(message))
        return waits(container, 'InvalidImageName', message);
      if (reason === 'ErrImageNeverPull' || /ErrImageNeverPull/.test(message)) return waits(container, 'ErrImageNeverPull', message);
      if (/pull|ErrImage|inspect image/i.test(message)) return waits(container, 'ImagePullBackOff', message);
      if (CONFIG.test(message)) return waits(container, 'CreateContainerConfigError', message);
      return waits(container, 'RunContainerError', message.replace(/^Error: /, ''));
    case 'BackOff':
      if (/pulling image/i.test(message)) return waits(container, 'ImagePullBackOff', message);
      return {
        phase: 'Running',
        conditions: conditions(false),
        containerStatuses: [
          { name: container, ready: false, restartCount: Math.max(count, 2), state: { waiting: { reason: 'CrashLoopBackOff', message } } },
        ],
      };
    case 'FailedMount':
    case 'FailedAttachVolume':
    case 'FailedMapVolume':
    case 'FailedCreatePodSandBox':
    case 'NetworkNotReady':
      return waits(container, 'ContainerCreating', '');
    case 'Unhealthy':
    case 'ProbeWarning':
      return message.startsWith('Readiness')
        ? runs(container, { restartCount: 0 })
        : runs(container, {
            restartCount: Math.max(2, Math.floor(count / 3)),
            lastState: { terminated: { exitCode: 137, reason: 'Error' } },
          });
    case 'Evicted':
      return { phase: 'Failed', reason: 'Evicted', message, conditions: [] };
    case 'OOMKilling':
      return runs(container, { restartCount: 1, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } });
    case 'FailedPostStartHook':
      return waits(container, 'PostStartHookError', message);
    default:
      return /^(OutOf\w+|NodeAffinity|NodePorts|UnexpectedAdmissionError)$/.test(reason)
        ? { phase: 'Failed', reason, message, conditions: [] }
        : undefined;
  }
}
