import type { Obj } from '../../store/object.ts';
import { cpuText, holdsResources, memoryText, parseQuantity, podResources } from '../api-machinery/quantity.ts';
import type { World } from '../world.ts';
import { AdmissionError } from './error.ts';

/** Kinds that a quota limits by count, with the name of that resource. */
const COUNTED: Record<string, string> = {
  Pod: 'pods',
  Service: 'services',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  ReplicaSet: 'count/replicasets.apps',
  Deployment: 'count/deployments.apps',
  StatefulSet: 'count/statefulsets.apps',
  Job: 'count/jobs.batch',
  CronJob: 'count/cronjobs.batch',
};

const COMPUTE = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** Refuses an object that would exceed a ResourceQuota of its namespace. */
export function assertWithinQuota(world: World, object: Obj): void {
  const quotas = object.metadata.namespace ? world.list('ResourceQuota', object.metadata.namespace) : [];
  for (const quota of quotas) {
    const hard: Record<string, string> = quota.spec.hard ?? {};
    const requested = usageOf(object);
    assertSpecified(object, quota.metadata.name, Object.keys(hard));
    const used = usageIn(world, quota);
    const over = Object.keys(hard)
      .filter((name) => (requested[name] ?? 0) > 0 && (used[name] ?? 0) + (requested[name] ?? 0) > amount(name, hard[name] ?? '0'))
      .sort();
    if (over.length === 0) continue;
    const list = (value: (name: string) => string) => over.map((name) => `${name}=${value(name)}`).join(',');
    throw new AdmissionError(
      403,
      `${pluralOf(object.kind)} "${object.metadata.name}" is forbidden: exceeded quota: ${quota.metadata.name}, requested: ${list((name) => text(name, requested[name] ?? 0))}, used: ${list((name) => text(name, used[name] ?? 0))}, limited: ${list((name) => text(name, amount(name, hard[name] ?? '0')))}`,
    );
  }
}

/** The usage of a namespace for every resource that a quota limits, as quantities (status.used). */
export function quotaUsage(world: World, quota: Obj): Record<string, string> {
  const used = usageIn(world, quota);
  return Object.fromEntries(Object.keys(quota.spec.hard ?? {}).map((name) => [name, text(name, used[name] ?? 0)]));
}

function usageIn(world: World, quota: Obj): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const kind of Object.keys(COUNTED)) {
    for (const object of world.list(kind, quota.metadata.namespace)) {
      if (kind === 'Pod' && !holdsResources(object)) continue;
      for (const [name, value] of Object.entries(usageOf(object))) sum[name] = (sum[name] ?? 0) + value;
    }
  }
  return sum;
}

function usageOf(object: Obj): Record<string, number> {
  const counted = COUNTED[object.kind];
  if (!counted) return {};
  const usage: Record<string, number> = { [counted]: 1 };
  if (object.kind === 'PersistentVolumeClaim') usage['requests.storage'] = parseQuantity(object.spec.resources?.requests?.storage ?? 0);
  if (object.kind !== 'Pod') return usage;
  const requests = podResources(object);
  const limits = podResources(object, 'limits');
  usage['requests.cpu'] = usage.cpu = requests.cpu;
  usage['requests.memory'] = usage.memory = requests.memory;
  usage['limits.cpu'] = limits.cpu;
  usage['limits.memory'] = limits.memory;
  return usage;
}

function assertSpecified(object: Obj, quota: string, limited: string[]): void {
  if (object.kind !== 'Pod') return;
  const missing = COMPUTE.filter((name) => limited.includes(name)).filter((name) => {
    const [of, resource] = name.split('.') as ['requests' | 'limits', string];
    return object.spec.containers.some((container: Obj['spec']) => container.resources?.[of]?.[resource] === undefined);
  });
  if (missing.length === 0) return;
  const names = object.spec.containers.map((container: Obj['spec']) => container.name).join(',');
  const must = missing.sort().map((name) => `${name} for: ${names}`);
  throw new AdmissionError(403, `pods "${object.metadata.name}" is forbidden: failed quota: ${quota}: must specify ${must.join('; ')}`);
}

function amount(name: string, quantity: string): number {
  return name.endsWith('cpu') ? Math.round(parseQuantity(quantity) * 1000) : parseQuantity(quantity);
}

function text(name: string, value: number): string {
  if (name.endsWith('cpu')) return cpuText(value);
  return name.endsWith('memory') || name.endsWith('storage') ? memoryText(value) : String(value);
}

function pluralOf(kind: string): string {
  return COUNTED[kind]?.replace('count/', '') ?? `${kind.toLowerCase()}s`;
}
