import { newestPlans } from '#lib/plans/versions.ts';
import { METERS } from '../metering/meters.ts';
import { type PaidPlan, requireStripe, type Stripe } from './port.ts';
import { type CatalogueChange, type Change, syncPortal } from './portal.ts';

const PAID_PLANS: readonly PaidPlan[] = ['basic', 'pro'];

/**
 * Brings products, prices, meters and the configuration of the customer portal at Stripe in line with the plans. Idempotent: what is
 * right is left alone. With `dryRun` nothing is written, and the changes are the drift. A price cannot be changed at Stripe: one that
 * differs is replaced, and subscriptions keep the price that they have.
 */
export async function syncCatalogue({ dryRun = false } = {}): Promise<CatalogueChange[]> {
  const { client } = requireStripe();
  const changes: CatalogueChange[] = [];
  const change = async (object: string, action: CatalogueChange['action'], detail: string, write: () => Promise<unknown>) => {
    changes.push({ object, action, detail });
    if (!dryRun) await write();
  };
  for (const plan of PAID_PLANS) await syncPrice(client, plan, change);
  await syncMeters(client, change);
  await syncPortal(client, change);
  return changes;
}

/** The lookup key of a plan's price. */
function lookupKeyOf(plan: PaidPlan): string {
  return `kg_rca_${plan}_monthly`;
}

async function syncPrice(client: Stripe, plan: PaidPlan, change: Change): Promise<void> {
  const lookupKey = lookupKeyOf(plan);
  const offered = (await newestPlans())[plan];
  const cents = offered.monthlyCents ?? 0;
  const name = `KG RCA ${offered.name}`;
  const { data } = await client.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 });
  const [price] = data;
  if (!price) {
    await change(`price ${lookupKey}`, 'create', `${cents} cents a month`, async () => {
      const product = await client.products.create({ name, metadata: { plan } }, { idempotencyKey: `product-${lookupKey}` });
      await createPrice(client, plan, product.id, cents, `price-${lookupKey}-${cents}`);
    });
    return;
  }
  const product = typeof price.product === 'string' ? await client.products.retrieve(price.product) : price.product;
  if ('name' in product && product.name !== name)
    await change(`product ${product.id}`, 'update', `name ${product.name} -> ${name}`, () => client.products.update(product.id, { name }));
  if (price.unit_amount === cents && price.metadata.plan === plan) return;
  await change(`price ${lookupKey}`, 'replace', `${price.unit_amount} -> ${cents} cents a month`, () =>
    createPrice(client, plan, product.id, cents, `price-${lookupKey}-${price.id}-${cents}`),
  );
}

function createPrice(client: Stripe, plan: PaidPlan, product: string, cents: number, idempotencyKey: string) {
  return client.prices.create(
    {
      product,
      currency: 'usd',
      unit_amount: cents,
      recurring: { interval: 'month' },
      lookup_key: lookupKeyOf(plan),
      transfer_lookup_key: true,
      metadata: { plan },
    },
    { idempotencyKey },
  );
}

async function syncMeters(client: Stripe, change: Change): Promise<void> {
  const known = new Map<string, Stripe.Billing.Meter>();
  for await (const meter of client.billing.meters.list({ status: 'active', limit: 100 })) known.set(meter.event_name, meter);
  for (const { eventName, displayName } of Object.values(METERS)) {
    const meter = known.get(eventName);
    if (!meter) {
      await change(`meter ${eventName}`, 'create', displayName, () =>
        client.billing.meters.create({
          display_name: displayName,
          event_name: eventName,
          default_aggregation: { formula: 'sum' },
          customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
          value_settings: { event_payload_key: 'value' },
        }),
      );
    } else if (meter.display_name !== displayName) {
      await change(`meter ${eventName}`, 'update', `name ${meter.display_name} -> ${displayName}`, () =>
        client.billing.meters.update(meter.id, { display_name: displayName }),
      );
    }
  }
}

/** The id of the price of a plan's newest version at Stripe. The catalogue is made, or brought up to date, when it is not there. */
export async function priceOf(plan: PaidPlan): Promise<string> {
  const { client } = requireStripe();
  const cents = (await newestPlans())[plan].monthlyCents;
  const find = async () => {
    const { data } = await client.prices.list({ lookup_keys: [lookupKeyOf(plan)], active: true, limit: 1 });
    return data.find(({ unit_amount }) => unit_amount === cents)?.id;
  };
  const known = await find();
  if (known) return known;
  await syncCatalogue();
  const made = await find();
  if (!made) throw new Error(`Stripe has no price ${lookupKeyOf(plan)} of ${cents} cents although it was just made`);
  return made;
}
