import { z } from 'zod';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { stripePort } from './port.ts';

/** The reasons for which a simulated bank can refuse a card. */
export const DECLINES = [
  'generic_decline',
  'insufficient_funds',
  'lost_card',
  'stolen_card',
  'expired_card',
  'authentication_required',
] as const;

/** How far the simulator's time goes: some days, to whatever is due next, or to the end of the next billing period. */
export type ClockStep = { days: number } | { to: 'next' | 'next_invoice' };

/** What the simulator does with webhooks. `delayMs` in milliseconds. */
export interface WebhookFaults {
  duplicate: boolean;
  reorder: boolean;
  drop: boolean;
  delayMs: number;
}

const answer = z.object({
  now: z.number(),
  next: z.object({ at: z.number(), kind: z.string() }).nullable(),
  next_invoice_at: z.number().nullable(),
  faults: z.object({ duplicate: z.boolean(), reorder: z.boolean(), drop: z.boolean(), delayMs: z.number() }),
  customers: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      metadata: z.record(z.string(), z.string()),
      card: z.object({ brand: z.string(), last4: z.string(), decline: z.string().nullable() }).nullable(),
      subscription: z.string().nullable(),
      open_invoices: z.number(),
    }),
  ),
  done: z.array(z.object({ at: z.number(), kind: z.string(), customer: z.string().nullable() })),
});

/**
 * The simulated Stripe of an installation on a loopback address: its time (epoch ms), what comes next, its customers with their cards,
 * and what it does with webhooks. All functions here throw a Problem with status 404 where Stripe is real or off.
 */
export function stripeSimulation() {
  return ask('GET', '');
}

/** Sets the simulator's time forward; what falls due on the way happens, and is told in `done`. Throws a Problem with status 409 if nothing is due. */
export function turnStripeClock(step: ClockStep) {
  return ask('POST', '/clock', { ...step });
}

/** Lets the charges of a customer's cards fail for a reason, or with null go through again. Throws a Problem with status 409 without a card. */
export function failStripeCard(customerId: string, decline: (typeof DECLINES)[number] | null) {
  return ask('POST', '/cards', { customer: customerId, decline: decline ?? '' });
}

/** Sets what goes wrong with webhooks. */
export function setWebhookFaults(faults: WebhookFaults) {
  return ask('POST', '/faults', { ...faults });
}

async function ask(method: 'GET' | 'POST', path: string, params?: Record<string, unknown>) {
  const port = stripePort.find();
  if (!port?.simulated) throw notFound();
  const { now, next, next_invoice_at: invoiceAt, customers, done, faults } = answer.parse(await request(port.client, method, path, params));
  return {
    now: now * 1000,
    next: next && { at: next.at * 1000, kind: next.kind },
    nextInvoiceAt: invoiceAt === null ? null : invoiceAt * 1000,
    faults,
    customers: customers.map(({ open_invoices: openInvoices, metadata, ...customer }) => ({
      ...customer,
      clientId: metadata.tenant_id ?? null,
      openInvoices,
    })),
    done: done.map(({ at, kind, customer }) => ({ at: at * 1000, kind, customer })),
  };
}

type Client = NonNullable<ReturnType<typeof stripePort.find>>['client'];

async function request(client: Client, method: string, path: string, params?: Record<string, unknown>): Promise<unknown> {
  try {
    return await client.rawRequest(method, `/v1/simulator${path}`, params);
  } catch (error) {
    const { statusCode, code, message } = error as { statusCode?: number; code?: string; message: string };
    if (statusCode === undefined || statusCode >= 500) throw error;
    throw new Problem(409, code ?? 'refused_by_simulator', message);
  }
}
