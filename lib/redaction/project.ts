import { createHash } from 'node:crypto';
import { dig } from '#lib/kubernetes/fields.ts';
import { EVENT_KIND, type KubeObject, kindOf, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import { certificateFacts, type KeyedDigest, projectConfigMap, projectSecret } from './config-data.ts';
import { maskedExcerpt, maskNamedValue, maskText } from './mask.ts';
import { isHarmless, isSecretName } from './secret-names.ts';

/**
 * What of an object leaves the cluster, by field:
 * - metadata: name, namespace, uid, resourceVersion, generation, creationTimestamp, deletionTimestamp, labels,
 *   ownerReferences, finalizers; annotations up to 512 characters, without kubectl's copy of the object; instead of
 *   managedFields only `lastManager` {manager, operation, time}: who last wrote something other than the status;
 * - ConfigMap and Secret: `data` (and `binaryData`) as {key: "sha256:…"}, `type`, `immutable`; of a Secret with a
 *   certificate `tls` {notBefore, notAfter, subject, names}. No value of either ever;
 * - Node: without the images it holds and the times of its heartbeats; CustomResourceDefinition: without its schemas;
 *   Lease: without the time of its renewal, unless its holder has stopped (`withRenewal`);
 * - webhooks: `caBundle` as a hash, beside it `caBundleNotAfter`;
 * - custom resources: spec and status, at most 32,768 characters of both, what the status says about the health first;
 * - everything else as the API gives it (spec, status, rules …), with secrets masked in every text (see mask.ts) and
 *   texts over 8,192 characters cut.
 */

const MAX_ANNOTATION_CHARACTERS = 512;
const MAX_TEXT_CHARACTERS = 8_192;

/** Annotations that repeat the object, or change with every heartbeat of a controller. */
const DROPPED_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'control-plane.alpha.kubernetes.io/leader',
]);

const KEPT_METADATA = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'labels',
  'ownerReferences',
  'finalizers',
] as const;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The part of `object` that leaves the cluster. `digest` hashes what must stay unreadable but comparable. The input is not changed. */
export function project(kind: WatchedKind, object: KubeObject, digest: KeyedDigest): KubeObject {
  const metadata = projectMetadata(object.metadata, digest);
  const head = { apiVersion: kind.apiVersion, kind: kind.kind, metadata };
  if (kindOf(kind.kind)?.keeps === 'hashes')
    return { ...head, ...(kind.kind === 'Secret' ? projectSecret(object, digest) : projectConfigMap(object, digest)) };
  const { apiVersion: _, kind: __, metadata: ___, ...rest } = object;
  // What is dropped is not masked first: the schemas of a definition are most of it.
  const body = maskDeep(without(rest, kindOf(kind.kind)?.drops), digest) as Fields;
  if (kind.kind.endsWith('WebhookConfiguration')) withoutAuthorities(body, object, digest);
  return { ...head, ...(isCustom(kind.kind) ? boundedBody(body) : body) };
}

/** Most of a custom resource, in characters of JSON: a controller may write anything into it. */
const MAX_CUSTOM_CHARACTERS = 32_768;
/** What of a status says how an object does, whatever else its controller writes there. */
const TELLING = ['conditions', 'observedGeneration', 'phase', 'message', 'reason', 'health', 'sync', 'state', 'notAfter'];

/** Whether objects of a kind are custom resources. */
function isCustom(kind: string): boolean {
  return kindOf(kind) === undefined && kind !== EVENT_KIND.kind;
}

/** The spec and the status of a custom resource, as far as there is room for them; what its status says comes first. */
function boundedBody({ spec, status }: Fields): Fields {
  const size = (value: unknown) => JSON.stringify(value ?? null).length;
  const told = isFields(status) && size(status) > MAX_CUSTOM_CHARACTERS / 2 ? tellingPart(status) : status;
  return {
    ...(spec !== undefined && size(spec) + size(told) <= MAX_CUSTOM_CHARACTERS && { spec }),
    ...(told !== undefined && size(told) <= MAX_CUSTOM_CHARACTERS && { status: told }),
  };
}

