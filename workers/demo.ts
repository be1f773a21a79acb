import { setTimeout as delay } from 'node:timers/promises';
import { audit } from '#lib/audit/index.ts';
import type { SampleClusters, SampleFault } from '#lib/clusters/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { deriveKey, hashPassword } from '#lib/platform/secrets.ts';
import { type ProvisioningParts, provision } from '#lib/provisioning/index.ts';
import { createTenant } from '#lib/tenants/index.ts';

const TENANT = 'demo';
const EMAIL = 'demo@localhost';

/** When faults come, in milliseconds. */
export interface FaultTimes {
  /** Until the first: it comes while the newcomer still looks round. */
  first: number;
  duration: number;
  pause: number;
  /** Until the next attempt where the sample cluster is not ready. */
  retry: number;
}
const TIMES: FaultTimes = { first: 20_000, duration: 150_000, pause: 60_000, retry: 5_000 };

/** A client to sign in as, with a sample cluster in which something breaks every few minutes. */
export interface Demo {
  signIn: { email: string; password: string };
  stop(): Promise<void>;
}

/** Creates the demo client when it is missing, attaches its sample cluster and begins to switch faults on and off. */
export async function startDemo(parts: { secretKey: string; provisioning: ProvisioningParts; samples: SampleClusters }): Promise<Demo> {
  // The same at every start, and no secret: it opens nothing but this machine's demo.
  const password = deriveKey(parts.secretKey, 'demo-password').toString('base64url').slice(0, 12);
  await ensureTenant(password);
  await provision(parts.provisioning, TENANT);
  await parts.samples.attach(TENANT);
  const faults = startFaults(parts.samples, TENANT);
  return { signIn: { email: EMAIL, password }, stop: faults.stop };
}

async function ensureTenant(password: string): Promise<void> {
  if (await asSystem((tx) => tx.tenant.findUnique({ where: { id: TENANT } }))) return;
  const passwordHash = await hashPassword(password);
  await asSystem(async (tx) => {
    const user = await tx.user.create({ data: { email: EMAIL, name: 'Demo', passwordHash, emailVerifiedAt: new Date() } });
    await createTenant(tx, { id: TENANT, name: 'Demo Shop', plan: 'pro', actor: 'system' });
    await tx.membership.create({ data: { tenantId: TENANT, userId: user.id, role: 'owner' } });
    await audit(tx, { tenantId: TENANT, actor: 'system', action: 'demo.opened', target: TENANT });
  });
}

/** Switches faults of a client's sample cluster on and off, one after the other. `stop` ends it at once, whatever it waits for. */
export function startFaults(samples: SampleClusters, tenantId: string, times: FaultTimes = TIMES): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const wait = (ms: number) => delay(ms, undefined, { signal });

  async function run(): Promise<void> {
    await wait(times.first);
    for (let round = 0; ; round++) {
      signal.throwIfAborted();
      const { faults, state } = await samples.stateOf(tenantId);
      const fault = faultOfRound(faults, round);
      if (state !== 'attached' || !fault) {
        await wait(times.retry);
        continue;
      }
      await samples.switchFault(tenantId, fault.name, true);
      await wait(times.duration);
      await samples.switchFault(tenantId, fault.name, false).catch(() => {});
      await wait(times.pause);
    }
  }

  const running = run().catch((error) => {
    if (!signal.aborted) logger.error({ err: error }, 'no more faults are switched in the demo');
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One fault of each category in turn, so that a newcomer sees another kind of trouble every time. */
function faultOfRound(faults: readonly SampleFault[], round: number): SampleFault | undefined {
  const categories = [...Map.groupBy(faults, ({ category }) => category).values()];
  const category = categories[round % Math.max(1, categories.length)];
  return category?.[Math.floor(round / categories.length) % category.length];
}
