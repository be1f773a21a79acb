import type { Obj } from '../../store/object.ts';
import type { World } from '../world.ts';
import type { Settings } from './run.ts';

/** The environment and files of a container, or why it cannot be configured: the kubelet's text (`secret "x" not found`). */
export function settingsOf(world: World, pod: Obj, container: Obj['spec']): Settings | { error: string } {
  const env: Record<string, string> = {};
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef;
    const kind = configMapRef ? 'ConfigMap' : 'Secret';
    const source = world.store.find(kind, pod.metadata.namespace, ref.name);
    if (!source && !ref.optional) return { error: `${kind.toLowerCase()} "${ref.name}" not found` };
    for (const key of Object.keys(source?.data ?? {})) env[`${prefix}${key}`] = dataOf(source as Obj, key) ?? '';
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (!valueFrom) {
      env[name] = expand(String(value ?? ''), env);
      continue;
    }
    const found = valueFrom.fieldRef || valueFrom.resourceFieldRef ? { value: fieldOf(pod, valueFrom) } : fromKey(world, pod, valueFrom);
    if ('error' in found) return found;
    if (found.value !== undefined) env[name] = found.value;
  }
  return { env, files: filesOf(world, pod, container) };
}

/** Directories that exist on every node. */
const PRESENT_ON_NODES = new Set([
  '/',
  '/dev',
  '/etc',
  '/lib/modules',
  '/opt',
  '/proc',
  '/run',
  '/sys',
  '/tmp',
  '/usr',
  '/var',
  '/var/lib',
  '/var/log',
]);

/** Why a pod's volumes cannot be set up: the volume and the kubelet's text. */
export function mountProblem(world: World, pod: Obj): { volume: string; error: string } | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const { path, type } = volume.hostPath ?? {};
    if (type === 'Directory' && !PRESENT_ON_NODES.has(path))
      return { volume: volume.name, error: `hostPath type check failed: ${path} is not a directory` };
    const ref = volume.configMap ?? volume.secret;
    if (!ref || ref.optional) continue;
    const kind = volume.configMap ? 'ConfigMap' : 'Secret';
    const name = ref.name ?? ref.secretName;
    const source = world.store.find(kind, pod.metadata.namespace, name);
    if (!source) return { volume: volume.name, error: `${kind.toLowerCase()} "${name}" not found` };
    const missing = (ref.items ?? []).find((item: { key: string }) => source.data?.[item.key] === undefined);
    if (missing) {
      const error = kind === 'ConfigMap' ? 'configmap references non-existent config key' : 'references non-existent secret key';
      return { volume: volume.name, error: `${error}: ${missing.key}` };
    }
  }
  return undefined;
}

function fromKey(world: World, pod: Obj, valueFrom: Obj['spec']): { value?: string } | { error: string } {
  const ref = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef;
  if (!ref) return {};
  const kind = valueFrom.configMapKeyRef ? 'ConfigMap' : 'Secret';
  const { namespace } = pod.metadata;
  const source = world.store.find(kind, namespace, ref.name);
  if (!source) return ref.optional ? {} : { error: `${kind.toLowerCase()} "${ref.name}" not found` };
  const value = dataOf(source, ref.key);
  if (value === undefined && !ref.optional) return { error: `couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}` };
  return { value };
}

function dataOf(source: Obj, key: string): string | undefined {
  const value = source.data?.[key];
  if (value === undefined) return undefined;
  return source.kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value;
}

function filesOf(world: World, pod: Obj, container: Obj['spec']): Record<string, string> {
  const files: Record<string, string> = {};
  for (const mount of container.volumeMounts ?? []) {
    const volume = (pod.spec.volumes ?? []).find((one: { name: string }) => one.name === mount.name);
    const ref = volume?.configMap ?? volume?.secret;
    const source = ref && world.store.find(volume.configMap ? 'ConfigMap' : 'Secret', pod.metadata.namespace, ref.name ?? ref.secretName);
    if (!source) continue;
    const items: { key: string; path: string }[] = ref.items ?? Object.keys(source.data ?? {}).map((key) => ({ key, path: key }));
    for (const { key, path } of items) files[`${mount.mountPath}/${path}`] = dataOf(source, key) ?? '';
  }
  return files;
}

function fieldOf(pod: Obj, { fieldRef }: Obj['spec']): string {
  switch (fieldRef?.fieldPath) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'spec.nodeName':
      return pod.spec.nodeName ?? '';
    case 'status.podIP':
      return pod.status?.podIP ?? '';
    default:
      return '';
  }
}

function expand(value: string, env: Record<string, string>): string {
  return value.replace(/\$\(([A-Za-z0-9_]+)\)/g, (whole, name: string) => env[name] ?? whole);
}
