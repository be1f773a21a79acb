import { byText, canonical, MAX_DEPTH, wording } from '#lib/kubernetes/canonical.ts';
import { fields, items, number, text } from '#lib/kubernetes/fields.ts';
import { keyOf, ref } from '#lib/kubernetes/refs.ts';
import type { ChangeRecord, FieldDiff, Window } from '../types.ts';
import { replicaSetsByRevision, type Workload } from './workloads.ts';

/** The kind of setting at a path of an object, by which a change is matched with the field that fails. */
export type Aspect =
  | 'image'
  | 'command'
  | 'env'
  | 'config-reference'
  | 'resources'
  | 'liveness'
  | 'readiness'
  | 'startup'
  | 'ports'
  | 'security'
  | 'node-selector'
  | 'affinity'
  | 'tolerations'
  | 'taints'
  | 'cordon'
  | 'account'
  | 'pull-secrets'
  | 'volumes'
  | 'replicas'
  | 'selector'
  | 'labels'
  | 'data'
  | 'hard'
  | 'dns'
  | 'storage'
  | 'rules'
  | 'other';

/** The segments of a path in either form: `/spec/template` or `spec.template.spec.containers[0].image`. */
export function segments(path: string): string[] {
  if (path.startsWith('/'))
    return path
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [head = '', ...rest] = path.split(/\.(?=[a-zA-Z])/);
  // Keys of data may contain dots: everything after `data.` is one key.
  if (/^(data|binaryData|stringData)$/.test(head)) return [head, rest.join('.')];
  return [head, ...rest].flatMap((part) =>
    part
      .split(/[[\]]/)
      .filter(Boolean)
      .map((one) => one.replace(/^["']|["']$/g, '').replace(/^(name|key)=/, '')),
  );
}

/** The aspect that a path belongs to. */
export function aspectOf(path: string): Aspect {
  const parts = segments(path);
  const has = (name: string) => parts.includes(name);
  if (/^(data|binaryData|stringData)$/.test(parts[0] ?? '')) return 'data';
  if (has('livenessProbe')) return 'liveness';
  if (has('readinessProbe')) return 'readiness';
  if (has('startupProbe')) return 'startup';
  if (has('valueFrom') || has('envFrom')) return 'config-reference';
  if (has('env')) return 'env';
  if (parts.at(-1) === 'image') return 'image';
  if (has('command') || has('args') || has('workingDir')) return 'command';
  if (has('hard')) return 'hard';
  if (has('resources')) return parts[1] === 'resources' ? 'storage' : 'resources';
  if (has('securityContext')) return 'security';
  if (has('nodeSelector') || has('nodeName')) return 'node-selector';
  if (has('affinity') || has('topologySpreadConstraints')) return 'affinity';
  if (has('tolerations')) return 'tolerations';
  if (has('taints')) return 'taints';
  if (has('unschedulable')) return 'cordon';
  if (has('serviceAccountName') || has('serviceAccount')) return 'account';
  if (has('imagePullSecrets')) return 'pull-secrets';
  if (has('volumes') || has('volumeMounts')) return 'volumes';
  if (has('dnsPolicy') || has('dnsConfig')) return 'dns';
  if (parts.at(-1) === 'replicas') return 'replicas';
  if (has('selector')) return 'selector';
  if (has('labels')) return 'labels';
  if (has('ports')) return 'ports';
  if (has('storageClassName') || has('accessModes') || has('volumeName') || has('capacity')) return 'storage';
  if (has('rules') || has('ingress') || has('egress') || has('tls') || has('ingressClassName')) return 'rules';
  return 'other';
}

/** The changes within the window by object, newest first: observed ones, and those derived from a Deployment's ReplicaSets. */
export function changesOf(records: unknown, workloads: readonly Workload[], window: Window): Map<string, ChangeRecord[]> {
  const found = new Map<string, ChangeRecord[]>();
  const add = (change: ChangeRecord) => {
    if (change.at < window.from || change.at > window.to) return;
    const key = keyOf(change.object);
    found.set(key, [...(found.get(key) ?? []), change]);
  };
  for (const raw of items(records)) {
    const change = changeOf(raw);
    if (change) add(change);
  }
  for (const workload of workloads) {
    const change = rolloutOf(workload);
    const observed = found.get(workload.key) ?? [];
    // The change was observed already: the diff of the ReplicaSets would repeat it.
    const isKnown = observed.some((one) => one.fields.some(({ path }) => segments(path).includes('template')));
    if (change && !isKnown) add(change);
  }
  for (const list of found.values()) list.sort((a, b) => b.at - a.at || byText(a.id, b.id) || byText(canonical(a), canonical(b)));
  return found;
}

function changeOf(raw: Record<string, unknown>): ChangeRecord | undefined {
  const object = fields(raw.object);
  const [kind, name, at] = [text(object.kind), text(object.name), number(raw.at)];
  if (!kind || !name || at === undefined) return undefined;
  const by = text(raw.by);
  return {
    id: text(raw.id) ?? '',
    object: ref(kind, text(object.namespace), name),
    at,
    op: raw.op === 'created' || raw.op === 'deleted' ? raw.op : 'updated',
    fields: items(raw.fields).flatMap(({ path, before, after }) => {
      const where = text(path);
      return where ? [diff(where, value(before), value(after))] : [];
    }),
    ...(by && { by }),
  };
}

const value = (raw: unknown): string | undefined => (raw === undefined || raw === null ? undefined : wording(raw));

function diff(path: string, before: string | undefined, after: string | undefined): FieldDiff {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** The change from the previous to the newest revision of a Deployment. */
function rolloutOf(workload: Workload): ChangeRecord | undefined {
  const [newest, previous] = replicaSetsByRevision(workload);
  if (!newest || !previous || newest.createdAt === undefined) return undefined;
  const differences = templateDiff(fields(fields(previous.object.spec).template), fields(fields(newest.object.spec).template));
  return differences.length === 0
    ? undefined
    : { id: `revision:${newest.key}`, object: workload.ref, at: newest.createdAt, op: 'updated', fields: differences };
}

/** The fields in which two pod templates differ, as paths below the Deployment; list elements go by their names. */
export function templateDiff(before: Record<string, unknown>, after: Record<string, unknown>): FieldDiff[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort(byText)
    .filter(
      (path) => old.get(path) !== now.get(path) && !path.endsWith('/pod-template-hash') && !path.startsWith('/metadata/creationTimestamp'),
    )
    .map((path) => diff(`/spec/template${path}`, old.get(path), now.get(path)));
}

function leaves(root: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (at: unknown, path: string, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(at))
      for (const [index, element] of at.entries()) walk(element, `${path}/${text(fields(element).name) ?? index}`, depth + 1);
    else if (typeof at === 'object' && at !== null)
      for (const [name, inner] of Object.entries(at)) walk(inner, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
    else if (at !== undefined && at !== null) found.set(path, wording(at));
  };
  walk(root, '', 0);
  return found;
}
