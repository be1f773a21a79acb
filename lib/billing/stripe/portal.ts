import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { requireStripe, type Stripe } from './port.ts';

/** The metadata by which our configuration of the customer portal is recognised. */
const PORTAL = { kg_rca: 'portal' };

/** What of the catalogue at Stripe was not as it should be, and what was done, or would be done, about it. */
export interface CatalogueChange {
  object: string;
  action: 'create' | 'update' | 'replace';
  detail: string;
}

/** Notes a change of the catalogue, and makes it unless nothing is to be written. */
export type Change = (object: string, action: CatalogueChange['action'], detail: string, write: () => Promise<unknown>) => Promise<void>;

/** In Stripe's portal clients change their card, address and tax IDs. Plans are changed here, where the proration is shown. */
export async function syncPortal(client: Stripe, change: Change): Promise<void> {
  const wanted = {
    default_return_url: `${env.use().publicUrl}/billing`,
    features: {
      customer_update: { enabled: true, allowed_updates: ['name', 'address', 'tax_id'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: false },
      subscription_update: { enabled: false },
    },
  } satisfies Stripe.BillingPortal.ConfigurationUpdateParams;
  const configuration = await portalConfiguration(client);
  if (!configuration) {
    await change('portal configuration', 'create', wanted.default_return_url, () =>
      client.billingPortal.configurations.create({ ...wanted, metadata: PORTAL }),
    );
    return;
  }
  const { features, default_return_url } = configuration;
  const isRight =
    default_return_url === wanted.default_return_url &&
    features.customer_update.enabled &&
    wanted.features.customer_update.allowed_updates.every((what) => features.customer_update.allowed_updates.includes(what as 'name')) &&
    features.invoice_history.enabled &&
    features.payment_method_update.enabled &&
    !features.subscription_cancel.enabled &&
    !features.subscription_update.enabled;
  if (!isRight)
    await change('portal configuration', 'update', configuration.id, () =>
      client.billingPortal.configurations.update(configuration.id, wanted),
    );
}

/** Our configuration of Stripe's customer portal, if there is one. */
async function portalConfiguration(client: Stripe): Promise<Stripe.BillingPortal.Configuration | undefined> {
  for await (const one of client.billingPortal.configurations.list({ active: true, limit: 100 })) {
    if (one.metadata?.kg_rca === PORTAL.kg_rca) return one;
  }
  return undefined;
}

/** Creates a session of Stripe's customer portal (card, tax data, invoices) and returns its address. Throws a Problem with status 409 for a client without payment data. */
export async function openBillingPortal(tenantId: string): Promise<string> {
  const { client } = requireStripe();
  const tenant = await asSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant?.stripeCustomerId) throw new Problem(409, 'no_payment_data', 'There is no payment data yet. Subscribe to a paid plan first.');
  const configuration = await portalConfiguration(client);
  const session = await client.billingPortal.sessions.create({
    customer: tenant.stripeCustomerId,
    return_url: `${env.use().publicUrl}/billing`,
    ...(configuration && { configuration: configuration.id }),
  });
  return session.url;
}
