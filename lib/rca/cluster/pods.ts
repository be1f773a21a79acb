import { dig, type Fields, fields, items, number, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { Entity } from './entities.ts';

/** How a container ended. */
export interface Ending {
  reason: string | undefined;
  message: string | undefined;
  exitCode: number | undefined;
  startedAt: number | undefined;
  finishedAt: number | undefined;
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

/** A pod with its state read out. `workload` is set when the workloads are known. */
export interface Pod extends Entity {
  phase: string | undefined;
  reason: string | undefined;
  message: string | undefined;
  node: string | undefined;
  ip: string | undefined;
  ready: boolean;
  startedAt: number | undefined;
  containers: Container[];
  spec: Fields;
}

/** Reads a pod's state (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle). */
export function podOf(entity: Entity): Pod {
  const [spec, status] = [fields(entity.object.spec), fields(entity.object.status)];
  return {
    ...entity,
    spec,
    phase: text(status.phase),
    reason: text(status.reason),
    message: text(status.message),
    node: text(spec.nodeName),
    ip: text(status.podIP),
    ready: condition(entity.object, 'Ready')?.status === 'True',
    startedAt: time(status.startTime) ?? entity.createdAt,
    containers: [
      ...containersOf(items(spec.initContainers), items(status.initContainerStatuses), true),
      ...containersOf(items(spec.containers), items(status.containerStatuses), false),
    ],
  };
}

function containersOf(specs: Fields[], statuses: Fields[], init: boolean): Container[] {
  const names = [...specs, ...statuses].map(({ name }) => text(name)).filter((name) => name !== undefined);
  return [...new Set(names)].map((name) => {
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
  };
}

/** `OOMKilled (exit code 137)`. */
export function endingText({ reason, exitCode }: Ending): string {
  return `${reason ?? 'ended'}${exitCode === undefined ? '' : ` (exit code ${exitCode})`}`;
}
