import { audit } from '#lib/audit/index.ts';
import { type SampleFault, sampleClusters } from '#lib/clusters/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import type { Env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { deriveKey, hashPassword } from '#lib/platform/secrets.ts';
import { provision, provisioningParts } from '#lib/provisioning/index.ts';
import { createTenant } from '#lib/tenants/index.ts';

const CLIENT = 'demo';
const EMAIL = 'demo@localhost';
/** The first fault comes while the newcomer still looks round; then one every few minutes, each for as long. */
const FIRST_FAULT_MS = 20_000;
const FAULT_MS = 150_000;
const PAUSE_MS = 60_000;

/** A client to sign in as, with a living cluster in which something breaks every few minutes. */
export interface Demo {
  signIn: { email: string; password: string };
  stop(): Promise<void>;
}

/** Makes the demo client when it is missing, attaches its sample cluster and begins to break things. */
export async function startDemo(env: Env): Promise<Demo> {
  if (!env.loopback) throw new Error('--demo needs a loopback address: it opens a client with a known password');
  // The same at every start, and no secret: it opens nothing but this machine's demo.
  const password = deriveKey(env.secretKey, 'demo-password').toString('base64url').slice(0, 12);
  await ensureClient(password);
  await provision(provisioningParts.use(), CLIENT);
  await sampleClusters.use().attach(CLIENT);

  const stopping = new AbortController();
  const breaking = breakThings(stopping.signal).catch((error) => logger.error({ err: error }, 'the demo broke down'));
  return {
    signIn: { email: EMAIL, password },
    async stop() {
      stopping.abort();
      await breaking;
    },
  };
}

async function ensureClient(password: string): Promise<void> {
  if (await asSystem((tx) => tx.tenant.findUnique({ where: { id: CLIENT } }))) return;
  const passwordHash = await hashPassword(password);
  await asSystem(async (tx) => {
    const user = await tx.user.create({ data: { email: EMAIL, name: 'Demo', passwordHash, emailVerifiedAt: new Date() } });
    await createTenant(tx, { id: CLIENT, name: 'Demo Shop', plan: 'pro', actor: 'system' });
    await tx.membership.create({ data: { tenantId: CLIENT, userId: user.id, role: 'owner' } });
    await audit(tx, { tenantId: CLIENT, actor: 'system', action: 'demo.opened', target: CLIENT });
  });
}

async function breakThings(signal: AbortSignal): Promise<void> {
  const samples = sampleClusters.use();
  await pause(FIRST_FAULT_MS, signal);
  for (let round = 0; !signal.aborted; round++) {
    const { faults, state } = await samples.stateOf(CLIENT);
    const fault = faultOfRound(faults, round);
    if (state !== 'attached' || !fault) {
      await pause(5_000, signal);
      continue;
    }
    await samples.switchFault(CLIENT, fault.name, true);
    await pause(FAULT_MS, signal);
    await samples.switchFault(CLIENT, fault.name, false).catch(() => {});
    await pause(PAUSE_MS, signal);
  }
}

/** One fault of each category in turn, so that a newcomer sees another kind of trouble every time. */
function faultOfRound(faults: readonly SampleFault[], round: number): SampleFault | undefined {
  const categories = [...Map.groupBy(faults, ({ category }) => category).values()];
  const category = categories[round % Math.max(1, categories.length)];
  return category?.[Math.floor(round / categories.length) % category.length];
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
