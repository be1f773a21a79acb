import { randomUUID } from 'node:crypto';
import { KubeApiError, KubeClient } from '#agent/kube/client.ts';
import type { KubeConnection } from '#agent/kube/connection.ts';
import { customKinds, idOf } from '#agent/kube/discovery.ts';
import { digestPod, isUnwell } from '#agent/logs/container-health.ts';
import { collectionPath, EVENT_KIND, groupOf, type KubeObject, STATE_KINDS, scopesOf, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import type { DumpFiles } from '#lib/rca/dump.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import { maskText } from '#lib/redaction/mask.ts';
import { project } from '#lib/redaction/project.ts';

const PAGE = 500;
const LOG_LINES = 500;
const LOG_BYTES = 1024 * 1024;
const LOGS_AT_ONCE = 8;
/** The heartbeats of the kubelets, in addition to what the agent watches. */
const NODE_LEASES: WatchedKind = {
  kind: 'Lease',
  apiVersion: 'coordination.k8s.io/v1',
  resource: 'leases',
  namespaced: true,
  onlyNamespace: 'kube-node-lease',
};

/** Thrown where the namespace to read does not exist: an empty answer would look like a calm one. */
export class NoSuchNamespaceError extends Error {
  override name = 'NoSuchNamespaceError';
}

/** The dump of a cluster, and what could not be read. */
export interface ClusterDump {
  files: DumpFiles;
  /** What could not be read and why, one sentence for each kind, and one for logs. */
  missing: string[];
}

/**
 * Reads what the user may read of a cluster: the objects of every kind that a diagnosis needs (without the values of
 * Secrets), the custom resources of some API `groups`, events, and the logs of unhealthy containers, with secrets masked.
 * Never changes anything. With `namespace`, only objects in that namespace and objects without one. Throws the errors of the
 * connection, NoSuchNamespaceError, and KubeApiError if the user may not read anything.
 */
export async function dumpCluster(
  connection: KubeConnection,
  namespace: string | undefined,
  groups: readonly string[],
  now: number,
  onProgress: (message: string) => void,
): Promise<ClusterDump> {
  const client = new KubeClient(connection);
  const signal = new AbortController().signal;
  try {
    if (namespace !== undefined) await checkNamespace(client, namespace, signal);
    const missing: string[] = [];
    const resources: KubeObject[] = [];
    const kinds: string[] = [];
    let refusal: unknown;
    const list = async (kind: WatchedKind): Promise<KubeObject[]> => {
      onProgress(`Reading ${kind.resource}`);
      const found: KubeObject[] = [];
      try {
        for (const scope of scopesOf(kind, namespace && kind.onlyNamespace === undefined ? [namespace] : []))
          found.push(...(await listAll(client, kind, scope, signal)));
        kinds.push(kind.kind);
      } catch (error) {
        if (!(error instanceof KubeApiError)) throw error;
        // A kind that the cluster does not serve, such as those of the Gateway API, is nothing that could be read.
        if (error.status === 404) return found;
        refusal ??= error;
        missing.push(`${nameOf(kind)}: ${error.status === 403 ? 'no permission to list them' : error.message}`);
      }
      return found;
    };
    for (const kind of [...STATE_KINDS, NODE_LEASES])
      resources.push(...(await list(kind)).map((object) => withoutSecretValues(kind, object)));
    const custom = await customKinds(client, groups, namespace !== undefined, signal).catch((error: unknown) => {
      if (!(error instanceof KubeApiError)) throw error;
      return { kinds: [], problems: [`custom resources: ${error.message}`] };
    });
    missing.push(...custom.problems);
    const digest = keyedDigest(randomUUID());
    for (const kind of custom.kinds) resources.push(...(await list(kind)).map((object) => project(kind, object, digest)));
    const events = (await list(EVENT_KIND)).map((object) => withKind(EVENT_KIND, object));
    if (kinds.length === 0) throw refusal;
    const files = new Map<string, string>();
    const name = namespace ?? '';
    const collectedAt = new Date(now).toISOString();
    files.set('case.json', json({ id: connection.server, collectedAt, namespace: name, symptom: '', kinds }));
    files.set('resources.json', json({ apiVersion: 'v1', kind: 'List', items: resources }));
    files.set('events.json', json({ apiVersion: 'v1', kind: 'List', items: events }));
    files.set('alerts.json', '[]\n');
    await readLogs(
      client,
      resources.filter(({ kind }) => kind === 'Pod'),
      now,
      files,
      missing,
      onProgress,
      signal,
    );
    return { files, missing };
  } finally {
    client.close();
  }
}

async function checkNamespace(client: KubeClient, namespace: string, signal: AbortSignal): Promise<void> {
  try {
    await client.json(`/api/v1/namespaces/${encodeURIComponent(namespace)}`, {}, signal);
  } catch (error) {
    if (!(error instanceof KubeApiError)) throw error;
    if (error.status === 404) throw new NoSuchNamespaceError(`there is no namespace ${namespace} in the cluster; check --namespace`);
    // Who may not read namespaces may still read what is in one.
    if (error.status !== 403) throw error;
  }
}

async function listAll(client: KubeClient, kind: WatchedKind, scope: string | undefined, signal: AbortSignal): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  let next: string | undefined;
  do {
    const page = await client.json<{ metadata: { continue?: string }; items: KubeObject[] }>(
      collectionPath(kind, scope),
      { limit: kind.pageSize ?? PAGE, continue: next },
      signal,
    );
    found.push(...page.items);
    next = page.metadata.continue || undefined;
  } while (next !== undefined);
  return found;
}

