import type { PartsOf, RunningRole } from './role.ts';

export const name = 'provisioner';
export const purpose = 'sets clients up, applies their plans, exports and removes them';
export const queues = ['provision', 'plan-limits', 'remove-client', 'data-export', 'delete-client'] as const;
export const thread = 'main';

/**
 * Works on the steps of clients, holds those that send to Kafka themselves to their quotas, releases unconfirmed sign-ups, and
 * exports and deletes the data of clients that ask for it.
 */
export async function start({ provisioning, db, jobs, clock }: PartsOf['main']): Promise<RunningRole> {
  const { startProvisioner, startSignUpRelease } = await import('#lib/provisioning/index.ts');
  const { startQuotaEnforcement } = await import('#lib/enforcement/index.ts');
  const { startClientData } = await import('#lib/client-data/index.ts');
  const { limiters } = await import('#lib/api/index.ts');
  await startProvisioner(provisioning, jobs);
  const forgetRates = async (texts: readonly string[]) => await limiters.find()?.forgetAll(texts);
  const running = [
    startQuotaEnforcement(provisioning, clock),
    startSignUpRelease(clock),
    await startClientData({ ...provisioning, pool: db.pool, forgetRates }, jobs, clock),
  ];
  return { stop: async () => void (await Promise.all(running.map((one) => one.stop()))) };
}