function tellingPart(status: Fields): Fields {
  return Object.fromEntries(TELLING.flatMap((field) => (status[field] === undefined ? [] : [[field, status[field]]])));
}

function projectMetadata(metadata: KubeObject['metadata'], digest: KeyedDigest): KubeObject['metadata'] {
  const kept: Fields = {};
  for (const field of KEPT_METADATA) if (metadata[field] !== undefined) kept[field] = metadata[field];
  const annotations = Object.entries(isFields(metadata.annotations) ? metadata.annotations : {}).filter(
    ([name, value]) => typeof value === 'string' && value.length <= MAX_ANNOTATION_CHARACTERS && !DROPPED_ANNOTATIONS.has(name),
  );
  if (annotations.length > 0) {
    kept.annotations = Object.fromEntries(annotations.map(([name, value]) => [name, maskNamedValue(name, value as string, digest)]));
  }
  const lastManager = lastManagerOf(metadata.managedFields);
  if (lastManager) kept.lastManager = lastManager;
  return kept as KubeObject['metadata'];
}

/** Who last wrote something other than a status: the first to ask when a change did harm. */
function lastManagerOf(managedFields: unknown): Fields | undefined {
  if (!Array.isArray(managedFields)) return undefined;
  const writes = managedFields.filter(
    (entry) => isFields(entry) && entry.subresource !== 'status' && typeof entry.time === 'string',
  ) as Fields[];
  const last = writes.reduce<Fields | undefined>(
    (best, entry) => (!best || String(entry.time) >= String(best.time) ? entry : best),
    undefined,
  );
  return last && { manager: last.manager, operation: last.operation, time: last.time };
}

/** Fields whose value says which Secret, which key of it, or which label: `topologyKey`, `clientSecret: oidc-client`. */
const REFERENCE_FIELD = /(k|K)ey$|[sS]ecret$/;
const REFERENCE = /^([a-z0-9]([a-z0-9._/-]{0,252}[a-z0-9])?|[A-Z][A-Z0-9_]{0,252})$/;

/** Whether the text of a field is secret by the name of the field: `adminPassword: hunter2` in a custom resource or in a driver's options. */
function isSecretField(field: string, value: unknown): boolean {
  if (typeof value !== 'string' || !isSecretName(field) || isHarmless(field, value)) return false;
  return !REFERENCE_FIELD.test(field) || !REFERENCE.test(value);
}

/**
 * A copy with secrets masked in every text. A text next to a `name` (an environment variable, a header) is judged by that name,
 * any other by the name of its field.
 */
function maskDeep(value: unknown, digest: KeyedDigest, name?: string): unknown {
  if (typeof value === 'string') {
    if (value.length > MAX_TEXT_CHARACTERS && (name === undefined || !isSecretName(name))) {
      return `${maskedExcerpt(value, MAX_TEXT_CHARACTERS)}… (${value.length - MAX_TEXT_CHARACTERS} more characters)`;
    }
    return name === undefined ? maskText(value) : maskNamedValue(name, value, digest);
  }
  if (Array.isArray(value)) return maskArguments(value.map((item) => maskDeep(item, digest)));
  if (!isFields(value)) return value;
  const masked: Fields = {};
  for (const [field, item] of Object.entries(value)) {
    const ownName = isSecretField(field, item) ? field : undefined;
    const itsName = field === 'value' && typeof value.name === 'string' ? value.name : ownName;
    masked[field] = maskDeep(item, digest, itsName);
  }
  return masked;
}

/** Arguments may hold a flag and its value as two texts (`--password`, `hunter2`): the second is judged with the first. */
function maskArguments(items: unknown[]): unknown[] {
  return items.map((item, index) => {
    const before = items[index - 1];
    if (typeof item !== 'string' || typeof before !== 'string' || !/^--?[A-Za-z][\w.-]*$/.test(before) || item.startsWith('-')) return item;
    const together = maskText(`${before} ${item}`);
    return together.slice(before.length + 1);
  });
}

