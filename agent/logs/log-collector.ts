import type { WatchedKind } from '#lib/kubernetes/kinds.ts';
import { lineMasker } from '#lib/redaction/mask.ts';
import type { LogMessage } from '#lib/wire/messages.ts';
import { type ComponentStatus, statusOfReflectors } from '../health/status.ts';
import { KubeApiError, type KubeClient } from '../kube/client.ts';
import type { Change, KindObserver, Reflector } from '../kube/reflector.ts';
import { type AgentLog, errorText } from '../log.ts';
import type { Sender } from '../sender/transport.ts';
import { Backoff, pause } from '../time.ts';
import { type ContainerDigest, digestPod, isUnwell, type PodDigest } from './container-health.ts';
import { LogCursor, lineId, timedLines } from './log-lines.ts';
import { type Severity, severityOf } from './severity.ts';

/** How often logs are read, and how much at most. */
export interface CollectorTimes {
  /** Interval for the containers that are not well, in ms. */
  unwellEveryMs: number;
  /** Interval for samples of the healthy workloads, in ms. */
  sampleEveryMs: number;
  /** The number of logs read at once. */
  maxReads: number;
}

const TIMES: CollectorTimes = { unwellEveryMs: 10_000, sampleEveryMs: 300_000, maxReads: 60 };

const READS_AT_ONCE = 4;
const TAIL_LINES = 200;
const SAMPLE_LINES = 20;
const LIMIT_BYTES = 256 * 1024;
const MAX_LINE_CHARACTERS = 4_096;
/** While logs are forbidden: soon at first, because new rights take a moment to work. */
const FORBIDDEN_RETRY = { baseMs: 5_000, maxMs: 300_000 };

const WORTH_SAMPLING: ReadonlySet<Severity> = new Set(['warning', 'error', 'fatal']);

/** What a log collector needs. */
interface LogCollectorOptions {
  cluster: string;
  sender: Sender;
  client: KubeClient;
  log: AgentLog;
  times?: Partial<CollectorTimes> | undefined;
  now: () => number;
}

/** What was read of one container. */
interface Reading {
  cursor: LogCursor;
  /** The previous instance whose log was read. */
  previous?: string;
  /** The ended instance whose log was read to its end. */
  ended?: string;
  lastReadAt: number;
}

interface Read {
  pod: PodDigest;
  container: ContainerDigest;
  sample: boolean;
}

/**
 * Reads logs through the API server where they are worth it: all lines of containers that are not well (also those
 * of the instance before), and now and then the warnings and errors of one pod of each workload that is. It follows no
 * log and runs on no node, so it may miss lines of a container that writes more than the tail it reads.
 */
export class LogCollector implements KindObserver {
  readonly #options: LogCollectorOptions;
  readonly #times: CollectorTimes;
  readonly #pods = new Map<string, PodDigest>();
  readonly #readings = new Map<string, Map<string, Reading>>();
  readonly #sampledAt = new Map<string, number>();
  readonly #forbiddenRetry = new Backoff(FORBIDDEN_RETRY);
  #forbidden: string | undefined;
  #failure: string | undefined;

  constructor(options: LogCollectorOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
  }

  async changed(_kind: WatchedKind, changes: readonly Change[]): Promise<void> {
    for (const { op, object } of changes) {
      if (op === 'delete') this.#forget(object.metadata.uid);
      else this.#pods.set(object.metadata.uid, digestPod(object));
    }
  }

  async listed(_kind: WatchedKind, namespace: string | undefined, uids: ReadonlySet<string>): Promise<void> {
    for (const [uid, pod] of this.#pods) if (!uids.has(uid) && (namespace === undefined || pod.namespace === namespace)) this.#forget(uid);
  }

  #forget(uid: string): void {
    this.#pods.delete(uid);
    this.#readings.delete(uid);
  }

  /** The state of the collector, given the reflectors that watch pods for it. */
  component(reflectors: readonly Reflector[]): ComponentStatus {
    const component = statusOfReflectors('log-collector', reflectors);
    const message = this.#forbidden ?? this.#failure;
    if (!message || component.status !== 'ok') return component;
    return { ...component, status: 'degraded', message };
  }

