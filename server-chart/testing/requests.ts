import type { Manifest } from './helm.ts';

/** What a rendered chart asks of a cluster: cores, GiB of memory, GiB of disk. */
export interface Requests {
  cpu: number;
  memoryGib: number;
  diskGib: number;
}

const SUFFIXES: Record<string, number> = { m: 1e-3, '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** A Kubernetes quantity as a number. */
function quantity(text: string | number): number {
  const [, digits = '', suffix = ''] = /^([\d.]+)(\D*)$/.exec(String(text)) ?? [];
  const factor = SUFFIXES[suffix];
  if (factor === undefined) throw new Error(`${text} is no quantity that this reads`);
  return Number(digits) * factor;
}

/** Sums what everything that runs always asks for, operators' databases included; autoscalers count with their least. */
export function requestsOf(manifests: readonly Manifest[]): Requests {
  const total: Requests = { cpu: 0, memoryGib: 0, diskGib: 0 };
  const least = new Map(
    manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
      .map(({ metadata, spec }) => [metadata.name as string, (spec.minReplicas ?? spec.minReplicaCount) as number]),
  );
  const add = (times: number, resources: Manifest, ...disks: string[]) => {
    total.cpu += times * quantity(resources.requests.cpu);
    total.memoryGib += (times * quantity(resources.requests.memory)) / 2 ** 30;
    for (const disk of disks) total.diskGib += (times * quantity(disk)) / 2 ** 30;
  };
  for (const { kind, metadata, spec } of manifests) {
    if (kind === 'Deployment') add(spec.replicas ?? least.get(metadata.name) ?? 1, spec.template.spec.containers[0].resources);
    if (kind === 'Cluster') add(spec.instances, spec.resources, spec.storage.size, spec.walStorage.size);
    if (kind === 'KafkaNodePool') add(spec.replicas, spec.resources, spec.storage.volumes[0].size);
    if (kind === 'PersistentVolumeClaim') total.diskGib += quantity(spec.resources.requests.storage) / 2 ** 30;
  }
  return total;
}

/** A row of the table in docs/server-deployment.md. */
export function requestsRow(profile: string, { cpu, memoryGib, diskGib }: Requests): string {
  return `| \`${profile}\` | ${cpu.toFixed(1)} | ${memoryGib.toFixed(1)} | ${diskGib.toFixed(0)} |`;
}
