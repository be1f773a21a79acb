import { mkdirSync } from 'node:fs';
import { EVENT_KIND, POD_KIND, STATE_KINDS, scopesOf, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import { clusterName } from '#lib/wire/messages.ts';
import { DiskBuffer } from './buffer/disk-buffer.ts';
import { CustomResources } from './custom-resources.ts';
import { EventExporter } from './event-exporter.ts';
import { Heartbeat } from './health/heartbeat.ts';
import { serveHealth } from './health/server.ts';
import { type AgentStatus, type ComponentStatus, kindsOf, statusOfReflectors, withDelivery } from './health/status.ts';
import { KnownObjects } from './known-objects.ts';
import { KubeClient } from './kube/client.ts';
import type { KubeConnection } from './kube/connection.ts';
import { idOf } from './kube/discovery.ts';
import { connectionFromKubeconfig } from './kube/kubeconfig.ts';
import { type KindObserver, Reflector, type ReflectorTimes } from './kube/reflector.ts';
import { type AgentLog, errorText, jsonLog } from './log.ts';
import { type CollectorTimes, LogCollector } from './logs/log-collector.ts';
import { BufferedSender, type DeliveryTimes } from './sender/buffered-sender.ts';
import { type KafkaAddress, KafkaTransport } from './sender/kafka.ts';
import { ProviderTransport } from './sender/provider.ts';
import { StateWatcher } from './state-watcher.ts';
import { pause } from './time.ts';

export type { AgentStatus } from './health/status.ts';

/** The parts of the agent that can run alone or together in one process. Each reports its health by itself. */
export const COMMANDS = ['state-watcher', 'event-exporter', 'log-collector', 'health'] as const;
export type AgentCommand = (typeof COMMANDS)[number];

/** What an agent needs to run. */
export interface AgentOptions {
  /** The provider's address, `https://rca.example.com`. */
  endpoint: string;
  /** The client's API key. */
  apiKey: string;
  /** Sends data to the provider's Kafka instead of over HTTPS; heartbeats still go to the endpoint. */
  kafka?: KafkaAddress | undefined;
  /** The cluster's name. */
  cluster: string;
  /** The path of a kubeconfig, or the API server itself. */
  kube: string | KubeConnection | { server: string; token: string; caData?: string };
  /** A directory that only this agent uses, for what is to be sent and for what was sent. */
  bufferDir: string;
  /** Room for what is to be sent, in bytes; 256 MiB by default. */
  bufferMaxBytes?: number;
  /** All commands unless said. */
  commands?: readonly AgentCommand[];
  /** Only these namespaces; all by default. */
  namespaces?: readonly string[];
  /** Kinds that are not read, because the client does not want it. */
  skipKinds?: readonly string[];
  /** API groups whose custom resources are read; none by default. */
  customGroups?: readonly string[];
  /** Serves /healthz, /readyz and /metrics there (0: any free port). */
  healthPort?: number | undefined;
  /** Silent unless said. */
  log?: AgentLog;
  /** For tests: shorter waits. */
  times?: { reflector?: Partial<ReflectorTimes>; delivery?: Partial<DeliveryTimes>; logs?: Partial<CollectorTimes>; heartbeatMs?: number };
}

/** An agent at work. */
export interface RunningAgent {
  status(): AgentStatus;
  /** The port of the health server, if one was requested. */
  healthPort: number | undefined;
  /** Ends all work; what was not delivered stays in the buffer for the next start. */
  stop(): Promise<void>;
}

function connectionOf(kube: AgentOptions['kube']): KubeConnection {
  if (typeof kube === 'string') return connectionFromKubeconfig(kube);
  if (!('token' in kube) || typeof kube.token !== 'string') return kube as KubeConnection;
  const { server, token, caData } = kube as { server: string; token: string; caData?: string };
  return { server, token: () => token, ...(caData !== undefined && { ca: Buffer.from(caData, 'base64').toString('utf8') }) };
}

/** A kind to read, and its observers. A kind that several parts observe is read once. */
function readers(wanted: readonly { kind: WatchedKind; observer: KindObserver }[]): { kind: WatchedKind; observers: KindObserver[] }[] {
  const byKind = Map.groupBy(wanted, ({ kind }) => idOf(kind));
  return [...byKind.values()].map((same) => ({ kind: same[0]!.kind, observers: same.map(({ observer }) => observer) }));
}

/** Between looks for custom resources of operators that were installed meanwhile, in ms. */
const CUSTOM_KINDS_EVERY_MS = 300_000;
/** Between looks for what is no longer renewed, in ms. */
const RENEWALS_EVERY_MS = 15_000;

/** Has the state watcher report what is no longer renewed, until `signal` aborts. */
async function checkRenewals(watcher: StateWatcher, log: AgentLog, signal: AbortSignal): Promise<void> {
  for (;;) {
    await pause(RENEWALS_EVERY_MS, signal);
    if (signal.aborted) return;
    await watcher
      .checkRenewals()
      .catch((error: unknown) => log.warn('leases that ended can not be reported', { reason: errorText(error) }));
  }
}

/**
 * Starts the agent in this process. Resolves once it runs (the first picture comes after that: see `status().ready`).
 * Throws KubeConfigError on a bad kubeconfig, RangeError on a bad cluster name, and what the system throws on a
 * bufferDir that can't be used or a healthPort that is taken. What fails later is retried for ever and shows in `status()`.
 */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  const {
    endpoint,
    apiKey,
    cluster,
    bufferDir,
    commands = COMMANDS,
    namespaces = [],
    skipKinds = [],
    customGroups = [],
    times = {},
  } = options;
  if (!clusterName.safeParse(cluster).success) throw new RangeError(`not a cluster name: ${JSON.stringify(cluster)}`);
  const log = options.log ?? jsonLog('error', () => {});
  const client = new KubeClient(connectionOf(options.kube));
  mkdirSync(bufferDir, { recursive: true });
  const buffer = new DiskBuffer(bufferDir, options.bufferMaxBytes ?? 256 * 1024 * 1024);
  if (buffer.stateWasDamaged) log.warn('the buffer was cut off by a crash or damaged: all state is reported again');
  const known = new KnownObjects(bufferDir, buffer.stateWasDamaged);
  const provider = { endpoint, apiKey };
  const kafka = options.kafka && new KafkaTransport(options.kafka);
  const sender = new BufferedSender(buffer, kafka ?? new ProviderTransport(provider), log, times.delivery);
  const now = () => Date.now();
  const runs = (command: AgentCommand) => commands.includes(command);

  const digest = keyedDigest(apiKey);
  const stateWatcher = new StateWatcher({ cluster, sender, known, digest, now });
  const eventExporter = new EventExporter({ cluster, sender, known, digest, now });
  const logCollector = new LogCollector({ cluster, sender, client, log, times: times.logs, now });
  const wanted = [
    ...(runs('state-watcher') ? STATE_KINDS.map((kind) => ({ kind, observer: stateWatcher as KindObserver })) : []),
    ...(runs('event-exporter') ? [{ kind: EVENT_KIND, observer: eventExporter }] : []),
    ...(runs('log-collector') ? [{ kind: POD_KIND, observer: logCollector }] : []),
  ].filter(({ kind }) => !skipKinds.includes(kind.kind));
  const reflectorsOf = (kind: WatchedKind, observers: readonly KindObserver[]) =>
    scopesOf(kind, namespaces).map((namespace) => new Reflector({ client, kind, namespace, observers, log, times: times.reflector }));
  const reflectors = readers(wanted).flatMap(({ kind, observers }) => reflectorsOf(kind, observers));
  const stopping = new AbortController();
  const runningLater: Promise<void>[] = [];
  const custom = new CustomResources({
    client,
    groups: runs('state-watcher') ? customGroups : [],
    isLimited: namespaces.length > 0,
    log,
    everyMs: times.reflector?.slowRetryMs ?? CUSTOM_KINDS_EVERY_MS,
    onKind(kind) {
      if (skipKinds.includes(kind.kind)) return;
      const added = reflectorsOf(kind, [stateWatcher]);
      reflectors.push(...added);
      runningLater.push(...added.map((reflector) => reflector.run(stopping.signal)));
    },
  });
  const heartbeat = new Heartbeat({ cluster, provider, client, log, status, everyMs: times.heartbeatMs ?? 30_000 });

  function components(): ComponentStatus[] {
    const ofKinds = (kinds: readonly WatchedKind[]) =>
      reflectors.filter((reflector) => kinds.some((kind) => idOf(kind) === idOf(reflector.kind)));
    return [
      ...(runs('state-watcher')
        ? [withDelivery(statusOfReflectors('state-watcher', ofKinds([...STATE_KINDS, ...custom.kinds])), sender.trouble)]
        : []),
      ...(runs('event-exporter') ? [withDelivery(statusOfReflectors('event-exporter', ofKinds([EVENT_KIND])), sender.trouble)] : []),
      ...(runs('log-collector') ? [withDelivery(logCollector.component(ofKinds([POD_KIND])), sender.trouble)] : []),
      ...(runs('health') ? [heartbeat.component] : []),
    ];
  }

  function status(): AgentStatus {
    const { [EVENT_KIND.kind]: _, ...objects } = known.counts();
    return {
      ready: heartbeat.everTaken && custom.settled && reflectors.every((reflector) => reflector.settled),
      components: components(),
      objects,
      buffered: { records: buffer.records, bytes: buffer.bytes },
      delivered: sender.delivered,
      dropped: sender.rejected + Object.values(buffer.dropped).reduce((sum, count) => sum + count, 0),
      forbiddenKinds: kindsOf(reflectors.filter(({ state }) => state === 'forbidden')),
      behind: [...sender.trouble].map(([stream, { message, since }]) => ({
        stream,
        records: buffer.recordsOf(stream),
        since,
        reason: message,
      })),
    };
  }

  const health =
    options.healthPort === undefined
      ? undefined
      : await serveHealth(options.healthPort, status).catch(async (error: unknown) => {
          await buffer.close();
          known.close();
          throw error;
        });
  const work = Promise.all([
    sender.run(stopping.signal),
    heartbeat.run(stopping.signal),
    ...reflectors.map((reflector) => reflector.run(stopping.signal)),
    ...(runs('log-collector') ? [logCollector.run(stopping.signal)] : []),
    custom.run(stopping.signal),
    ...(runs('state-watcher') ? [checkRenewals(stateWatcher, log, stopping.signal)] : []),
  ]);
  log.info('the agent runs', { cluster, endpoint, commands: [...commands] });

  return {
    status,
    healthPort: health?.port,
    async stop() {
      stopping.abort();
      const closing = buffer.close();
      await work;
      await Promise.all(runningLater);
      await kafka?.close();
      await closing;
      known.close();
      client.close();
      await health?.close();
    },
  };
}
