import type { Obj } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';

/** Which part of a container's log is requested. */
export interface LogOptions {
  previous?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** Each line starts with its RFC 3339 time. */
  timestamps?: boolean;
}

/** Provides the logs of containers. */
export interface LogSource {
  /** The lines of a container's log, oldest first. Throws LogError if there is none. */
  lines(namespace: string, pod: string, container: string, options?: LogOptions): string[];
}

/** Why there is no log: the message of the API server or the kubelet. */
export class LogError extends Error {
  override name = 'LogError';
  readonly reason: 'BadRequest' | 'NotFound' | 'InternalError';
  readonly code: 400 | 404 | 500;

  constructor(reason: LogError['reason'], message: string) {
    super(message);
    this.reason = reason;
    this.code = reason === 'NotFound' ? 404 : reason === 'BadRequest' ? 400 : 500;
  }
}

/** The logs that the kubelets of a cluster hold. */
export function logSource(store: Store, kubelets: Map<string, Kubelet>, now: () => number): LogSource {
  return {
    lines(namespace, podName, containerName, { previous = false, tailLines, sinceSeconds, timestamps = false } = {}) {
      const pod = store.find('Pod', namespace, podName);
      if (!pod) throw new LogError('NotFound', `pods "${podName}" not found`);
      const spec = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find((one) => one.name === containerName);
      if (!spec) throw new LogError('BadRequest', `container ${containerName} is not valid for pod ${podName}`);
      const kubelet = kubelets.get(pod.spec.nodeName ?? '');
      if (!kubelet) throw new LogError('BadRequest', `pod ${podName} does not have a host assigned`);
      if (!kubelet.working) {
        const ip = store.find('Node', undefined, kubelet.node)?.status?.addresses?.[0]?.address;
        const url = `https://${ip}:10250/containerLogs/${namespace}/${podName}/${containerName}`;
        throw new LogError('InternalError', `Get "${url}": dial tcp ${ip}:10250: connect: connection refused`);
      }
      const log = kubelet.container(pod.metadata.uid, containerName)?.log(previous);
      if (!log) throw new LogError('BadRequest', noLog(pod, containerName, previous));
      const from = sinceSeconds === undefined ? Number.NEGATIVE_INFINITY : now() - sinceSeconds * 1000;
      const entries = log.entries(now()).filter((entry) => entry.at >= from);
      const wanted = tailLines === undefined ? entries : entries.slice(entries.length - Math.min(entries.length, tailLines));
      return wanted.map(({ at, text }) => (timestamps ? `${new Date(at).toISOString().slice(0, 23)}000000Z ${text}` : text));
    },
  };
}

function noLog(pod: Obj, container: string, previous: boolean): string {
  if (previous) return `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`;
  const statuses: Obj['status'][] = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const reason = statuses.find((one) => one.name === container)?.state?.waiting?.reason;
  const head = `container "${container}" in pod "${pod.metadata.name}"`;
  if (!reason) return `${head} is not available`;
  if (reason === 'ErrImagePull') return `${head} is waiting to start: image can't be pulled`;
  if (reason === 'ImagePullBackOff') return `${head} is waiting to start: trying and failing to pull image`;
  return `${head} is waiting to start: ${reason}`;
}
