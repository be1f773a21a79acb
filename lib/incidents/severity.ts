import type { Diagnosis } from '#lib/rca/types.ts';

/** How bad an incident is, the worst first. */
export const SEVERITIES = ['critical', 'major', 'minor'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What requests of users go through, and what everything else runs on. */
const CARRIES_OTHERS = new Set(['Service', 'Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'Route', 'Node', 'APIService', 'Component']);
/** What may fail while everything that serves goes on. */
const IN_BACKGROUND = new Set([
  ...['Job', 'CronJob', 'Workflow', 'Backup', 'ScheduledBackup', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  ...['Certificate', 'CertificateRequest', 'Application', 'Kustomization', 'HelmRelease'],
]);

/**
 * How bad the effect of a trouble is, by what fails: critical if something fails that users or other objects go through or run on,
 * minor if nothing but background work fails or things are merely degraded, major otherwise. Pure.
 */
export function severityOf({ symptoms, blastRadius: { affected } }: Diagnosis): Severity {
  const failing = affected.filter(({ impact }) => impact === 'failing').map(({ object }) => object);
  const kinds = [...failing, ...symptoms.map(({ object }) => object)].map(({ kind }) => kind);
  if (kinds.some((kind) => CARRIES_OTHERS.has(kind))) return 'critical';
  return kinds.every((kind) => IN_BACKGROUND.has(kind)) ? 'minor' : 'major';
}
