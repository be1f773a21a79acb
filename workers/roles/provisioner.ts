import type { PartsOf, RunningRole } from './role.ts';

export const name = 'provisioner';
export const purpose = 'sets clients up, applies their plans, removes them';
export const queues = ['provision', 'plan-limits', 'remove-client'] as const;
export const thread = 'main';

/** Works on the steps of clients, and holds those that send to Kafka themselves to their quotas. */
export async function start({ provisioning, jobs, clock }: PartsOf['main']): Promise<RunningRole> {
  const { startProvisioner } = await import('#lib/provisioning/index.ts');
  const { startQuotaEnforcement } = await import('#lib/enforcement/index.ts');
  await startProvisioner(provisioning, jobs);
  return startQuotaEnforcement(provisioning, clock);
}
