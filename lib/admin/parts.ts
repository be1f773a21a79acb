import { stripePort } from '#lib/billing/index.ts';
import { eventLog } from '#lib/event-log/index.ts';
import { graphStore } from '#lib/graph/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { listActiveTenantIds } from '#lib/tenants/index.ts';
import { graphCapacity } from './capacity.ts';

/** A part of the installation as the staff sees it: `simulated` and `off` are choices of its operator, no faults. */
export interface PartHealth {
  name: string;
  state: 'ok' | 'degraded' | 'failing' | 'simulated' | 'off';
  /** What was seen, in words. */
  detail: string;
}

/** What a part that answers tells about itself. */
type Seen = Omit<PartHealth, 'name'>;

/** Asks each part of this installation for a sign of life. A part that throws is failing with what it threw; never throws itself. */
export async function partsHealth(): Promise<PartHealth[]> {
  const parts: [string, () => Promise<Seen>][] = [
    ['Database', database],
    ['Event log', oneClient((id) => eventLog.use().ends(id))],
    ['Graph store', graphs],
    ['Payments', payments],
    ['Mail', mail],
  ];
  return Promise.all(
    parts.map(async ([name, ask]) => {
      try {
        return { name, ...(await ask()) };
      } catch (error) {
        return { name, state: 'failing' as const, detail: (error as Error).message };
      }
    }),
  );
}

async function database(): Promise<Seen> {
  const started = performance.now();
  await asSystem((tx) => tx.$queryRaw`SELECT 1`);
  return { state: 'ok', detail: `answers in ${Math.ceil(performance.now() - started)} ms` };
}

/** Asks a store that holds a place a client for that of the first client: proof that it opens and reads. */
function oneClient(read: (clientId: string) => Promise<unknown>): () => Promise<Seen> {
  return async () => {
    const [clientId, ...others] = await listActiveTenantIds();
    if (clientId === undefined) return { state: 'ok', detail: 'holds no client yet' };
    await read(clientId);
    return { state: 'ok', detail: `holds ${others.length + 1} ${others.length ? 'clients' : 'client'}` };
  };
}

async function graphs(): Promise<Seen> {
  const seen = await oneClient((id) => graphStore.use().positions(id))();
  const { warning } = await graphCapacity();
  return warning ? { state: 'degraded', detail: warning } : seen;
}

async function payments(): Promise<Seen> {
  const port = stripePort.find();
  if (!port) return { state: 'off', detail: 'set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET to sell paid plans' };
  const stuck = await asSystem((tx) => tx.stripeEvent.count({ where: { processedAt: null, error: { not: null } } }));
  if (stuck > 0) return { state: 'degraded', detail: `${stuck} webhook events could not be processed; they are tried again` };
  return port.simulated
    ? { state: 'simulated', detail: 'a stand-in for Stripe; no money moves' }
    : { state: 'ok', detail: 'every webhook event is processed' };
}

async function mail(): Promise<Seen> {
  switch (mailPort.find()?.kind) {
    case 'smtp':
      return { state: 'ok', detail: 'goes out by SMTP' };
    case 'outbox':
      return { state: 'simulated', detail: 'lands in the outbox page' };
    default:
      return { state: 'off', detail: 'set SMTP_URL: without it nobody can confirm an address' };
  }
}