/** A copy of an object without the fields at some paths, in which `[]` stands for every item of a list: `status.conditions[].reason`. */
function without(object: Fields, paths: readonly string[] = []): Fields {
  return paths.reduce((rest, path) => withoutField(rest, path.split('.')) as Fields, object);
}

function withoutField(value: unknown, [step = '', ...rest]: readonly string[]): unknown {
  const name = step.replace('[]', '');
  if (!isFields(value) || value[name] === undefined) return value;
  const { [name]: field, ...others } = value;
  if (rest.length === 0) return others;
  return { ...value, [name]: Array.isArray(field) ? field.map((item) => withoutField(item, rest)) : withoutField(field, rest) };
}

function withoutAuthorities(configuration: Fields, original: KubeObject, digest: KeyedDigest): void {
  const { webhooks } = configuration;
  if (!Array.isArray(webhooks)) return;
  for (const [index, webhook] of webhooks.entries()) {
    const client = isFields(webhook) && isFields(webhook.clientConfig) ? webhook.clientConfig : undefined;
    if (typeof client?.caBundle !== 'string') continue;
    const originals = original.webhooks as { clientConfig: { caBundle: string } }[];
    const bundle = originals[index]?.clientConfig.caBundle ?? '';
    client.caBundle = digest(bundle);
    const notAfter = certificateFacts(Buffer.from(bundle, 'base64'))?.notAfter;
    if (notAfter) client.caBundleNotAfter = notAfter;
  }
}

/** Leaders renew every few seconds: who has not for this long, in ms, has stopped. */
const ABANDONED_AFTER_MS = 60_000;

/** Whether the holder of an object (of a Lease) has not renewed it for a minute at `now`, epoch ms. */
export function isAbandoned({ kind }: WatchedKind, object: KubeObject, now: number): boolean {
  const path = kindOf(kind)?.renewed;
  const renewed = path === undefined ? undefined : dig(object, ...path.split('.'));
  return typeof renewed === 'string' && now - Date.parse(renewed) >= ABANDONED_AFTER_MS;
}

/** A projection with the time of the last renewal, which it otherwise lacks, where the holder has stopped at `now` (epoch ms). */
export function withRenewal(projected: KubeObject, kind: WatchedKind, object: KubeObject, now: number): KubeObject {
  const [part, field] = kindOf(kind.kind)?.renewed?.split('.') ?? [];
  if (part === undefined || field === undefined || !isAbandoned(kind, object, now)) return projected;
  return { ...projected, [part]: { ...(isFields(projected[part]) ? projected[part] : {}), [field]: dig(object, part, field) } };
}

/** Whether objects of a kind change all the time in fields that mean little. */
export function isRestless(kind: string): boolean {
  return kindOf(kind)?.restless !== undefined;
}

/**
 * A hash of a projected object that stays equal while nothing of meaning changes: resourceVersion, restless fields and who
 * wrote last do not count. The last: a controller that renews a lease, or writes what is there already, leaves only its name
 * and the time.
 */
export function fingerprint(object: KubeObject): string {
  const { resourceVersion: _, lastManager: __, ...metadata } = object.metadata;
  if (isCustom(object.kind ?? '')) return printOf(steadyCustom(object, metadata));
  const steady = without({ ...object, metadata }, kindOf(object.kind ?? '')?.restless);
  return printOf(steady);
}

function printOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/**
 * What has a meaning in a custom resource. Many controllers write when they last looked, counts and progress into the status
 * at every turn, and some the generation with it: none of that is a change that a diagnosis could use.
 */
function steadyCustom({ status, ...object }: KubeObject, { generation: _, ...metadata }: Fields): Fields {
  return { ...object, metadata, status: withoutTurns(status) };
}

function withoutTurns(value: unknown): unknown {
  if (typeof value === 'number' || (typeof value === 'string' && TIME.test(value))) return null;
  if (Array.isArray(value)) return value.map(withoutTurns);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, withoutTurns(item)]));
}
