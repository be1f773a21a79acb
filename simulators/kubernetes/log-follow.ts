import { setTimeout as delay } from 'node:timers/promises';
import type { LogOptions, LogSource } from './api/logs.ts';
import type { Store } from './store/store.ts';

/** Logs as the cluster keeps them: the existing lines, oldest first. */
export interface KeptLogs {
  /** Throws an error with a reason of the API if there is no such log. */
  lines(
    namespace: string,
    pod: string,
    container: string,
    options: { previous?: boolean; tailLines?: number; sinceSeconds?: number; timestamps?: boolean },
  ): string[];
}

/**
 * Adds `follow` to the cluster's logs: after the existing lines come new ones, polled every `everyMs`, until the client
 * disconnects, the container ends or its log is gone.
 */
export function followable(kept: KeptLogs, store: Store, everyMs: number): LogSource {
  return {
    lines(namespace, pod, container, options) {
      if (!options.follow || options.previous) return kept.lines(namespace, pod, container, options);
      // A missing log must be refused at once, not with the first line.
      kept.lines(namespace, pod, container, { tailLines: 0 });
      return follow(kept, store, { namespace, pod, container }, options, everyMs);
    },
  };
}

interface Place {
  namespace: string;
  pod: string;
  container: string;
}

async function* follow(
  kept: KeptLogs,
  store: Store,
  { namespace, pod, container }: Place,
  { signal, timestamps, ...first }: LogOptions,
  everyMs: number,
): AsyncGenerator<string> {
  const run = runOf(store, { namespace, pod, container });
  const read = (options: { tailLines?: number; sinceSeconds?: number }) =>
    kept.lines(namespace, pod, container, { ...options, timestamps: true });
  // Lines are distinguished by time and, within the same moment, by their text.
  let last = '';
  let told = new Set<string>();
  let lines = read(first);
  for (;;) {
    for (const line of lines) {
      const [time = ''] = line.split(' ', 1);
      if (time < last || (time === last && told.has(line))) continue;
      if (time > last) told = new Set();
      last = time;
      told.add(line);
      yield timestamps ? line : line.slice(time.length + 1);
    }
    if (runOf(store, { namespace, pod, container }) !== run) return;
    try {
      await delay(everyMs, undefined, { signal });
      lines = read({});
    } catch {
      // The client has gone, or the container's log with its pod.
      return;
    }
  }
}

/** Identifies the current run of a container; changes when it ends. */
function runOf(store: Store, { namespace, pod, container }: Place): string | undefined {
  const status = store.find('Pod', namespace, pod)?.status ?? {};
  const found = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].find(({ name }) => name === container);
  return found && JSON.stringify([found.restartCount, found.state?.terminated?.finishedAt]);
}
