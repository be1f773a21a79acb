import type { Obj } from '../../store/object.ts';

const UNITS: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Requests, limits or free capacity: CPU in millicores, memory in bytes. */
export interface Resources {
  cpu: number;
  memory: number;
}

/** The number that a quantity stands for (`250m` is 0.25, `1Mi` is 1048576). Throws RangeError if it is malformed. */
export function parseQuantity(text: string | number): number {
  const match = /^([+-]?[0-9.]+(?:e[+-]?[0-9]+)?)(n|u|m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(text));
  const value = Number(match?.[1]);
  if (!match || Number.isNaN(value)) throw new RangeError(`not a quantity: ${JSON.stringify(text)}`);
  return value * (UNITS[match[2] ?? ''] ?? 1);
}

/** CPU in millicores, rounded up as the API does. */
export function milliCpu(text: string | number | undefined): number {
  return text === undefined ? 0 : Math.ceil(parseQuantity(text) * 1000 - 1e-6);
}

/** Memory in bytes. */
export function bytes(text: string | number | undefined): number {
  return text === undefined ? 0 : Math.ceil(parseQuantity(text) - 1e-6);
}

/** The canonical text of a CPU quantity: `250m`, `2`. */
export function cpuText(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

/** The canonical text of a memory quantity: in the largest binary unit that divides it. */
export function memoryText(value: number): string {
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki']) {
    const size = UNITS[unit] ?? 1;
    if (value !== 0 && value % size === 0) return `${value / size}${unit}`;
  }
  return String(value);
}

/**
 * A quantity in the form that the API server writes: `0.1` as `100m`, `1024Mi` as `1Gi`, `1000m` as `1`. Binary units stay
 * binary and decimal units decimal.
 */
export function canonicalText(text: string | number): string {
  const value = parseQuantity(text);
  const binary = /[KMGT]i$/.test(String(text));
  if (binary && Number.isInteger(value)) return memoryText(value);
  const steps: readonly [string, number][] = [
    ['T', 1e12],
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
    ['', 1],
    ['m', 1e-3],
  ];
  for (const [unit, size] of steps) {
    const count = value / size;
    if (value !== 0 && Math.abs(count - Math.round(count)) < 1e-6 && Math.round(count) !== 0) return `${Math.round(count)}${unit}`;
  }
  return String(text);
}

/** The resources of a pod: the sum over its containers, or more if a single init container needs more. */
export function podResources(pod: Obj, of: 'requests' | 'limits' = 'requests'): Resources {
  const sum = { cpu: 0, memory: 0 };
  for (const container of pod.spec?.containers ?? []) {
    sum.cpu += milliCpu(container.resources?.[of]?.cpu);
    sum.memory += bytes(container.resources?.[of]?.memory);
  }
  for (const container of pod.spec?.initContainers ?? []) {
    sum.cpu = Math.max(sum.cpu, milliCpu(container.resources?.[of]?.cpu));
    sum.memory = Math.max(sum.memory, bytes(container.resources?.[of]?.memory));
  }
  return sum;
}

/** Whether a pod occupies resources: pods that have finished do not. */
export function holdsResources(pod: Obj): boolean {
  return pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';
}
