import { isoTime, type Obj } from '../../store/object.ts';
import type { Image } from '../apps/catalogue.ts';
import type { RunLog } from '../logs/run-log.ts';
import type { Waiting } from './images.ts';
import type { Exit } from './run.ts';

/** A finished run, as lastState shows it. */
export interface Ended {
  exit: Exit;
  startedAt: number;
  containerId: string;
  log: RunLog;
  message?: string;
}

/** The state of a container from which its status is written. */
export interface ContainerState {
  state: 'waiting' | 'running' | 'ended';
  waiting: Waiting;
  /** When the current run started, epoch ms; undefined if it is not running. */
  startedAt: number | undefined;
  /** Id of the current run. */
  containerId: string;
  /** The last finished run, and the one before it. */
  ended: Ended | undefined;
  before: Ended | undefined;
  image: Image | undefined;
  restarts: number;
  ready: boolean;
  started: boolean;
}

/** A containerStatus, as the kubelet writes it. */
export function containerStatus(spec: Obj['spec'], container: ContainerState): Obj['status'] {
  const { state, waiting, startedAt, ended, before, image } = container;
  const running = state === 'running';
  const isWaiting = waiting.reason === 'CrashLoopBackOff' || waiting.reason === 'RunContainerError';
  const shown = state === 'ended' && isWaiting ? 'waiting' : state;
  const last = shown === 'ended' ? before : ended;
  const containerID = running ? container.containerId : ended?.containerId;
  return {
    name: spec.name,
    state:
      running && startedAt !== undefined
        ? { running: { startedAt: isoTime(startedAt) } }
        : shown === 'ended' && ended
          ? { terminated: terminated(ended) }
          : { waiting },
    lastState: last ? { terminated: terminated(last) } : {},
    ready: container.ready,
    restartCount: container.restarts,
    image: image?.name ?? spec.image,
    imageID: image?.id ?? '',
    ...(containerID && { containerID }),
    started: container.started,
    ...(spec.resources?.requests && running && { allocatedResources: spec.resources.requests, resources: spec.resources }),
  };
}

function terminated({ exit, startedAt, containerId, message }: Ended): Obj['status'] {
  return {
    exitCode: exit.code,
    reason: exit.reason,
    ...(message && { message }),
    startedAt: isoTime(startedAt),
    finishedAt: isoTime(exit.at),
    containerID: containerId,
  };
}