/** How kubectl names the objects of a kind: `pods`, `applications.argoproj.io`. */
function nameOf(kind: WatchedKind): string {
  return idOf(kind) === kind.kind ? kind.resource : `${kind.resource}.${groupOf(kind)}`;
}

/** Adds the kind and API version, which the items of a list lack. */
function withKind({ kind, apiVersion }: WatchedKind, object: KubeObject): KubeObject {
  return { ...object, apiVersion, kind };
}

function withoutSecretValues(kind: WatchedKind, object: KubeObject): KubeObject {
  const complete = withKind(kind, object);
  if (kind.kind !== 'Secret') return complete;
  const keys = Object.keys((complete.data as object | undefined) ?? {});
  return { ...complete, data: Object.fromEntries(keys.map((key) => [key, ''])) };
}

async function readLogs(
  client: KubeClient,
  pods: readonly KubeObject[],
  now: number,
  files: Map<string, string>,
  missing: string[],
  onProgress: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const wanted = pods
    .map((pod) => digestPod(pod))
    .flatMap(({ namespace, name, containers }) =>
      containers
        .filter((container) => isUnwell(container, now) && container.hasLog)
        .flatMap((container) => [
          { namespace, name, container: container.name, previous: false },
          ...(container.previousInstance ? [{ namespace, name, container: container.name, previous: true }] : []),
        ]),
    );
  let refused = 0;
  for (let at = 0; at < wanted.length; at += LOGS_AT_ONCE) {
    onProgress(`Reading logs: ${at} of ${wanted.length}`);
    await Promise.all(
      wanted.slice(at, at + LOGS_AT_ONCE).map(async ({ namespace, name, container, previous }) => {
        const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`;
        const query = { container, previous: previous || undefined, tailLines: LOG_LINES, limitBytes: LOG_BYTES };
        try {
          const text = await client.text(path, query, signal);
          if (text !== '') files.set(`logs/${namespace}/${name}/${container}${previous ? '.previous' : ''}.log`, maskText(text));
        } catch (error) {
          // Logs that do not exist (any more, or yet) are skipped; logs without permission are reported.
          if (error instanceof KubeApiError && error.status === 403) refused++;
          else if (!(error instanceof KubeApiError)) throw error;
        }
      }),
    );
  }
  if (refused > 0) missing.push(`logs of ${refused} ${refused === 1 ? 'container' : 'containers'}: no permission to read them`);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
