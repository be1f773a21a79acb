import { stripePort } from '#lib/billing/index.ts';
import { eventLog } from '#lib/event-log/index.ts';
import { graphStore } from '#lib/graph/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { withDeadline } from '#lib/platform/deadline.ts';
import { listActiveTenantIds } from '#lib/tenants/index.ts';
import { graphCapacity } from './capacity.ts';

/** The health of a component of the installation. `simulated` and `off` are configured, and not faults. */
export interface ComponentHealth {
  name: ComponentName;
  state: 'ok' | 'degraded' | 'failing' | 'simulated' | 'off';
  /** For people. */
  detail: string;
}

type Status = Omit<ComponentHealth, 'name'>;

/** The longest that a check may take: a store that hangs is a failing one. */
const CHECK_MS = 5_000;

const CHECKS = {
  Database: database,
  'Event log': firstClient((id) => eventLog.use().ends(id)),
  'Graph store': graphs,
  Payments: payments,
  Mail: mail,
} as const;

/** The names of the components. */
export type ComponentName = keyof typeof CHECKS;

/**
 * Checks each component of this installation. A component whose check throws, or does not end in time, is failing, with that error.
 * Never throws.
 */
export async function componentHealth(): Promise<ComponentHealth[]> {
  return Promise.all(
    (Object.keys(CHECKS) as ComponentName[]).map(async (name) => {
      try {
        return { name, ...(await withDeadline(CHECKS[name](), CHECK_MS)) };
      } catch (error) {
        return { name, state: 'failing' as const, detail: (error as Error).message };
      }
    }),
  );
}

async function database(): Promise<Status> {
  const started = performance.now();
  await asSystem((tx) => tx.$queryRaw`SELECT 1`);
  return { state: 'ok', detail: `Responds in ${Math.ceil(performance.now() - started)} ms` };
}

/** Checks a store by reading the data of its first client. */
function firstClient(read: (tenantId: string) => Promise<unknown>): () => Promise<Status> {
  return async () => {
    const [tenantId, ...others] = await listActiveTenantIds();
    if (tenantId === undefined) return { state: 'ok', detail: 'No clients yet' };
    await read(tenantId);
    return { state: 'ok', detail: `${others.length + 1} ${others.length ? 'clients' : 'client'}` };
  };
}

async function graphs(): Promise<Status> {
  const status = await firstClient((id) => graphStore.use().positions(id))();
  const { warning } = await graphCapacity();
  return warning ? { state: 'degraded', detail: warning } : status;
}

async function payments(): Promise<Status> {
  const port = stripePort.find();
  if (!port) return { state: 'off', detail: 'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET to sell paid plans.' };
  const stuck = await asSystem((tx) => tx.stripeEvent.count({ where: { processedAt: null, error: { not: null } } }));
  if (stuck > 0) return { state: 'degraded', detail: `${stuck} webhook events could not be processed and are being retried.` };
  return port.simulated
    ? { state: 'simulated', detail: 'A Stripe simulator; no money is charged.' }
    : { state: 'ok', detail: 'All webhook events have been processed.' };
}

async function mail(): Promise<Status> {
  switch (mailPort.find()?.kind) {
    case 'smtp':
      return { state: 'ok', detail: 'Sent over SMTP.' };
    case 'outbox':
      return { state: 'simulated', detail: 'Kept on the outbox page.' };
    default:
      return { state: 'off', detail: 'Set SMTP_URL. Without it, nobody can confirm an email address.' };
  }
}
