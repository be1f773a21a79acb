import type { PartsOf, RunningRole } from './role.ts';

export const name = 'provisioner';
export const purpose = 'sets clients up, applies their plans, removes them';
export const queues = ['provision', 'plan-limits', 'remove-client'] as const;
export const thread = 'main';

/** Works on the steps of clients, holds those that send to Kafka themselves to their quotas, and releases unconfirmed sign-ups. */
export async function start({ provisioning, jobs, clock }: PartsOf['main']): Promise<RunningRole> {
  const { startProvisioner, startSignUpRelease } = await import('#lib/provisioning/index.ts');
  const { startQuotaEnforcement } = await import('#lib/enforcement/index.ts');
  await startProvisioner(provisioning, jobs);
  const running = [startQuotaEnforcement(provisioning, clock), startSignUpRelease(clock)];
  return { stop: async () => void (await Promise.all(running.map((one) => one.stop()))) };
}