  /** Reads until `signal` aborts. Does not reject. */
  async run(signal: AbortSignal): Promise<void> {
    let sampleAt = this.#options.now() + this.#times.unwellEveryMs;
    while (!signal.aborted) {
      const now = this.#options.now();
      const reads = this.#unwell();
      if (now >= sampleAt) {
        reads.push(...this.#sample());
        sampleAt = now + this.#times.sampleEveryMs;
      }
      await this.#readAll(reads, signal);
      await pause(this.#forbidden ? this.#forbiddenRetry.next() : this.#times.unwellEveryMs, signal);
      if (!this.#forbidden) this.#forbiddenRetry.reset();
    }
  }

  /** The containers that are not well and may have lines that were not read, longest unread first. */
  #unwell(): Read[] {
    const now = this.#options.now();
    return [...this.#pods.values()]
      .flatMap((pod) => pod.containers.map((container) => ({ pod, container, sample: false })))
      .filter(({ pod, container }) => {
        const reading = this.#readings.get(pod.uid)?.get(container.name);
        const allRead = container.endedInstance !== undefined && reading?.ended === container.endedInstance;
        return isUnwell(container, now) && container.hasLog && !allRead;
      })
      .sort((a, b) => this.#lastReadAt(a) - this.#lastReadAt(b))
      .slice(0, this.#times.maxReads);
  }

  #lastReadAt({ pod, container }: Read): number {
    return this.#readings.get(pod.uid)?.get(container.name)?.lastReadAt ?? 0;
  }

  /** A ready pod of each workload, those first that were not sampled for the longest time. */
  #sample(): Read[] {
    const now = this.#options.now();
    const byWorkload = new Map<string, PodDigest>();
    for (const pod of this.#pods.values()) if (pod.ready) byWorkload.set(pod.workload, pod);
    for (const workload of this.#sampledAt.keys()) if (!byWorkload.has(workload)) this.#sampledAt.delete(workload);
    const due = [...byWorkload]
      .sort(([a], [b]) => (this.#sampledAt.get(a) ?? 0) - (this.#sampledAt.get(b) ?? 0))
      .slice(0, this.#times.maxReads);
    for (const [workload] of due) this.#sampledAt.set(workload, now);
    return due.flatMap(([, pod]) =>
      pod.containers
        .filter((container) => container.hasLog && !isUnwell(container, now) && !container.endedInstance)
        .map((container) => ({ pod, container, sample: true })),
    );
  }

  async #readAll(reads: Read[], signal: AbortSignal): Promise<void> {
    const queue = [...reads];
    let failure: string | undefined;
    let read = 0;
    const worker = async () => {
      for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
        try {
          await this.#read(next, signal);
          read++;
        } catch (error) {
          if (signal.aborted) return;
          // 400: not started yet; 404: gone meanwhile. The pod's own state tells both.
          if (error instanceof KubeApiError && (error.status === 400 || error.status === 404)) continue;
          if (error instanceof KubeApiError && error.status === 403) this.#forbidden = `not allowed to read logs: ${errorText(error)}`;
          failure = errorText(error);
        }
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
    if (read > 0) this.#forbidden = undefined;
    if (failure && failure !== this.#failure) this.#options.log.warn('a log can not be read', { reason: failure });
    this.#failure = failure && `logs can not be read: ${failure}`;
  }

  #readingOf(podUid: string, container: string): Reading {
    const ofPod = this.#readings.get(podUid) ?? new Map<string, Reading>();
    this.#readings.set(podUid, ofPod);
    const reading = ofPod.get(container) ?? { cursor: new LogCursor(), lastReadAt: 0 };
    ofPod.set(container, reading);
    return reading;
  }

  async #read({ pod, container, sample }: Read, signal: AbortSignal): Promise<void> {
    const reading = this.#readingOf(pod.uid, container.name);
    reading.lastReadAt = this.#options.now();
    if (!sample && container.previousInstance && reading.previous !== container.previousInstance) {
      await this.#readInstance(pod, container.name, reading, { previous: true, sample }, signal);
      reading.previous = container.previousInstance;
    }
    await this.#readInstance(pod, container.name, reading, { previous: false, sample }, signal);
    if (container.endedInstance !== undefined) reading.ended = container.endedInstance;
  }

  async #readInstance(
    pod: PodDigest,
    container: string,
    reading: Reading,
    how: { previous: boolean; sample: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const { client, cluster, sender } = this.#options;
    const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`;
    const since = reading.cursor.sinceTime;
    const sampleSeconds = how.sample && since === undefined ? Math.ceil(this.#times.sampleEveryMs / 1000) : undefined;
    const query = {
      container,
      timestamps: true,
      tailLines: TAIL_LINES,
      limitBytes: LIMIT_BYTES,
      sinceTime: since,
      sinceSeconds: sampleSeconds,
      previous: how.previous || undefined,
    };
    const log = await client.text(path, query, signal);
    const lines = reading.cursor.advance(timedLines(log, Buffer.byteLength(log) >= LIMIT_BYTES));
    let severity: Severity = 'unknown';
    const messages: LogMessage[] = [];
    const mask = lineMasker(MAX_LINE_CHARACTERS);
    for (const line of lines) {
      const masked = mask(line.text);
      severity = severityOf(line.text, severity);
      if (line.text === '' || (how.sample && !WORTH_SAMPLING.has(severity))) continue;
      messages.push({
        eventId: lineId(pod.uid, container, line),
        observedAt: line.ms,
        cluster,
        pod: { uid: pod.uid, namespace: pod.namespace, name: pod.name },
        container,
        ...(how.previous && { previous: true }),
        severity,
        line: masked,
      });
    }
    await sender.send('logs.normalized', how.sample ? messages.slice(-SAMPLE_LINES) : messages);
  }
}
